import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  Bool,
  CompressionType,
  compressionRegistry,
  Dictionary,
  Field,
  Float64,
  Int8,
  Int32,
  Int64,
  List,
  RecordBatch,
  Struct,
  Table,
  TimeMillisecond,
  TimestampMicrosecond,
  TimestampMillisecond,
  tableFromIPC,
  tableToIPC,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { arrowBatches } from '../../../src/ingest/columnar/arrow.js';
import { parquetBatches } from '../../../src/ingest/columnar/parquet.js';
import { FIXTURES, tempFile } from '../read-all.js';
import { type ReadColumns, readColumns, valuesOf } from './read-columns.js';

const FIXTURE = join(FIXTURES, 'columnar');

const numbers = Array.from({ length: 300 }, (_, i) => i);
const EXPECTED: Readonly<Record<string, readonly unknown[]>> = {
  few: numbers.map((i) => (i % 10 === 0 ? null : `v${i % 3}`)),
  text: numbers.map((i) => (i % 7 === 0 ? null : `é${i}`)),
  whole: numbers.map((i) => (i % 4 === 0 ? null : i - 100)),
  long: numbers.map((i) => i * 1_000_003),
  longest: numbers.map((i) => String(9007199254740990n + BigInt(i))),
  real: numbers.map((i) => (i % 9 === 0 ? null : i / 7)),
  flag: numbers.map((i) => (i % 5 === 0 ? null : String(i % 2 === 0))),
  zoned: numbers.map((i) => 1772000000000000n + BigInt(i)),
  local: numbers.map((i) => (i % 8 === 0 ? null : BigInt(i - 50) * 1000n)),
  clock: numbers.map((i) => `01:00:00.${String(i).padStart(3, '0')}000`),
  list: numbers.map((i) => (i % 6 === 0 ? null : JSON.stringify([i, i + 1]))),
  struct: numbers.map((i) => JSON.stringify({ a: i, b: `x${i}` })),
};

function table(from: number, to: number): Table {
  const part = numbers.slice(from, to);
  const some = (every: number, value: (i: number) => unknown) =>
    part.map((i) => (i % every === 0 ? null : value(i)));
  return new Table({
    few: vectorFromArray(
      some(10, (i) => `v${i % 3}`),
      new Dictionary(new Utf8(), new Int8(), 1),
    ),
    text: vectorFromArray(
      some(7, (i) => `é${i}`),
      new Utf8(),
    ),
    whole: vectorFromArray(
      some(4, (i) => i - 100),
      new Int32(),
    ),
    long: vectorFromArray(
      part.map((i) => BigInt(i) * 1_000_003n),
      new Int64(),
    ),
    longest: vectorFromArray(
      part.map((i) => 9007199254740990n + BigInt(i)),
      new Int64(),
    ),
    real: vectorFromArray(
      some(9, (i) => i / 7),
      new Float64(),
    ),
    flag: vectorFromArray(
      some(5, (i) => i % 2 === 0),
      new Bool(),
    ),
    zoned: vectorFromArray(
      part.map((i) => 1772000000000 + i / 1000),
      new TimestampMicrosecond('UTC'),
    ),
    local: vectorFromArray(
      some(8, (i) => i - 50),
      new TimestampMillisecond(),
    ),
    clock: vectorFromArray(
      part.map((i) => 3_600_000 + i),
      new TimeMillisecond(),
    ),
    list: vectorFromArray(
      some(6, (i) => [i, i + 1]),
      new List(new Field('item', new Int32(), true)),
    ),
    struct: vectorFromArray(
      part.map((i) => ({ a: i, b: `x${i}` })),
      new Struct([new Field('a', new Int32()), new Field('b', new Utf8())]),
    ),
  });
}

/** Three batches of a hundred rows; of a stream each with its own dictionary, which files do not have. */
function ipc(kind: 'file' | 'stream', compression: CompressionType | null = null): Uint8Array {
  const starts = [0, 100, 200];
  const whole = table(0, 300);
  const parts = starts.map((at) => (kind === 'file' ? whole.slice(at, at + 100) : table(at, at + 100)));
  const { schema } = parts[0]!;
  const batches = parts.flatMap((part) => part.batches.map(({ data }) => new RecordBatch(schema, data)));
  return tableToIPC(new Table(schema, batches), kind, compression);
}

/** A zstd frame that stores bytes as they are. */
function storedZstd(bytes: Uint8Array): Uint8Array {
  const parts = [Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xe0]), Buffer.alloc(8)];
  parts[1]!.writeBigUInt64LE(BigInt(bytes.length));
  for (let at = 0; ; at += 65536) {
    const piece = bytes.subarray(at, at + 65536);
    const last = at + 65536 >= bytes.length;
    const head = (piece.length << 3) | (last ? 1 : 0);
    parts.push(Buffer.from([head & 255, (head >> 8) & 255, head >> 16]), Buffer.from(piece));
    if (last) return Buffer.concat(parts);
  }
}

