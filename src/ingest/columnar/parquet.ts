import { type FileHandle, open } from 'node:fs/promises';
import {
  type AsyncBuffer,
  type FileMetaData,
  type ParquetParsers,
  type ParquetScan,
  parquetMetadataAsync,
  parquetScan,
  parquetSchema,
  type SchemaElement,
  type SchemaTree,
  type Statistics,
} from 'hyparquet';
import { StillhuntError } from '../../errors.js';
import { parquetCodecs } from './codecs.js';
import { type Column, type ColumnBatches, type ColumnType, columnOf, type TimeScale } from './column.js';
import {
  bytesText,
  dateText,
  decimalText,
  jsonText,
  signedNumber,
  timeOfDayText,
  timeText,
} from './value-text.js';

const MAX_GROUP_ROWS = 1 << 26;

/**
 * Reads a Parquet file row group by row group; one is held at a time. A group that cannot be read is left out and
 * told of, the others are given. Damage inside a page that still decodes cannot be seen: Parquet has no checksum
 * that every writer writes. Decimals and integers above 2^53 are exact as text; inside nested columns decimals are not.
 *
 * @param path of the file; @param name of it as shown; @param wanted says which columns to read
 * @throws StillhuntError `input` where the directory at the file's end cannot be read: nothing can then be.
 */
export async function* parquetBatches(
  path: string,
  name: string,
  wanted: (column: string) => boolean = () => true,
): ColumnBatches {
  const handle = await opened(path, name);
  try {
    const file = await slicesOf(handle);
    const metadata = await metadataOf(file, name);
    const { fields, readable } = understood(metadata, name);
    const compressors = await parquetCodecs();
    const faults: string[] = [];
    let firstRow = 0;
    const scan = await parquetScan({ file, metadata: readable, compressors, parsers: NESTED, utf8: false });
    for (const [index, group] of metadata.row_groups.entries()) {
      const rows = Number(group.num_rows);
      const rowsText = `rows ${firstRow} to ${firstRow + rows - 1}`;
      try {
        if (rows > MAX_GROUP_ROWS) throw new Error(`it claims ${rows} rows`);
        const columns = new Map<string, Column>();
        for (const field of fields.filter((one) => wanted(one.name))) {
          columns.set(field.name, await readColumn(scan, field, group, firstRow, rows));
        }
        if (rows > 0) yield { firstRow, rows, columns };
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        faults.push(
          `row group ${index + 1} of ${metadata.row_groups.length} (${rowsText}) cannot be read: ${reason}`,
        );
        if (rows <= MAX_GROUP_ROWS && rows > 0) yield { firstRow, rows, columns: new Map() };
      }
      firstRow += rows;
    }
    return faults.length === 0 ? null : shortened(faults);
  } finally {
    await handle.close();
  }
}

interface Field {
  readonly name: string;
  readonly type: ColumnType;
  readonly required: boolean;
  readonly flat: boolean;
}

async function readColumn(
  scan: ParquetScan,
  { name, type, required, flat }: Field,
  group: FileMetaData['row_groups'][number],
  firstRow: number,
  rows: number,
): Promise<Column> {
  if (rows === 0) return columnOf([], type);
  const values = await scan.readColumn({ column: name, rowStart: firstRow, rowEnd: firstRow + rows });
  if (values.length !== rows) throw new Error(`column ${name} has ${values.length} values`);
  const chunk = group.columns.find(({ meta_data }) => meta_data?.path_in_schema[0] === name)?.meta_data;
  if (flat) {
    // A damaged index into a dictionary gives nothing, which looks like a null.
    let nulls = 0;
    for (const value of values) if (value === null || value === undefined) nulls++;
    const said = required ? 0 : chunk?.statistics?.null_count;
    if (said !== undefined && Number(said) !== nulls) {
      throw new Error(`column ${name} has ${nulls} nulls where ${said} were said`);
    }
  }
  if (flat && type.is === 'integer') checkRange(name, values, chunk?.statistics);
  const repeats = chunk?.encodings.some((encoding) => encoding.endsWith('DICTIONARY')) ?? false;
  return columnOf(values, type.is === 'text' ? { ...type, repeats } : type);
}

/** Integers that were decoded wrongly, by damage or by a writer's way that the reader does not know, stand out so. */
function checkRange(name: string, values: ArrayLike<unknown>, statistics: Statistics | undefined): void {
  const { min_value: least, max_value: most } = statistics ?? {};
  if (!isNumber(least) || !isNumber(most)) return;
  for (let at = 0; at < values.length; at++) {
    const value = values[at];
    if (isNumber(value) && (value < least || value > most)) {
      throw new Error(`column ${name} has ${value} where ${least} to ${most} was said`);
    }
  }
}

