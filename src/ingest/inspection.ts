import { StillhuntError } from '../errors.js';
import { fieldsWithValues } from '../record/batch-fields.js';
import type { RecordBatch } from '../record/record-batch.js';
import type { RowCount } from '../record/row-count.js';
import { FIELDS, type Field, NUMBER_FIELDS, TEXT_FIELDS } from '../record/usage-record.js';
import { BATCH_ROWS, BatchBuilder } from './batch-builder.js';
import type { ByteStream, ColumnarFile } from './byte-stream.js';
import { recordsOf } from './columnar/column-records.js';
import { columnarRows, columnBatches } from './columnar/columnar-source.js';
import type { ColumnMap } from './columns.js';
import type { SourceFormat } from './format-reader.js';
import type { IngestOptions } from './ingest-summary.js';
import { InputFile } from './input-file.js';
import { draftMap } from './mapping/draft-map.js';
import type { Mapping } from './mapping/mapping.js';
import { HEAD_BYTES, type OpenedFormat, openColumns, openFormat, sampleKeys } from './open-format.js';
import type { Fit } from './profile/detect.js';
import type { Profile } from './profile/profile.js';
import { Quarantine, type QuarantineSummary } from './quarantine.js';
import { SourceReader } from './source-reader.js';
import { expandInputs } from './sources.js';
import { TimeZone } from './time-zone.js';
import { TimeColumn } from './timestamp.js';

/** Decompressed bytes of a source that are looked at. */
const LOOKED_AT = 1 << 20;
const RECORDS_SHOWN = 10;
const ROWS_SAMPLED = 200; // of a columnar file, to tell its profile

/** A record as it was read: fields that have a value, times as ISO 8601 in UTC, prompts by their length alone. */
export type ShownRecord = Readonly<Partial<Record<Field, string>>>;

/** What a source is taken for, and what would become of its rows, from its first megabyte. */
export interface Inspection {
  readonly name: string;
  /** Stored bytes; null for stdin. */
  readonly bytes: number | null;
  readonly compression: string;
  /** Null where it could not be opened; `problem` says why. */
  readonly opened: OpenedSource | null;
  readonly problem: StillhuntError | null;
  /** Whether the source ends within what was looked at. */
  readonly whole: boolean;
  /** A map that reads it as it was read, or a draft to fill in. */
  readonly map: string;
}

export interface OpenedSource {
  readonly format: SourceFormat;
  readonly delimiter: string | null;
  readonly profile: Profile | null;
  readonly profileId: string;
  /** Where the records are inside of what the source holds. */
  readonly unwrapped: string;
  readonly tried: readonly Fit[];
  /** Zone of times that carry none; null where none was named. */
  readonly zone: string | null;
  readonly columns: Readonly<Partial<Record<Field, string>>>;
  readonly ignored: readonly string[];
  /** Of the rows that were looked at. */
  readonly rows: Readonly<RowCount>;
  /** Fields with a value in any of these. */
  readonly fields: ReadonlySet<Field>;
  readonly records: readonly ShownRecord[];
  readonly quarantine: QuarantineSummary;
}

/**
 * Looks at the first megabyte of one source, of a columnar file at its first rows that lie together, and of an archive at
 * its first log.
 * @throws StillhuntError `usage` or `input` where there is not exactly one source, or it cannot be read.
 */
export async function inspectSource(input: string, options: IngestOptions = {}): Promise<Inspection> {
  const sources = expandInputs([input], options.cwd);
  const [source] = sources;
  if (source === undefined || sources.length > 1) {
    throw new StillhuntError(
      'usage',
      `${input} holds ${sources.length} logs; one was expected.`,
      'Name the one to look at.',
    );
  }
  const file = new InputFile(source, options.stdin ?? process.stdin, HEAD_BYTES);
  for await (const stream of file.sources()) return inspected(stream, source.bytes, options);
  throw new StillhuntError('input', `${source.name} holds no logs.`);
}

async function inspected(
  stream: ByteStream,
  bytes: number | null,
  options: IngestOptions,
): Promise<Inspection> {
  const { name, compression, columnar } = stream;
  const zone = options.timezone === undefined ? null : TimeZone.named(options.timezone);
  if (columnar !== null) return inspectedColumns(columnar, name, bytes, options, zone);
  const { head, whole } = await firstBytes(stream);
  const about = { name, bytes, compression, whole };
  try {
    return { ...about, ...look(name, head, whole, options, zone), problem: null };
  } catch (error) {
    if (!(error instanceof StillhuntError)) throw error;
    return { ...about, opened: null, problem: error, map: draftMap(null, keysWhereFound(head, name)) };
  }
}

