import type { QuarantineSummary } from '../ingest/index.js';
import { FIELDS } from '../record/usage-record.js';
import { gapsBetween } from './covered-hours.js';
import type { FindingsDocument } from './findings-document.js';
import { isoMicroseconds } from './instant.js';

/** Entries of a list that coverage.json gives in full; beyond it only the count goes on. */
const LISTED = 1000;
const HOUR_US = 3_600_000_000;

/**
 * What `coverage.json` holds: rows in and out for each file, refused rows by reason with examples, the time
 * covered and its gaps, which canonical fields had a column, and which facets stood aside. The quarantine names
 * its files as the document does. O(inputs + hours).
 */
export function coverageDocument(
  document: FindingsDocument,
  quarantine: QuarantineSummary,
  hours: readonly number[],
): object {
  const gaps = gapsBetween(hours);
  const read = document.inputs.filter((input) => input.rows.accepted > 0);
  return {
    schema: 'stillhunt/coverage/1',
    rows: document.rows,
    coverage: document.coverage,
    files: document.inputs.map(({ name, status, detail, rows, first_time, last_time }) => ({
      name,
      status,
      detail,
      rows,
      first_time,
      last_time,
    })),
    quarantine: {
      rows: document.rows.quarantined,
      reasons: Object.fromEntries(Object.entries(quarantine.reasons).sort(([a], [b]) => (a < b ? -1 : 1))),
      examples: examplesByReason(quarantine),
    },
    period: document.period,
    gaps: {
      unit: 'whole hours without any record, from inclusive, to exclusive',
      count: document.coverage.gaps,
      hours: document.coverage.gap_hours,
      listed: gaps.slice(0, LISTED).map(({ from, to }) => ({
        from: isoMicroseconds(from * HOUR_US),
        to: isoMicroseconds(to * HOUR_US),
        hours: to - from,
      })),
    },
    fields: FIELDS.map((field) => ({
      field,
      files_with_column: read.filter((input) => Object.hasOwn(input.columns, field)).length,
      files_with_rows: read.length,
      constant: Object.hasOwn(document.configuration.constants, field),
    })),
    facets_standing_aside: document.facets_standing_aside,
  };
}

/** The first three refused rows of each reason. */
function examplesByReason(quarantine: QuarantineSummary): object[] {
  const seen = new Map<string, number>();
  return quarantine.examples
    .filter(({ reason }) => {
      const count = (seen.get(reason) ?? 0) + 1;
      seen.set(reason, count);
      return count <= 3;
    })
    .map(({ source, line, offset, reason, detail }) => ({
      file: source,
      line,
      byte_offset: offset,
      reason,
      detail,
    }));
}
