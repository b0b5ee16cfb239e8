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
/** The same where no record ends before. */
const MOST_LOOKED_AT = 32 << 20;
const RECORDS_SHOWN = 10;
const ROWS_SAMPLED = 200; // of a columnar file, to tell its profile

/** A record as it was read: fields that have a value, times as ISO 8601 in UTC, prompts by their length alone. */
export type ShownRecord = Readonly<Partial<Record<Field, string>>>;

/** What a source is taken for, and what would become of its rows, from its start. */
export interface Inspection {
  readonly name: string;
  /** Stored bytes; null for stdin. */
  readonly bytes: number | null;
  readonly compression: string;
  /** Null where it could not be opened; `problem` says why. */
  readonly opened: OpenedSource | null;
  readonly problem: StillhuntError | null;
  /** How much was looked at, in words: the whole, the first MiB, … */
  readonly lookedAt: string;
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
 * Looks at the first MiB of one source, more where its first record is longer, of a columnar file at its first rows that lie together, and of an archive at
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
  // Awaited here: the file is closed as soon as the loop is left.
  for await (const stream of file.sources()) return await inspected(stream, source.bytes, options);
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
  const head = new Head(stream);
  for (let bytesWanted = LOOKED_AT; ; bytesWanted *= 4) {
    const { bytes: first, whole } = await head.read(bytesWanted);
    const last = whole || bytesWanted >= MOST_LOOKED_AT;
    const about = {
      name,
      bytes,
      compression,
      lookedAt: whole ? 'the whole' : `the first ${bytesWanted >> 20} MiB`,
    };
    try {
      const found = look(name, first, whole, options, zone);
      // One record may be longer than what was read.
      if (last || (found.opened !== null && found.opened.rows.read > 0))
        return { ...about, ...found, problem: null };
    } catch (error) {
      if (!(error instanceof StillhuntError)) throw error;
      if (!last && error.kind === 'input' && error.message.endsWith(NO_ROWS)) continue;
      return { ...about, opened: null, problem: error, map: draftMap(null, keysWhereFound(first, name)) };
    }
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
  const about = { name, bytes, compression: 'none', lookedAt: 'the first rows that lie together' };
  try {
    for await (const batch of columnBatches(file, name)) {
      if (batch.columns.size === 0) continue; // cannot be read
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
    throw new StillhuntError('input', `${name}${NO_ROWS}`);
  } catch (error) {
    if (!(error instanceof StillhuntError)) throw error;
    return { ...about, opened: null, problem: error, map: draftMap(null, keys) };
  }
}

/** The start of a source, as far as it is asked for. */
class Head {
  private readonly chunks: AsyncGenerator<Buffer, void>;
  private readonly held: Buffer[] = [];
  private length = 0;
  private whole = false;

  constructor(stream: ByteStream) {
    this.chunks = stream.chunks();
  }

  async read(wanted: number): Promise<{ bytes: Buffer; whole: boolean }> {
    while (!this.whole && this.length < wanted) {
      const next = await this.chunks.next();
      if (next.done) this.whole = true;
      else {
        this.held.push(next.value);
        this.length += next.value.length;
      }
    }
    return { bytes: Buffer.concat(this.held), whole: this.whole };
  }
}

const NO_ROWS = ' holds no rows.';

function look(
  name: string,
  head: Buffer,
  whole: boolean,
  options: IngestOptions,
  zone: TimeZone | null,
): Pick<Inspection, 'opened' | 'map'> {
  const found = openFormat(head, whole, name, options, zone);
  if (found === null) throw new StillhuntError('input', `${name}${NO_ROWS}`);
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
  {
    format,
    delimiter,
    profile,
    profileId,
    unwrapped,
    unwrapPath,
    tried,
    zone,
    columns,
    mapping,
  }: FoundSource,
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
    map:
      profile?.explode === undefined
        ? draftMap(withZone(mapping, columns.names, zone?.name ?? null), columns.ignored, unwrapPath)
        : `// No map says how the records are inside of this format: use --profile ${profileId}.\n`,
  };
}

/** The mapping with the zone by which times were read, since a map has none but its own. */
function withZone(
  mapping: Mapping | null,
  names: Readonly<Partial<Record<Field, string>>>,
  zone: string | null,
): Mapping | Readonly<Partial<Record<Field, string>>> {
  if (zone === null) return mapping ?? names;
  if (mapping !== null) return { ...mapping, time: { zone, ...mapping.time } };
  const { time, ...others } = names;
  const fields = Object.fromEntries(Object.entries(others).map(([field, name]) => [field, { from: [name] }]));
  return { time: { from: [time!], zone }, fields };
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
