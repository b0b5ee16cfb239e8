import { type FileHandle, open } from 'node:fs/promises';
import {
  CompressionType,
  compressionRegistry,
  type Data,
  DataType,
  DateUnit,
  type Field,
  type RecordBatch,
  RecordBatchReader,
  TimeUnit,
  type Vector,
} from 'apache-arrow';
import { StillhuntError } from '../../errors.js';
import { zstdFrameCodec } from './codecs.js';
import { type Column, type ColumnBatches, columnOf, type TextColumn, type TimeScale } from './column.js';
import { bytesText, dateText, decimalText, jsonText, signedNumber, timeOfDayText } from './value-text.js';

const FILE_MARK = Buffer.from('ARROW1');
const END_MARK = Buffer.from('ffffffff00000000', 'hex');
const FILE_START = 8; // bytes before the stream that a file holds

/**
 * Reads Arrow IPC, file (Feather 2) or stream, record batch by record batch; one is held at a time, with the
 * dictionaries. A batch of a file that cannot be read is left out and told of. A file without its directory is read
 * as the stream it holds; a stream ends where it is damaged. Damage in a buffer that still decodes cannot be seen:
 * Arrow has no checksums.
 *
 * @param path of the file; @param name of it as shown; @param wanted says which columns to give
 * @throws StillhuntError `input` where the schema cannot be read: nothing can then be; or for LZ4 buffers.
 */
export async function* arrowBatches(
  path: string,
  name: string,
  wanted: (column: string) => boolean = () => true,
): ColumnBatches {
  compressionRegistry.set(CompressionType.ZSTD, { decode: await zstdFrameCodec() });
  const isFile = await startsAsFile(path, name);
  let directory: string | null = null; // what is wrong with it
  if (isFile) {
    const handle = await opened(path, name);
    try {
      const reader = await RecordBatchReader.from(handle);
      await reader.open({ autoDestroy: false });
      return yield* batchesOfFile(reader, name, wanted);
    } catch (error) {
      if (error instanceof StillhuntError) throw error;
      refuseLz4(error, name);
      directory = `the directory at the end of the file cannot be read (${reasonOf(error)})`;
    } finally {
      await handle.close();
    }
  }
  const handle = await opened(path, name);
  try {
    const ending = { bytes: Buffer.alloc(0) };
    const read = yield* batchesOfStream(bytesFrom(handle, isFile ? FILE_START : 0, ending), name, wanted);
    const marked = isFile || ending.bytes.equals(END_MARK);
    const damage =
      read ?? (marked ? null : 'the stream ends without its end mark: record batches may be missing');
    return directory === null ? damage : damage === null ? directory : `${directory}; ${damage}`;
  } finally {
    await handle.close();
  }
}

type Wanted = (column: string) => boolean;

async function* batchesOfFile(reader: RecordBatchReader, name: string, wanted: Wanted): ColumnBatches {
  checkSchema(reader, name);
  const count = reader.numRecordBatches;
  const faults: string[] = [];
  let firstRow = 0;
  for (let at = 0; at < count; at++) {
    try {
      const batch = await reader.readRecordBatch(at);
      if (batch === null) throw new Error('there is none');
      const columns = columnsOf(batch, wanted);
      if (batch.numRows > 0) yield { firstRow, rows: batch.numRows, columns };
      firstRow += batch.numRows;
    } catch (error) {
      refuseLz4(error, name);
      faults.push(`record batch ${at + 1} of ${count} cannot be read: ${reasonOf(error)}`);
    }
  }
  const rest = faults.length - 3;
  if (rest > 0) faults.splice(3, rest, `and ${rest} more`);
  return faults.length === 0 ? null : faults.join('; ');
}

async function* batchesOfStream(
  bytes: AsyncIterable<Uint8Array>,
  name: string,
  wanted: Wanted,
): ColumnBatches {
  let reader: RecordBatchReader;
  try {
    reader = await RecordBatchReader.from(bytes);
    await reader.open({ autoDestroy: false });
  } catch (error) {
    throw noSchema(name, reasonOf(error));
  }
  checkSchema(reader, name);
  let firstRow = 0;
  for (let at = 1; ; at++) {
    let columns: Map<string, Column>;
    let rows: number;
    try {
      const next = await reader.next();
      if (next.done) return null;
      columns = columnsOf(next.value, wanted);
      rows = next.value.numRows;
    } catch (error) {
      refuseLz4(error, name);
      return `record batch ${at}, from row ${firstRow} on, cannot be read, and nothing after it: ${reasonOf(error)}`;
    }
    if (rows > 0) yield { firstRow, rows, columns };
    firstRow += rows;
  }
}

