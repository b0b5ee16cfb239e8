import { referenceGroups } from '../assess/reference-groups.js';
import { openCase, type Reading, readCase, type Window } from '../case/index.js';
import { StillhuntError } from '../errors.js';
import type { AccountLists } from '../evidence/account-lists.js';
import { withBaseline } from '../evidence/baseline-entry.js';
import type { PseudonymisedEntry } from '../evidence/disclosure-entry.js';
import { findingsDocument } from '../evidence/findings.js';
import type { Configuration, FindingsDocument, ReadingEntry } from '../evidence/findings-document.js';
import { visible } from '../evidence/hidden-characters.js';
import { isoMicroseconds } from '../evidence/instant.js';
import { requestHours } from '../evidence/request-hours.js';
import { keyOf } from '../evidence/run-difference.js';
import { sourceNames } from '../evidence/source-name.js';
import { withoutCitations } from '../evidence/with-citations.js';
import { withLists } from '../evidence/with-lists.js';
import type { FacetTable } from '../fingerprint/index.js';
import type { Analyze } from '../floor/index.js';
import type { IngestOptions, IngestSummary } from '../ingest/index.js';
import type { Pseudonyms } from '../pseudonym/pseudonym.js';
import { counted } from '../report/quantity.js';
import { type Fingerprints, fingerprints } from '../tabulate/index.js';
import { citeRecords } from './citation-pass.js';
import { detectionFloor } from './detection-floor.js';
import { measuredErrors } from './error-rates.js';
import { keyedLists } from './keyed-lists.js';
import { createProgress, type ProgressSettings } from './progress.js';
import { coarseReference, type Reference, referenceOf } from './reference.js';
import { packageVersion } from './version.js';

/** What findings depend on, beside the logs. */
export interface InvestigationSettings {
  /** How a reference is read. */
  readonly reading: IngestOptions;
  /** Refused rows beyond which the result is partial, in percent. */
  readonly maxQuarantine: number;
  /** A log that the user vouches for. */
  readonly reference?: readonly string[];
  /** Whether to measure what would have been missed. */
  readonly floor: boolean;
  /** Whether records are to be cited, which needs the inputs. */
  readonly citations: boolean;
  /** An earlier run to compare with, and the SHA-256 of its findings.json. */
  readonly baseline?: { readonly document: FindingsDocument; readonly sha256: string };
  readonly lists?: AccountLists;
  /** Those of a case with pseudonyms, where they were given: lists may then name accounts as they are logged. */
  readonly pseudonyms?: Pseudonyms;
  /** The day by which entries of lists have expired; absent for the last of the log. */
  readonly asOf?: string;
}

/** How logs are read, too. */
export interface LogSettings extends InvestigationSettings {
  /** The user's map as findings name it; null where there is none. */
  readonly map: Configuration['map'] | null;
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
  settings: LogSettings,
  run: InvestigationRun,
): Promise<Investigation> {
  const { reading, map, citations } = settings;
  checkNames(settings.baseline, undefined);
  const { table, ingest } = await readInputs(inputs, reading, run);
  run.warn(ingestWarnings(ingest));
  if (table.accounts.length === 0) throw nothingUsable(ingest);
  const found = await findingsOf({ table, ingest, reading: readingEntry(reading, map) }, settings, run);
  const document = citations
    ? await displayed(run.progress, (onProgress) =>
        citeRecords(found.document, inputs, { ...reading, onProgress }, ingest),
      )
    : withoutCitations(found.document, 'off');
  return { ...found, document: listed(document, settings), ingest, table };
}

/**
 * From a table to the findings document: that of a run over an export of its rows, without citations of records, which have no
 * place there.
 * @throws StillhuntError as `count`, and `usage`, `input` for the reference and where nothing could be used
 */