describe('arrowBatches', () => {
  it.each(['file', 'stream'] as const)('reads a %s batch by batch', async (kind) => {
    const { batches, damage } = await readColumns(arrowBatches(tempFile('x.arrow', ipc(kind)), 'x'));
    expect(damage).toBeNull();
    expect(batches.map(({ firstRow, rows }) => [firstRow, rows])).toEqual([
      [0, 100],
      [100, 100],
      [200, 100],
    ]);
    for (const [name, values] of Object.entries(EXPECTED))
      expect(valuesOf(batches, name), name).toEqual(values);
    const { columns } = batches[0]!;
    expect(columns.get('few')).toMatchObject({ kind: 'text', dictionary: ['v1', 'v2', 'v0'] });
    expect(columns.get('zoned')).toMatchObject({ kind: 'time', utc: true });
    expect(columns.get('local')).toMatchObject({ kind: 'time', utc: false });
    expect(columns.get('long')).toMatchObject({ kind: 'number', nulls: null });
  });

  it('reads what arrow-rs wrote as the Parquet file that it was made of', async () => {
    const parquet = await readColumns(parquetBatches(join(FIXTURE, 'small.parquet'), 'x'));
    const arrow = await readColumns(arrowBatches(join(FIXTURE, 'small.arrows'), 'x'));
    expect(arrow.damage).toBeNull();
    const names = [...parquet.batches[0]!.columns.keys()];
    expect([...arrow.batches[0]!.columns.keys()]).toEqual(names);
    for (const name of names) {
      expect(valuesOf(arrow.batches, name), name).toEqual(valuesOf(parquet.batches, name));
      expect(arrow.batches[0]!.columns.get(name)!.kind, name).toBe(
        parquet.batches[0]!.columns.get(name)!.kind,
      );
    }
  });

  it('gives the wanted columns alone', async () => {
    const wanted = (name: string) => name === 'real' || name === 'few';
    const small = join(FIXTURE, 'small');
    const columns = (read: ReadColumns) => [...read.batches[0]!.columns.keys()];
    expect(columns(await readColumns(parquetBatches(`${small}.parquet`, 'x', wanted)))).toEqual([
      'few',
      'real',
    ]);
    expect(columns(await readColumns(arrowBatches(`${small}.arrows`, 'x', wanted)))).toEqual(['few', 'real']);
  });

  it('reads zstd buffers, and says what to do about LZ4', async () => {
    compressionRegistry.set(CompressionType.ZSTD, { encode: storedZstd });
    const packed = tempFile('x.arrow', ipc('file', CompressionType.ZSTD));
    const { batches, damage } = await readColumns(arrowBatches(packed, 'x'));
    expect(damage).toBeNull();
    for (const [name, values] of Object.entries(EXPECTED))
      expect(valuesOf(batches, name), name).toEqual(values);
    const lz4Frame = () => Uint8Array.from([4, 34, 77, 24, 0x60, 0x40, 0x82, 0, 0, 0, 0]);
    compressionRegistry.set(CompressionType.LZ4_FRAME, { encode: lz4Frame });
    const lz4 = tempFile('y.arrow', ipc('file', CompressionType.LZ4_FRAME));
    compressionRegistry.set(CompressionType.LZ4_FRAME, undefined as never);
    await expect(readColumns(arrowBatches(lz4, 'y.arrow'))).rejects.toThrow(
      /y\.arrow is Arrow with LZ4 buffers/,
    );
  });

  it.each(['file', 'stream'] as const)('gives the batches before a cut of a %s', async (kind) => {
    // A file is a stream behind its mark, before its directory; the library's own writer leaves the schema out there.
    const whole = Buffer.concat([Buffer.from(kind === 'file' ? 'ARROW1\0\0' : ''), ipc('stream')]);
    let told = 0;
    for (let share = 0; share < 1; share += 0.02) {
      const path = tempFile('cut.arrow', whole.subarray(0, Math.floor(whole.length * share)));
      try {
        const { batches, damage } = await readColumns(arrowBatches(path, 'cut.arrow'));
        const rows = batches.reduce((sum, batch) => sum + batch.rows, 0);
        for (const [name, values] of Object.entries(EXPECTED)) {
          expect(valuesOf(batches, name), name).toEqual(values.slice(0, rows));
        }
        expect(damage, `${share}`).not.toBeNull();
        told++;
      } catch (error) {
        expect(error).toMatchObject({ name: 'StillhuntError' });
        expect(String(error)).toContain('cut.arrow is Arrow whose schema cannot be read');
      }
    }
    expect(told).toBeGreaterThan(30);
    const { batches, damage } = await readColumns(arrowBatches(tempFile('whole.arrow', whole), 'x'));
    expect(batches).toHaveLength(3);
    if (kind === 'file') expect(damage).toMatch(/^the directory at the end of the file cannot be read/);
    else expect(damage).toBeNull();
  });

  it('tells of a stream that ends between batches, without its mark', async () => {
    const { batches, damage } = await readColumns(
      arrowBatches(tempFile('x.arrows', ipc('stream').subarray(0, -8)), 'x'),
    );
    expect(batches).toHaveLength(3);
    expect(damage).toContain('without its end mark');
  });

  it('never fails in another way where bytes are wrong', async () => {
    for (const kind of ['file', 'stream'] as const) {
      const whole = ipc(kind);
      for (let n = 0; n < 150; n++) {
        const bytes = Buffer.from(whole);
        bytes[Math.floor((whole.length * n) / 150)]! ^= 0x10;
        try {
          const { batches, damage } = await readColumns(arrowBatches(tempFile('x.arrow', bytes), 'x'));
          const rows = batches.reduce((sum, batch) => sum + batch.rows, 0);
          if (damage === null) expect(rows).toBe(300);
        } catch (error) {
          expect(error).toMatchObject({ name: 'StillhuntError' });
        }
      }
    }
  });

  it('reads the fixture with the library itself too', () => {
    expect(tableFromIPC(readFileSync(join(FIXTURE, 'small.arrows'))).numRows).toBe(40);
  });
});
