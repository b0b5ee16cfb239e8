import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { StillhuntError } from '../../src/errors.js';
import { type IngestOptions, readBatchesWithBytes } from '../../src/ingest/index.js';
import { Seeded } from '../record/seeded.js';
import { randomLines } from '../tabulate/random-lines.js';
import { randomLog, randomShape } from '../tabulate/random-log.js';
import { FIXTURES, type Row, readAll, rowsOf, tempFile } from './read-all.js';

interface RowWithBytes {
  readonly row: Row;
  readonly source: number;
  readonly bytes: Buffer | null;
}

async function readWithBytes(path: string, options: IngestOptions = {}): Promise<RowWithBytes[]> {
  const found: RowWithBytes[] = [];
  for await (const { batch, bytes } of readBatchesWithBytes([path], options)) {
    for (const [at, row] of rowsOf(batch).entries()) {
      const own = bytes(at);
      found.push({ row, source: batch.source, bytes: own === null ? null : Buffer.from(own) });
    }
  }
  return found;
}

/** Line ends (LF, or CR where the text has no LF) before a byte. */
function lineAt(content: Buffer, offset: number): number {
  const end = content.includes(0x0a) ? 0x0a : 0x0d;
  let line = 1;
  for (let at = content.indexOf(end); at !== -1 && at < offset; at = content.indexOf(end, at + 1)) line++;
  return line;
}

/** Checks rows of a text log against its decompressed content, and that they are those of the first reading. */
async function check(content: Buffer, path: string, options: IngestOptions = {}): Promise<RowWithBytes[]> {
  const rows = await readWithBytes(path, options);
  const first = await readAll([path], options);
  expect(rows.map(({ row }) => row)).toEqual(first.rows);
  const wrong = rows.filter(({ row, bytes }) => {
    const offset = Number(row['offset']);
    const end = offset + bytes!.length;
    const whole = bytes!.equals(content.subarray(offset, end)) && row['line'] === lineAt(content, offset);
    return !whole || ![undefined, 0x0a, 0x0d, 0x2c, 0x5d, 0x20, 0x7d].includes(content[end]);
  });
  expect(wrong).toEqual([]);
  return rows;
}

describe('bytes of records', () => {
  test('delimited rows, odd and damaged ones among them, stored or compressed, in blocks of any size', async () => {
    let rows = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const random = new Seeded(seed);
      const oddness = { cells: 0.2, quotes: seed % 2 === 0, damages: seed % 3 === 0 ? 3 : 0 };
      const bytes = randomLog(random, randomShape(random), random.int(1, 60), oddness);
      const blockBytes = random.pick([5, 64, 4096]);
      const options = { blockBytes, batchRows: random.pick([1, 5, 1000]), timezone: 'UTC' };
      const plain = tempFile('log.csv', bytes);
      if (await fails(plain, options)) continue;
      const found = await check(bytes, plain, options);
      const packed = await check(bytes, tempFile('log.csv.gz', gzipSync(bytes)), options);
      expect(packed.map((row) => row.bytes)).toEqual(found.map((row) => row.bytes));
      rows += found.length;
    }
    expect(rows).toBeGreaterThan(100);
  });

  test('lines of JSON, faulty ones among them', async () => {
    for (let seed = 1; seed <= 6; seed++) {
      const random = new Seeded(seed);
      const bytes = Buffer.from(randomLines(random, random.int(2, 80)));
      const options = { blockBytes: random.pick([5, 64, 4096]), batchRows: random.pick([1, 5, 1000]) };
      const path = tempFile('log.jsonl', bytes);
      if (await fails(path, options)) continue;
      for (const { bytes: line } of await check(bytes, path, options)) JSON.parse(line!.toString());
    }
  });

  const profiles = readdirSync(join(FIXTURES, 'profiles')).filter((name) => name !== 'README.md');
  test.each(profiles)('%s', async (name) => {
    const path = join(FIXTURES, 'profiles', name);
    const options = { timezone: 'UTC', epoch: 0, blockBytes: 64 };
    if (await fails(path, options)) return; // read as little the first time
    await check(readFileSync(path), path, options);
  });

  test.each(['utf-16le', 'utf-16be'])('places in %s are those of its UTF-8', async (encoding) => {
    const path = join(FIXTURES, 'containers', `${encoding}.csv`);
    const stored = readFileSync(path);
    const little = encoding === 'utf-16le' ? stored : Buffer.from(stored).swap16();
    const rows = await check(Buffer.from(little.toString('utf16le').replace(/^\ufeff/, '')), path);
    expect(rows.length).toBeGreaterThan(0);
  });

  test('a record over many chunks, beside lines too long to be one', async () => {
    const head = 'timestamp,account_id,prompt';
    const long = `2026-05-01T00:00:00Z,acc_1,"${'a,\n'.repeat(150_000)}"`;
    const lines = [
      head,
      long,
      `2026-05-01T00:00:01Z,acc_2,${'b'.repeat(9 << 20)}`,
      '2026-05-01T00:00:02Z,acc_3,c',
    ];
    const bytes = Buffer.from(`${lines.join('\n')}\n`);
    const rows = await check(bytes, tempFile('log.csv', bytes));
    expect(rows.map(({ row }) => row['account'])).toEqual(['acc_1', 'acc_3']);
    expect(rows[0]!.bytes!.toString()).toBe(long);
  });

  test('rows of columnar files have no bytes of their own', async () => {
    const rows = await readWithBytes(join(FIXTURES, 'columnar', 'small.parquet'), {
      columns: { time: 'zoned', account: 'longs' },
    });
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every(({ bytes }) => bytes === null)).toBe(true);
  });
});

async function fails(path: string, options: IngestOptions): Promise<boolean> {
  try {
    await readAll([path], options);
    return false;
  } catch (error) {
    if (error instanceof StillhuntError && error.kind === 'input') return true;
    throw error;
  }
}
