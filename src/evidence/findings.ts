import type { Assessment } from '../assess/finding.js';
import type { DetectionFloor } from '../floor/index.js';
import type { IngestSummary } from '../ingest/index.js';
import { withConfidence } from './confidence-entry.js';
import { errorRatesEntry, type MeasuredErrors } from './error-rates-entry.js';
import {
  type Configuration,
  type CoverageEntry,
  FINDINGS_SCHEMA,
  type FindingsDocument,
  type GroupEntry,
  type InputEntry,
  type QuarantineEntry,
} from './findings-document.js';
import { FLOOR_NOT_RUN, FLOOR_RUN, floorEntry } from './floor-entry.js';
import { groupEntry } from './group-entry.js';
import { isoMicroseconds } from './instant.js';
import { gapsBetween, type RequestHour, volumeColumns } from './request-hours.js';
import { fraction, significant } from './rounding.js';
import { sourceNames } from './source-name.js';

const HOUR_US = 3_600_000_000;
/** Gaps that are listed one by one at most. */
const GAPS_LISTED = 1000;
const VOLUME_COLUMNS = 400;

export interface FindingsSources {
  readonly version: string;
  readonly configuration: Configuration;
  readonly ingest: IngestSummary;
  readonly assessment: Assessment;
  /** Hours with at least one record, ascending. */
  readonly hours: readonly RequestHour[];
  /** How often the method was wrong on labelled simulated logs. */
  readonly errorRates?: MeasuredErrors;
  /** What would have been missed; null or absent where it was not measured. */
  readonly floor?: DetectionFloor | null;
}

/**
 * Builds the findings document. Pure: no clock, host or absolute path enters it, so equal inputs, configuration and
 * version give equal bytes. Groups come out alerts first, then in the assessment's order, numbered from 1.
 * O(groups × members).
 */
export function findingsDocument(sources: FindingsSources): FindingsDocument {
  const { assessment, floor = null, ingest } = sources;
  const ordered = [...assessment.groups].sort(
    (a, b) => Number(b.alert) - Number(a.alert) || a.rank - b.rank || (a.id < b.id ? -1 : 1),
  );
  const inputs = inputEntries(ingest);
  const coverage = coverageEntry(ingest, inputs, sources.hours);
  const { controlled } = assessment;
  const judged = { coverage, vouched: sources.configuration.reference?.used === true };
  return {
    schema: FINDINGS_SCHEMA,
    tool: { name: 'stillhunt', version: sources.version },
    configuration: sources.configuration,
    inputs,
    rows: ingest.rows,
    coverage,
    quarantine: quarantineEntry(ingest, inputs),
    period: period(assessment),
    accounts: assessment.accounts,
    requests: assessment.requests,
    facets_standing_aside: assessment.standingAside.map(({ facet, missing }) => ({ facet, missing })),
    measures_standing_aside: assessment.measuresAside.map(({ name, missing }) => ({
      measure: name,
      missing,
    })),
    tested: assessment.tested,
    ...(controlled === undefined ? {} : { controlled }),
    ...(sources.errorRates === undefined ? {} : { error_rates: errorRatesEntry(sources.errorRates) }),
    floor: { run: floor !== null, note: floor === null ? FLOOR_NOT_RUN : FLOOR_RUN },
    detection_floor: floor && floorEntry(floor),
    groups: ordered.map((group, i) =>
      withConfidence(withExpected(groupEntry(group, i + 1), controlled), judged),
    ),
  };
}

/** The group with how many groups of this run score as high by chance, where a reference says so. */
function withExpected(group: GroupEntry, controlled: number | undefined): GroupEntry {
  const { calibrated } = group.support;
  if (controlled === undefined || calibrated?.chance === undefined) return group;
  const expected = significant(controlled * calibrated.chance) ?? 0;
  return {
    ...group,
    support: { ...group.support, calibrated: { ...calibrated, expected_by_chance: expected } },
  };
}

function period(assessment: Assessment): FindingsDocument['period'] {
  if (assessment.requests === 0) return { from: null, to: null };
  return { from: isoMicroseconds(assessment.firstTime), to: isoMicroseconds(assessment.lastTime) };
}

function inputEntries(ingest: IngestSummary): InputEntry[] {
  const names = sourceNames(ingest.sources);
  const shownName = new Map(ingest.sources.map((source, i) => [source.name, names[i]!]));
  return ingest.sources.map((source, i) => ({
    name: names[i]!,
    bytes: source.bytes,
    sha256: source.sha256,
    format: source.format,
    profile: source.profile,
    delimiter: source.delimiter,
    compression: source.compression,
    encoding: source.encoding,
    archive:
      source.archive === null
        ? null
        : {
            name: names[i]!.slice(0, source.archive.name.length - source.name.length),
            bytes: source.archive.bytes,
            sha256: source.archive.sha256,
          },
    status: source.status,
    detail: source.statusDetail === '' ? null : source.statusDetail,
    duplicate_of:
      source.duplicateOf === null ? null : (shownName.get(source.duplicateOf) ?? source.duplicateOf),
    repeated_share: fraction(source.repeatedShare),
    overlaps: source.overlaps.map((other) => ({
      input: shownName.get(other.source) ?? other.source,
      share: fraction(other.share),
    })),
    rows: source.rows,
    first_time: isoMicroseconds(source.firstTime),
    last_time: isoMicroseconds(source.lastTime),
    columns: namesByField(source.columns),
    ignored: source.ignored,
  }));
}

/** The mapping in the order of its fields, so that it does not depend on how it was made. */
function namesByField(columns: IngestSummary['sources'][number]['columns']): Record<string, string> {
  return Object.fromEntries(Object.entries(columns).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function coverageEntry(
  ingest: IngestSummary,
  inputs: readonly InputEntry[],
  hours: readonly RequestHour[],
): CoverageEntry {
  const { read, accepted, quarantined } = ingest.rows;
  const gaps = gapsBetween(hours);
  const volume = volumeColumns(hours, VOLUME_COLUMNS);
  return {
    accepted_share: read === 0 ? 0 : fraction(accepted / read),
    quarantined_share: read === 0 ? 0 : fraction(quarantined / read),
    incomplete_inputs: inputs.filter((input) => input.status !== 'complete').length,
    gaps: gaps.length,
    gap_hours: gaps.reduce((sum, gap) => sum + gap.to - gap.from, 0),
    gaps_listed: gaps.slice(0, GAPS_LISTED).map(({ from, to }) => ({
      from: isoHour(from),
      to: isoHour(to),
      hours: to - from,
    })),
    volume: volume && {
      from: isoHour(volume.from),
      column_hours: volume.columnHours,
      requests: volume.requests,
    },
  };
}

function isoHour(hour: number): string {
  return isoMicroseconds(hour * HOUR_US)!;
}

/** The quarantine, with its inputs named as the document names them. */
function quarantineEntry(
  { quarantine, sources }: IngestSummary,
  inputs: readonly InputEntry[],
): QuarantineEntry {
  const shown = new Map(sources.map(({ name }, i) => [name, inputs[i]!.name]));
  return {
    reasons: Object.fromEntries(Object.entries(quarantine.reasons).sort(([a], [b]) => (a < b ? -1 : 1))),
    examples: quarantine.examples.map(({ source, line, offset, reason, detail }) => ({
      input: shown.get(source) ?? source,
      line,
      byte_offset: offset,
      reason,
      detail,
    })),
    examples_left_out: quarantine.examplesOmitted,
  };
}