function checkSchema(reader: RecordBatchReader, name: string): void {
  if (!reader.schema) throw noSchema(name, 'there is none');
  const names = new Set<string>();
  for (const field of reader.schema.fields) {
    if (names.has(field.name))
      throw new StillhuntError('input', `${name} has two columns with the name ${field.name}.`);
    names.add(field.name);
  }
}

function columnsOf(batch: RecordBatch, wanted: Wanted): Map<string, Column> {
  const columns = new Map<string, Column>();
  for (const [at, field] of batch.schema.fields.entries()) {
    if (!wanted(field.name)) continue;
    const vector = batch.getChildAt(at);
    if (vector === null || vector.length !== batch.numRows)
      throw new Error(`column ${field.name} is not whole`);
    columns.set(field.name, columnOfVector(vector, field));
  }
  return columns;
}

function columnOfVector(vector: Vector, { type, name }: Field): Column {
  const [data] = vector.data;
  if (data === undefined) return columnOf([], { is: 'integer' });
  checkBuffers(data, name);
  if (DataType.isDictionary(type)) return columnOfCodes(data, type.dictionary, name);
  if (DataType.isInt(type)) return columnOf(withNulls(data, data.values), { is: 'integer' });
  if (DataType.isFloat(type)) return columnOf(everyValue(vector), { is: 'real' });
  if (DataType.isTimestamp(type)) {
    const seconds =
      type.unit === TimeUnit.SECOND ? 1_000_000n : type.unit === TimeUnit.MILLISECOND ? 1000n : 1n;
    const perMicro: TimeScale = type.unit === TimeUnit.NANOSECOND ? -1000n : seconds;
    const utc = Boolean(type.timezone);
    return columnOf(withNulls(data, data.values), { is: 'time', utc, perMicro });
  }
  if (
    DataType.isUtf8(type) ||
    DataType.isBinary(type) ||
    DataType.isLargeUtf8(type) ||
    DataType.isLargeBinary(type)
  ) {
    return columnOf(slices(data), {
      is: 'text',
      repeats: false,
      text: (value) => bytesText(value as Uint8Array),
    });
  }
  return columnOf(everyValue(vector), { is: 'text', repeats: false, text: textOf(type) });
}

/**
 * Holds that every value lies inside the buffers, which the library takes for granted.
 * @throws Error where one does not
 */
function checkBuffers(data: Data, name: string): void {
  const { type, length, valueOffsets, values, children, nullBitmap, dictionary } = data;
  let whole = length >= 0 && data.offset === 0;
  if (whole && data.nullCount > 0) whole = nullBitmap !== undefined && nullBitmap.length * 8 >= length;
  if (whole && valueOffsets && !DataType.isUnion(type)) {
    const within = children.length > 0 ? children[0]!.length : (values?.length ?? 0);
    whole = length === 0 || valueOffsets.length > length;
    for (let at = 0; whole && at <= length && length > 0; at++) {
      const [from, to] = [Number(valueOffsets[Math.max(0, at - 1)]), Number(valueOffsets[at])];
      whole = from >= 0 && from <= to && to <= within;
    }
  } else if (whole && DataType.isBool(type)) whole = values.length * 8 >= length;
  else if (whole && DataType.isStruct(type)) whole = children.every((child) => child.length >= length);
  else if (whole && DataType.isFixedSizeList(type)) whole = children[0]!.length >= length * type.listSize;
  else if (whole && values) whole = values.length >= length;
  if (!whole) throw new Error(`column ${name} does not fit its buffers`);
  for (const child of children) checkBuffers(child, name);
  for (const chunk of dictionary?.data ?? []) checkBuffers(chunk, name);
}

/** How values of a type that has no column of its own are written. */
function textOf(type: DataType): (value: unknown) => string {
  if (DataType.isBool(type)) return String;
  if (DataType.isDecimal(type)) {
    return (words) => {
      const { buffer, byteOffset, byteLength } = words as Uint32Array;
      return decimalText(
        signedNumber(new Uint8Array(buffer, byteOffset, byteLength).slice().reverse()),
        type.scale,
      );
    };
  }
  if (DataType.isDate(type)) {
    return (millis) =>
      type.unit === DateUnit.DAY
        ? dateText(Number(millis) / 86_400_000)
        : new Date(Number(millis)).toISOString();
  }
  if (DataType.isTime(type)) {
    const { unit } = type;
    const micros = unit === TimeUnit.SECOND ? 1_000_000n : unit === TimeUnit.MILLISECOND ? 1000n : 1n;
    const nanos = unit === TimeUnit.NANOSECOND ? 1000n : 1n;
    return (value) => timeOfDayText((BigInt(value as number | bigint) * micros) / nanos);
  }
  return (value) => {
    if (typeof value === 'string') return value;
    return value instanceof Uint8Array ? bytesText(value) : jsonText(plain(value));
  };
}