function isNumber(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

/** Fields with what their values are, and the directory without those annotations that are understood here. */
function understood(metadata: FileMetaData, name: string): { fields: Field[]; readable: FileMetaData } {
  const fields: Field[] = [];
  const bare = new Map<SchemaElement, SchemaElement>();
  const names = new Set<string>();
  for (const tree of parquetSchema(metadata).children) {
    const { element } = tree;
    if (names.has(element.name)) {
      throw new StillhuntError('input', `${name} has two columns with the name ${element.name}.`);
    }
    names.add(element.name);
    const flat = tree.children.length === 0 && element.repetition_type !== 'REPEATED';
    const { type, strip } = flat ? typeOf(tree) : { type: text(jsonText), strip: false };
    if (strip) {
      const { converted_type, logical_type, ...rest } = element;
      bare.set(element, rest);
    }
    fields.push({ name: element.name, type, required: element.repetition_type === 'REQUIRED', flat });
  }
  return {
    fields,
    readable: { ...metadata, schema: metadata.schema.map((element) => bare.get(element) ?? element) },
  };
}

function typeOf({ element }: SchemaTree): { type: ColumnType; strip: boolean } {
  const { type, converted_type: converted, logical_type: logical } = element;
  if (logical?.type === 'DECIMAL' || converted === 'DECIMAL') {
    const scale = logical?.type === 'DECIMAL' ? logical.scale : (element.scale ?? 0);
    return { type: text((value) => decimalText(unscaled(value), scale)), strip: true };
  }
  if (logical?.type === 'TIMESTAMP') {
    return { type: { is: 'time', utc: logical.isAdjustedToUTC, perMicro: SCALE[logical.unit] }, strip: true };
  }
  if (converted === 'TIMESTAMP_MILLIS' || converted === 'TIMESTAMP_MICROS') {
    const perMicro = converted === 'TIMESTAMP_MILLIS' ? 1000n : 1n;
    return { type: { is: 'time', utc: true, perMicro }, strip: true };
  }
  if (type === 'INT96') return { type: { is: 'time', utc: false, perMicro: -1000n }, strip: false };
  if (logical?.type === 'DATE' || converted === 'DATE')
    return { type: text((days) => dateText(Number(days))), strip: true };
  if (logical?.type === 'TIME' || converted?.startsWith('TIME_')) {
    const unit = logical?.type === 'TIME' ? logical.unit : converted === 'TIME_MILLIS' ? 'MILLIS' : 'MICROS';
    const ofDay = (value: unknown) => timeOfDayText(inMicros(BigInt(value as number | bigint), unit));
    return { type: text(ofDay), strip: true };
  }
  if (type === 'BOOLEAN') return { type: text(String), strip: false };
  if (type === 'FLOAT' || type === 'DOUBLE' || logical?.type === 'FLOAT16')
    return { type: { is: 'real' }, strip: false };
  if (type === 'INT32' || type === 'INT64') return { type: { is: 'integer' }, strip: false };
  const kept = converted === 'UTF8' || logical?.type === 'STRING' || logical?.type === 'UUID';
  return {
    type: text((value) => (typeof value === 'string' ? value : bytesText(value as Uint8Array))),
    strip: !kept,
  };
}

const text = (of: (value: unknown) => string): ColumnType => ({ is: 'text', repeats: true, text: of });

const SCALE: Readonly<Record<'MILLIS' | 'MICROS' | 'NANOS', TimeScale>> = {
  MILLIS: 1000n,
  MICROS: 1n,
  NANOS: -1000n,
};

function inMicros(value: bigint, unit: 'MILLIS' | 'MICROS' | 'NANOS'): bigint {
  return unit === 'MILLIS' ? value * 1000n : unit === 'MICROS' ? value : value / 1000n;
}

function unscaled(value: unknown): bigint {
  return value instanceof Uint8Array ? signedNumber(value) : BigInt(value as number | bigint);
}

/** How values are made: of text anywhere, of the others where they are nested. */
const NESTED: Partial<ParquetParsers> = {
  stringFromBytes: bytesText,
  jsonFromBytes: bytesText,
  dateFromDays: dateText,
  timestampFromMilliseconds: (value) => timeText(value * 1000n, false),
  timestampFromMicroseconds: (value) => timeText(value, false),
  timestampFromNanoseconds: (value) => value,
};

async function metadataOf(file: AsyncBuffer, name: string): Promise<FileMetaData> {
  const tail =
    file.byteLength < 12 ? '' : Buffer.from(await file.slice(file.byteLength - 4)).toString('latin1');
  if (tail === 'PARE') {
    throw new StillhuntError('input', `${name} is encrypted Parquet.`, 'Write it without encryption.');
  }
  if (tail !== 'PAR1') throw noDirectory(name, 'it ends early or is damaged there');
  try {
    return await parquetMetadataAsync(file);
  } catch (error) {
    throw noDirectory(name, error instanceof Error ? error.message : String(error));
  }
}

function noDirectory(name: string, reason: string): StillhuntError {
  return new StillhuntError(
    'input',
    `${name} is Parquet whose directory, at the end of the file, cannot be read: ${reason}.`,
    'Copy or export it again: without the directory no row can be found.',
  );
}

async function opened(path: string, name: string): Promise<FileHandle> {
  try {
    return await open(path);
  } catch (error) {
    throw new StillhuntError(
      'input',
      `${name} cannot be read: ${error instanceof Error ? error.message : error}.`,
    );
  }
}

async function slicesOf(handle: FileHandle): Promise<AsyncBuffer> {
  const { size } = await handle.stat();
  return {
    byteLength: size,
    slice(start, end = size) {
      const part = read(start, end);
      part.catch(() => undefined); // the library asks for several at once and may never look at one that fails
      return part;
    },
  };

  async function read(start: number, end: number): Promise<ArrayBuffer> {
    const from = start < 0 ? size + start : start;
    const to = end < 0 ? size + end : end;
    if (!(from >= 0 && to >= from && to <= size))
      throw new Error(`bytes ${start} to ${end} are not in the file`);
    const bytes = new Uint8Array(to - from);
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, from);
    if (bytesRead !== bytes.length) throw new Error('the file became shorter while it was read');
    return bytes.buffer;
  }
}

function shortened(faults: readonly string[]): string {
  const rest = faults.length - 3;
  return rest > 0 ? `${faults.slice(0, 3).join('; ')}; and ${rest} more` : faults.join('; ');
}
