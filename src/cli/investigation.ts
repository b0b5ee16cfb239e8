import { referenceGroups } from '../assess/reference-groups.js';
import { StillhuntError } from '../errors.js';
import { findingsDocument } from '../evidence/findings.js';
import type { Configuration, FindingsDocument } from '../evidence/findings-document.js';
import { visible } from '../evidence/hidden-characters.js';
import { isoMicroseconds } from '../evidence/instant.js';
import { requestHours } from '../evidence/request-hours.js';
import { withoutCitations } from '../evidence/with-citations.js';
import type { FacetTable } from '../fingerprint/index.js';
import type { Analyze } from '../floor/index.js';
import type { IngestOptions, IngestSummary } from '../ingest/index.js';
import { counted } from '../report/quantity.js';
import { type Fingerprints, fingerprints } from '../tabulate/index.js';
import { citeRecords } from './citation-pass.js';
import { detectionFloor } from './detection-floor.js';
import { measuredErrors } from './error-rates.js';
import { createProgress, type ProgressSettings } from './progress.js';
import { coarseReference, type Reference, referenceOf } from './reference.js';
import { packageVersion } from './version.js';

/** What findings depend on, beside the logs. */
export interface InvestigationSettings {
  readonly reading: IngestOptions;
  /** The user's map as findings name it; null where there is none. */
  readonly map: Configuration['map'] | null;
  /** Refused rows beyond which the result is partial, in percent. */
  readonly maxQuarantine: number;
  /** A log that the user vouches for. */
  readonly reference?: readonly string[];
  /** Whether to measure what would have been missed. */
  readonly floor: boolean;
  /** Whether to read the inputs again and cite records. */
  readonly citations: boolean;
}

/** What findings do not depend on. */
export interface InvestigationRun {
  readonly analyze: Analyze;
  readonly progress: ProgressSettings;
  /** Takes lines for the user. */
  readonly warn: (lines: string) => void;
  /** Threads that read rows. */
  readonly workers?: number;
}

/** What came of it. */
export interface Investigation {
  readonly document: FindingsDocument;
  readonly ingest: IngestSummary;
  readonly table: FacetTable;
  /** What is wrong with the reference; null where nothing is. */
  readonly problem: StillhuntError | null;
}

/**
 * From logs to the findings document: the same for the same logs and settings, whatever the run.
 * @throws StillhuntError `usage`, `input` as reading does and where nothing could be used; `integrity` where an input
 * changed during the run.
 */
export async function investigateLogs(
  inputs: readonly string[],
  settings: InvestigationSettings,
  run: InvestigationRun,
): Promise<Investigation> {
  const { reading } = settings;
  const { analyze, progress, warn } = run;
  const { table, ingest } = await readInputs(inputs, reading, run);
  warn(warnings(ingest));
  if (table.accounts.length === 0) throw nothingUsable(ingest);

  const reference = await vouchedFor(table, settings, run);
  const assessment = await analyze(table, reference?.calibration, true);
  const coarse =
    reference === null ? null : coarseReference(reference, referenceGroups(assessment.groups).length);
  if (coarse !== null) warn(`warning: ${coarse}\n`);
  const judge: Analyze = (planted) => analyze(planted, reference?.calibration);
  const floor = settings.floor ? await detectionFloor(table, assessment, judge, progress) : null;
  const found = findingsDocument({
    version: packageVersion(),
    configuration: configuration(settings, reference),
    ingest,
    assessment,
    hours: requestHours(table),
    errorRates: await measuredErrors(),
    floor,
  });
  const document = settings.citations
    ? await displayed(progress, (onProgress) =>
        citeRecords(found, inputs, { ...reading, onProgress }, ingest),
      )
    : withoutCitations(found, 'off');
  return { document, ingest, table, problem: reference?.problem ?? null };
}

function configuration(settings: InvestigationSettings, reference: Reference | null): Configuration {
  const { reading, map, maxQuarantine, citations } = settings;
  const { columns = {}, constants = {}, timezone, profile, epoch } = reading;
  return {
    columns,
    constants,
    timezone: timezone ?? null,
    ...(profile === undefined ? {} : { profile }),
    ...(map === null || map === undefined ? {} : { map }),
    ...(epoch === undefined ? {} : { epoch: isoMicroseconds(epoch)! }),
    max_quarantine_percent: maxQuarantine,
    ...(reference === null ? {} : { reference: reference.entry }),
    ...(citations ? {} : { citations }),
  };
}

/** Reads and analyses the log that is vouched for; null where none is. */
async function vouchedFor(
  { fields }: FacetTable,
  { reading, reference }: InvestigationSettings,
  run: InvestigationRun,
): Promise<Reference | null> {
  if (reference === undefined) return null;
  const { table, ingest } = await readInputs(reference, reading, run);
  run.warn(warnings(ingest));
  if (table.accounts.length === 0) throw nothingUsable(ingest, ' of the reference');
  return referenceOf(table, ingest, fields, run.analyze);
}

function readInputs(
  inputs: readonly string[],
  reading: IngestOptions,
  { workers, progress }: InvestigationRun,
): Promise<Fingerprints> {
  return displayed(progress, (onProgress) =>
    fingerprints(inputs, { ...reading, ...(workers === undefined ? {} : { workers }), onProgress }),
  );
}

async function displayed<T>(
  settings: ProgressSettings,
  work: (onProgress: NonNullable<IngestOptions['onProgress']>) => Promise<T>,
): Promise<T> {
  const display = createProgress(settings);
  try {
    return await work((progress) => display.update(progress));
  } finally {
    display.stop();
  }
}

const WARNINGS_SHOWN = 20;

function warnings({ warnings: all }: IngestSummary): string {
  const shown = all.slice(0, WARNINGS_SHOWN).map((text) => `warning: ${text}`);
  const rest = all.length - shown.length;
  if (rest > 0) shown.push(`warning: ${counted(rest, 'more warning')} of this kind`);
  return shown.map((line) => `${visible(line)}\n`).join('');
}

function nothingUsable(ingest: IngestSummary, of = ''): StillhuntError {
  const reasons = Object.entries(ingest.quarantine.reasons).map(([reason, rows]) => `${reason} ${rows}`);
  return new StillhuntError(
    'input',
    `None of the ${counted(ingest.rows.read, 'row')}${of} could be used (${reasons.join(', ')}); ${firstRefused(ingest)}.`,
    'Check the columns with --column FIELD=NAME, and the zone of times without one with --timezone; a map says how times are written (stillhunt inspect LOG --write-map MAP).',
  );
}

/** Where the first refused row is, and what is wrong with it. */
export function firstRefused({ quarantine }: IngestSummary): string {
  const [first] = quarantine.examples;
  if (first === undefined) return 'see quarantine.csv';
  return `the first is ${first.source} line ${first.line}, byte ${first.offset}: ${first.reason}, ${first.detail}`;
}