/** Rows, lists and maps of the library as plain objects and arrays. */
function plain(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return value instanceof Uint8Array ? value : [...(value as Int32Array)];
  if (value !== null && typeof value === 'object' && 'toJSON' in value && !(value instanceof Date)) {
    const json = (value as { toJSON(): unknown }).toJSON();
    if (Array.isArray(json)) return json.map(plain);
    if (json !== null && typeof json === 'object') {
      return Object.fromEntries(Object.entries(json).map(([key, inner]) => [key, plain(inner)]));
    }
    return json;
  }
  return value;
}

/** Text by the file's own dictionary; values of another type are written out as text. */
function columnOfCodes(data: Data, type: DataType, name: string): TextColumn {
  const values = data.dictionary;
  if (values === undefined || values === null) throw new Error(`column ${name} has no dictionary`);
  const text = textOf(type);
  const dictionary: string[] = [];
  for (const chunk of values.data) {
    const isText = DataType.isUtf8(type) || DataType.isLargeUtf8(type);
    const entries = isText ? slices(chunk) : Array.from({ length: values.length }, (_, at) => values.get(at));
    for (const entry of entries) {
      dictionary.push(entry === null ? '' : isText ? bytesText(entry as Uint8Array) : text(entry));
    }
    if (!isText) break;
  }
  const codes = new Int32Array(data.length).fill(-1);
  for (let at = 0; at < data.length; at++) {
    if (!data.getValid(at)) continue;
    const code = Number(data.values[at]);
    if (!(code >= 0 && code < dictionary.length))
      throw new Error(`column ${name} has a code outside of its dictionary`);
    codes[at] = values.get(code) === null ? -1 : code;
  }
  return { kind: 'text', codes, dictionary };
}

function everyValue(vector: Vector): unknown[] {
  return Array.from({ length: vector.length }, (_, at) => vector.get(at));
}

function withNulls(data: Data, values: ArrayLike<unknown>): ArrayLike<unknown> {
  if (values.length < data.length) throw new Error('a column has too few values');
  if (data.nullCount === 0) return Array.from({ length: data.length }, (_, at) => values[at]);
  return Array.from({ length: data.length }, (_, at) => (data.getValid(at) ? values[at] : null));
}

/** The bytes of each value. */
function slices(data: Data): (Uint8Array | null)[] {
  const { valueOffsets: offsets, values } = data;
  return Array.from({ length: data.length }, (_, at) => {
    if (!data.getValid(at)) return null;
    const [from, to] = [Number(offsets[at]), Number(offsets[at + 1])];
    if (!(from >= 0 && from <= to && to <= values.length))
      throw new Error('a text lies outside of its column');
    return values.subarray(from, to);
  });
}

function refuseLz4(error: unknown, name: string): void {
  if (!reasonOf(error).includes('compressed but codec not found')) return;
  throw new StillhuntError(
    'input',
    `${name} is Arrow with LZ4 buffers; plain or zstd buffers were expected.`,
    'Write it with compression zstd or none, or as Parquet.',
  );
}

function noSchema(name: string, reason: string): StillhuntError {
  return new StillhuntError(
    'input',
    `${name} is Arrow whose schema cannot be read: ${reason}.`,
    'Copy or export it again: without the schema no row can be read.',
  );
}

async function startsAsFile(path: string, name: string): Promise<boolean> {
  const handle = await opened(path, name);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(FILE_MARK.length), 0, FILE_MARK.length, 0);
    return bytesRead === FILE_MARK.length && buffer.equals(FILE_MARK);
  } finally {
    await handle.close();
  }
}

/** Not the stream itself: of one from a file the library opens the file anew, from its start. */
async function* bytesFrom(
  handle: FileHandle,
  start: number,
  ending: { bytes: Buffer },
): AsyncGenerator<Uint8Array> {
  for await (const chunk of handle.createReadStream({ start, autoClose: false }) as AsyncIterable<Buffer>) {
    ending.bytes = Buffer.concat([ending.bytes, chunk.subarray(-END_MARK.length)]).subarray(-END_MARK.length);
    yield chunk;
  }
}

async function opened(path: string, name: string): Promise<FileHandle> {
  try {
    return await open(path);
  } catch (error) {
    throw new StillhuntError('input', `${name} cannot be read: ${reasonOf(error)}.`);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
