import { KeyedValues } from '../facet/keyed-values.js';
import type { SipKey } from '../facet/siphash.js';
import { type FacetTable, keyedTable } from '../fingerprint/index.js';
import { normalName } from '../ingest/normal-name.js';
import { SYNONYMS } from '../ingest/synonyms.js';
import type { Pseudonyms } from '../pseudonym/pseudonym.js';
import { shownValue } from '../pseudonym/shown-value.js';
import type { BatchSource, CaseBatch, LogFile, Reading } from './case-batch.js';

/** Files of fewer rows could be guessed as a whole, and confirmed by their hash. */
const ROWS_TO_SHOW_HASH = 64;

/** What stands for log content in a case that keeps pseudonyms. */
export interface CaseKeys {
  /** Tells which key it is, and nothing of it. */
  readonly keyId: string;
  /** Under which values are counted. */
  readonly values: SipKey;
  readonly account: (name: string) => string;
  readonly table: (table: FacetTable) => FacetTable;
  /** What stands for the SHA-256 of a file that could be guessed. */
  readonly fileHash: (sha256: string) => string;
  readonly logs: (
    logs: Pick<CaseBatch, 'files' | 'readings' | 'sources' | 'refused'>,
  ) => Pick<CaseBatch, 'files' | 'readings' | 'sources' | 'refused'>;
}

/**
 * What stands for log content under a key. Kept as they are: times, counts, numbers, two-letter countries, numbers of
 * autonomous systems, documented stop reasons, and names of columns that the program knows by itself. Other texts become
 * pseudonyms, and details that quote a log are withheld. Pure.
 */
export function caseKeys(pseudonyms: Pseudonyms): CaseKeys {
  const { of, digest, keyId, derived } = pseudonyms;
  const key = derived('case values');
  const values = new KeyedValues(key);
  const to = { profile: 'partner', pseudonyms } as const;
  const text = (field: string, value: string) =>
    field === 'ip' ? of('ip', value) : shownValue(field, value, to);
  const fileHash = (sha256: string) => digest('input', sha256);
  const account = (name: string) => of('account', name);
  return {
    keyId,
    values: key,
    account,
    table: (table) => keyedTable(table, values, { account, text }),
    fileHash,
    logs: (logs) => keyedLogs(logs, { of, digest, text, fileHash }),
  };
}

type Shown = Pick<Pseudonyms, 'of' | 'digest'> &
  Pick<CaseKeys, 'fileHash'> & { readonly text: (field: string, value: string) => string };

function keyedLogs(
  { files, readings, sources, refused }: Parameters<CaseKeys['logs']>[0],
  shown: Shown,
): ReturnType<CaseKeys['logs']> {
  const rows = new Map<string, number>(); // accepted, by file
  for (const { summary } of sources) {
    const { name } = summary.archive ?? summary;
    rows.set(name, (rows.get(name) ?? 0) + summary.rows.accepted);
  }
  const file = <T extends Omit<LogFile, 'bytes'>>(of: T): T => ({
    ...of,
    name: inputName(of.name, shown),
    sha256: hash(of.sha256, rows.get(of.name) ?? 0, shown),
  });
  return {
    files: files.map(file),
    readings: readings.map((reading) => keyedReading(reading, shown)),
    sources: sources.map((source) => keyedSource(source, file, shown)),
    refused: refused.map((row) => ({ ...row, detail: 'withheld' })),
  };
}

function keyedSource(
  source: BatchSource,
  file: <T extends Omit<LogFile, 'bytes'>>(of: T) => T,
  shown: Shown,
): BatchSource {
  const { summary } = source;
  const archive = summary.archive === null ? null : file(summary.archive);
  return {
    ...source,
    summary: {
      ...summary,
      name: sourceName(summary, shown),
      sha256: hash(summary.sha256, summary.rows.accepted, shown),
      archive,
      columns: keyedColumns(summary.columns, shown),
      ignored: summary.ignored.map((name) => columnName(name, shown)),
      statusDetail: summary.statusDetail === '' ? '' : 'withheld',
      duplicateOf: summary.duplicateOf === null ? null : inputName(summary.duplicateOf, shown),
      overlaps: summary.overlaps.map(({ source, share }) => ({ source: inputName(source, shown), share })),
    },
  };
}

/** The name of a file, and of an entry behind that of its archive. */
function sourceName({ name, archive }: BatchSource['summary'], shown: Shown): string {
  if (archive === null) return inputName(name, shown);
  return `${inputName(archive.name, shown)}!${inputName(name.slice(archive.name.length + 1), shown)}`;
}

/** Standard input has no name of its own. */
function inputName(name: string, { of }: Shown): string {
  return name === '-' ? name : of('input', name);
}

function hash(sha256: string, rows: number, { fileHash }: Shown): string {
  return rows >= ROWS_TO_SHOW_HASH ? sha256 : fileHash(sha256);
}

function keyedReading({ columns, constants, map, ...rest }: Reading, shown: Shown): Reading {
  return {
    ...rest,
    columns: keyedColumns(columns, shown),
    constants: Object.fromEntries(
      Object.entries(constants).map(([field, value]) => [field, shown.text(field, value)]),
    ),
    ...(map === undefined
      ? {}
      : { map: { file: shown.of('map', map.file), sha256: shown.digest('map', map.sha256), text: null } }),
  };
}

function keyedColumns<T extends Readonly<Record<string, string>>>(columns: T, shown: Shown): T {
  return Object.fromEntries(
    Object.entries(columns).map(([field, name]) => [field, columnName(name, shown)]),
  ) as T;
}

const KNOWN_COLUMNS = new Set(
  Object.values(SYNONYMS).flatMap((names) => names.flatMap((name) => [name, normalName(name)])),
);

function columnName(name: string, { of }: Shown): string {
  return KNOWN_COLUMNS.has(name) || KNOWN_COLUMNS.has(name.toLowerCase()) ? name : of('column', name);
}