export async function investigateTable(
  count: () => Promise<Fingerprints>,
  days: Window,
  settings: LogSettings,
  run: InvestigationRun,
): Promise<Investigation> {
  checkNames(settings.baseline, undefined);
  const { table, ingest } = await count();
  run.warn(ingestWarnings(ingest));
  if (table.accounts.length === 0) throw nothingUsable(ingest);
  const reading = readingEntry(settings.reading, settings.map);
  const found = await findingsOf({ table, ingest, reading }, { ...settings, citations: false }, run);
  const { since = null, until = null } = days;
  const window = { since, until, dropped_before: null, of: 'table' } as const;
  const document = { ...withoutCitations(found.document, 'table'), window };
  return { ...found, document: listed(document, settings), ingest, table };
}

/**
 * From a case, or some days of it, to the findings document: that of a run over its logs, without citations of records, which
 * a case does not keep.
 * @throws StillhuntError as `readCase` does, and `usage`, `input` for the reference
 */
export async function investigateCase(
  folder: string,
  window: Window,
  settings: InvestigationSettings,
  run: InvestigationRun,
): Promise<Investigation> {
  const state = await openCase(folder);
  const { pseudonyms } = state.settings;
  const pseudonymised = pseudonyms === undefined ? undefined : { key_id: pseudonyms.key_id };
  const lists = settings.lists && keyedLists(settings.lists, pseudonymised, settings.pseudonyms ?? null);
  checkNames(settings.baseline, pseudonymised);
  const logs = await readCase(state, window);
  const { table, ingest, readings, droppedBefore } = logs;
  const names = new Map(ingest.sources.map(({ name }, i) => [name, sourceNames(ingest.sources)[i]!]));
  const [first] = readings;
  const alike = readings.length === 1 && first !== undefined;
  const { document: found, problem } = await findingsOf(
    {
      table,
      ingest,
      ...(pseudonymised === undefined ? {} : { pseudonymised }),
      reading: alike ? caseReading(first.reading) : { columns: {}, constants: {}, timezone: null },
      ...(alike
        ? {}
        : {
            readings: readings.map(({ reading, sources }) => ({
              inputs: sources.map((name) => names.get(name)!),
              ...caseReading(reading),
            })),
          }),
    },
    { ...settings, citations: false },
    run,
  );
  const { since = null, until = null } = window;
  const part = since !== null || until !== null || droppedBefore !== null;
  const document = {
    ...withoutCitations(found, 'off'),
    ...(part ? { window: { since, until, dropped_before: droppedBefore } } : {}),
  };
  return {
    document: listed(document, { ...settings, ...(lists === undefined ? {} : { lists }) }),
    ingest,
    table,
    problem,
  };
}

/** Logs as they were read. */
interface ReadLogs {
  readonly table: FacetTable;
  readonly ingest: IngestSummary;
  readonly reading: ReadingEntry;
  readonly readings?: NonNullable<Configuration['readings']>;
  /** Set where names were pseudonyms. */
  readonly pseudonymised?: PseudonymisedEntry;
}

/** Accounts of an earlier run are told again by their names alone: under another key all groups would seem to be new. */
function checkNames(
  baseline: InvestigationSettings['baseline'],
  pseudonymised: PseudonymisedEntry | undefined,
): void {
  if (baseline === undefined) return;
  const before = keyOf(baseline.document);
  const now = pseudonymised?.key_id ?? null;
  if (before === now) return;
  const named = (key: string | null) =>
    key === null ? 'names accounts as they are logged' : `has pseudonyms under the key ${key}`;
  throw new StillhuntError(
    'usage',
    `The baseline ${named(before)}, and this run ${named(now)}: their accounts cannot be compared.`,
    'Give a baseline with the same names: an internal pack of the same case, or of one under the same key.',
  );
}

