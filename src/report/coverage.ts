import type { FindingsDocument, QuarantineEntry } from '../evidence/findings-document.js';
import { FIELDS } from '../record/usage-record.js';

/**
 * What `coverage.json` holds: rows in and out for each file, refused rows by reason with examples, the time
 * covered and its gaps, which canonical fields had a column, and which facets stood aside. O(inputs + gaps).
 */
export function coverageView(document: FindingsDocument): object {
  const { quarantine } = document;
  const { gaps_listed, volume: _, ...shares } = document.coverage;
  const read = document.inputs.filter((input) => input.rows.accepted > 0);
  return {
    schema: 'stillhunt/coverage/1',
    rows: document.rows,
    coverage: shares,
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
      reasons: quarantine.reasons,
      examples: examplesByReason(quarantine),
    },
    period: document.period,
    gaps: {
      unit: 'whole hours without any record, from inclusive, to exclusive',
      count: document.coverage.gaps,
      hours: document.coverage.gap_hours,
      listed: gaps_listed,
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
function examplesByReason(quarantine: QuarantineEntry): object[] {
  const seen = new Map<string, number>();
  return quarantine.examples
    .filter(({ reason }) => {
      const count = (seen.get(reason) ?? 0) + 1;
      seen.set(reason, count);
      return count <= 3;
    })
    .map(({ input, line, byte_offset, reason, detail }) => ({
      file: input,
      line,
      byte_offset,
      reason,
      detail,
    }));
}