async function inspectedColumns(
  file: ColumnarFile,
  name: string,
  bytes: number | null,
  options: IngestOptions,
  zone: TimeZone | null,
): Promise<Inspection> {
  let keys: string[] = [];
  const about = { name, bytes, compression: 'none', whole: false };
  try {
    for await (const batch of columnBatches(file, name)) {
      keys = [...batch.columns.keys()];
      const opened = openColumns(recordsOf(batch, ROWS_SAMPLED), keys, name, options, zone);
      const rows = noRows();
      const quarantine = new Quarantine();
      const settings = { name, index: 0, options, zone, rows, quarantine };
      const records = [...columnarRows(opened, keys, settings).read(batch)];
      const { format } = file;
      const source = { ...opened, format, delimiter: null, profileId: opened.id, columns: opened.columns };
      return { ...about, ...shownSource(source, records, rows, quarantine), problem: null };
    }
    throw new StillhuntError('input', `${name} holds no rows.`);
  } catch (error) {
    if (!(error instanceof StillhuntError)) throw error;
    return { ...about, opened: null, problem: error, map: draftMap(null, keys) };
  }
}

async function firstBytes(stream: ByteStream): Promise<{ head: Buffer; whole: boolean }> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream.chunks()) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= LOOKED_AT) return { head: Buffer.concat(chunks), whole: false };
  }
  return { head: Buffer.concat(chunks), whole: true };
}

function look(
  name: string,
  head: Buffer,
  whole: boolean,
  options: IngestOptions,
  zone: TimeZone | null,
): Pick<Inspection, 'opened' | 'map'> {
  const found = openFormat(head, true, name, options, zone);
  if (found === null) throw new StillhuntError('input', `${name} holds no rows.`);
  const { reader } = found;
  const rows = noRows();
  const quarantine = new Quarantine();
  const times = new TimeColumn(name, found.zone);
  const builder = new BatchBuilder(0, reader.columns, times, options.constants, BATCH_ROWS);
  const records = new SourceReader(name, reader.columns.width, builder, rows, quarantine);
  const batches: RecordBatch[] = [...records.batches(reader.read(head.subarray(reader.start)))];
  if (whole) batches.push(...records.batches(reader.finish(false))); // else the record at the cut is not looked at
  batches.push(...records.rest());
  const { format, delimiter, profile: profileId, columns } = reader;
  return shownSource({ ...found, format, delimiter, profileId, columns }, batches, rows, quarantine);
}

function noRows(): RowCount {
  return { read: 0, accepted: 0, quarantined: 0, filtered: 0 };
}

interface FoundSource extends Omit<OpenedFormat, 'reader'> {
  readonly format: SourceFormat;
  readonly delimiter: string | null;
  readonly profileId: string;
  readonly columns: ColumnMap;
}

function shownSource(
  { format, delimiter, profile, profileId, unwrapped, tried, zone, columns, mapping }: FoundSource,
  batches: readonly RecordBatch[],
  rows: RowCount,
  quarantine: Quarantine,
): Pick<Inspection, 'opened' | 'map'> {
  return {
    opened: {
      format,
      delimiter,
      profile,
      profileId,
      unwrapped,
      tried,
      zone: zone?.name ?? null,
      columns: columns.names,
      ignored: columns.ignored,
      rows,
      fields: new Set(batches.flatMap((batch) => [...fieldsWithValues(batch)])),
      records: batches.flatMap((batch) => [...shownRecords(batch)]).slice(0, RECORDS_SHOWN),
      quarantine: quarantine.summary(),
    },
    map: draftMap(mapping === null ? columns.names : withZone(mapping, profile), columns.ignored),
  };
}

/** The mapping with the zone that its profile knows, since a map has none but its own. */
function withZone(mapping: Mapping, profile: Profile | null): Mapping {
  const zone = profile?.time.zone ?? null;
  return zone === null ? mapping : { ...mapping, time: { zone, ...mapping.time } };
}

function keysWhereFound(head: Buffer, name: string): string[] {
  try {
    return sampleKeys(head, name);
  } catch (error) {
    if (error instanceof StillhuntError) return [];
    throw error;
  }
}

function* shownRecords(batch: RecordBatch): Generator<ShownRecord, void> {
  for (let row = 0; row < Math.min(batch.rows, RECORDS_SHOWN); row++) {
    const record: Partial<Record<Field, string>> = {};
    for (const field of FIELDS) {
      const value = shownValue(batch, field, row);
      if (value !== null) record[field] = value;
    }
    yield record;
  }
}

function shownValue(batch: RecordBatch, field: Field, row: number): string | null {
  if (field === 'time') return new Date(Math.floor(batch.time[row]! / 1000)).toISOString();
  const text = TEXT_FIELDS.find((name) => name === field);
  if (text !== undefined) {
    const column = text === 'account' ? batch.account : batch.text[text];
    const value = column?.dictionary[column.codes[row]!];
    if (value === undefined) return null;
    return text === 'prompt' || text === 'system_prompt' ? `${value.length} characters` : value;
  }
  const number = NUMBER_FIELDS.find((name) => name === field);
  const value = number === undefined ? undefined : batch.number[number]?.[row];
  return value === undefined || Number.isNaN(value) ? null : String(value);
}