/** What the logs hold, without citations of records. */
async function findingsOf(
  { table, ingest, reading, readings, pseudonymised }: ReadLogs,
  settings: InvestigationSettings,
  run: InvestigationRun,
): Promise<Pick<Investigation, 'document' | 'problem'>> {
  const { analyze, progress, warn } = run;
  const reference = await vouchedFor(table, settings, run);
  const assessment = await analyze(table, reference?.calibration, true);
  const coarse =
    reference === null ? null : coarseReference(reference, referenceGroups(assessment.groups).length);
  if (coarse !== null) warn(`warning: ${coarse}\n`);
  const judge: Analyze = (planted) => analyze(planted, reference?.calibration);
  const floor = settings.floor ? await detectionFloor(table, assessment, judge, progress) : null;
  const made = findingsDocument({
    version: packageVersion(),
    configuration: {
      ...reading,
      max_quarantine_percent: settings.maxQuarantine,
      ...(reference === null ? {} : { reference: reference.entry }),
      ...(settings.citations ? {} : { citations: false }),
      ...(readings === undefined ? {} : { readings }),
    },
    ingest,
    assessment,
    hours: requestHours(table),
    errorRates: await measuredErrors(),
    floor,
  });
  const found = pseudonymised === undefined ? made : { ...made, pseudonymised };
  const { baseline } = settings;
  return {
    document: baseline === undefined ? found : withBaseline(found, baseline),
    problem: reference?.problem ?? null,
  };
}

/** The findings with the user's lists applied: the last step, so that it can be taken again from the findings alone. */
function listed(document: FindingsDocument, { lists, asOf }: InvestigationSettings): FindingsDocument {
  return lists === undefined ? document : withLists(document, lists, asOf ?? null);
}

function readingEntry(reading: IngestOptions, map: LogSettings['map']): ReadingEntry {
  const { columns = {}, constants = {}, timezone, profile, epoch } = reading;
  return {
    columns,
    constants,
    timezone: timezone ?? null,
    ...(profile === undefined ? {} : { profile }),
    ...(map === null || map === undefined ? {} : { map }),
    ...(epoch === undefined ? {} : { epoch: isoMicroseconds(epoch)! }),
  };
}

function caseReading({ map, ...reading }: Reading): ReadingEntry {
  return { ...reading, ...(map === undefined ? {} : { map: { file: map.file, sha256: map.sha256 } }) };
}

/** Reads and analyses the log that is vouched for; null where none is. */
async function vouchedFor(
  { fields }: FacetTable,
  { reading, reference }: InvestigationSettings,
  run: InvestigationRun,
): Promise<Reference | null> {
  if (reference === undefined) return null;
  const { table, ingest } = await readInputs(reference, reading, run);
  run.warn(ingestWarnings(ingest));
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

/** Does work that tells of its progress, which is shown. */
export async function displayed<T>(
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
const BROKEN_SHOWN = 5;

/** The warnings of reading, as lines. */
export function ingestWarnings({ warnings: all }: IngestSummary): string {
  const shown = all.slice(0, WARNINGS_SHOWN).map((text) => `warning: ${text}`);
  const rest = all.length - shown.length;
  if (rest > 0) shown.push(`warning: ${counted(rest, 'more warning')} of this kind`);
  return shown.map((line) => `${visible(line)}\n`).join('');
}

/** The error of logs without a row that could be used. */
export function nothingUsable(ingest: IngestSummary, of = ''): StillhuntError {
  const reasons = Object.entries(ingest.quarantine.reasons).map(([reason, rows]) => `${reason} ${rows}`);
  return new StillhuntError(
    'input',
    `None of the ${counted(ingest.rows.read, 'row')}${of} could be used (${reasons.join(', ')}); ${firstRefused(ingest)}.`,
    'Check the columns with --column FIELD=NAME, and the zone of times without one with --timezone; a map says how times are written (stillhunt inspect LOG --write-map MAP).',
  );
}

/** The inputs that were not read to their end, the first ones, each in a sentence. */
export function brokenInputs({ sources }: IngestSummary): string[] {
  const broken = sources.filter(({ status }) => status !== 'complete');
  const problems = broken
    .slice(0, BROKEN_SHOWN)
    .map(({ name, status, statusDetail }) => `${name} is ${status}: ${statusDetail}`);
  const rest = broken.length - problems.length;
  if (rest > 0) problems.push(`${counted(rest, 'more input')} not read to the end`);
  return problems;
}

/** Where the first refused row is, and what is wrong with it. */
export function firstRefused({ quarantine }: IngestSummary): string {
  const [first] = quarantine.examples;
  if (first === undefined) return 'see quarantine.csv';
  return `the first is ${first.source} line ${first.line}, byte ${first.offset}: ${first.reason}, ${first.detail}`;
}
