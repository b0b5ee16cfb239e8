import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { encodeFacetTable } from '../../src/fingerprint/index.js';
import { type Fingerprints, fingerprints } from '../../src/tabulate/index.js';
import { BUILT } from '../built.js';
import { tempFile } from '../ingest/read-all.js';
import { Seeded } from '../record/seeded.js';
import { randomLines } from './random-lines.js';
import { randomLog, randomShape, zipped } from './random-log.js';

let built: { fingerprints: typeof fingerprints };

beforeAll(async () => {
  built = await import(/* @vite-ignore */ pathToFileURL(`${BUILT}/tabulate/index.js`).href);
});

const bytesOf = ({ table }: Fingerprints) => Buffer.from(encodeFacetTable(table)).toString('base64');

async function* chunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const PLAIN = { cells: 0.02, quotes: false, damages: 0 };

describe('threads', () => {
  it('give what the reference gives, whatever their number', async () => {
    for (const [seed, workers] of [
      [1, 2],
      [2, 3],
      [3, 4],
    ] as const) {
      const random = new Seeded(seed);
      const files = Array.from({ length: 3 }, (_, n) => {
        const log = randomLog(random, { ...randomShape(random), time: 'iso' }, 1200, {
          cells: seed === 1 ? 0 : 0.05,
          quotes: n === 1,
          damages: n * 3,
        });
        return tempFile('log.csv', n === 2 ? zipped(random, log) : log);
      });
      const reference = await fingerprints(files, { workers: 0 });
      const threads = await built.fingerprints(files, { workers, blockBytes: 20_000, storeBytes: 200_000 });
      expect(threads.ingest, `seed ${seed}`).toEqual(reference.ingest);
      expect(bytesOf(threads) === bytesOf(reference), `seed ${seed}: the tables differ`).toBe(true);
      expect(threads.fusedRows, `seed ${seed}`).toBeGreaterThan(1000);
    }
  });

  it('read stdin too, and a mistake of the user stays one', async () => {
    const random = new Seeded(9);
    const shape = { ...randomShape(random), time: 'iso' as const };
    const log = randomLog(random, shape, 1500, { cells: 0.01, quotes: false, damages: 0 });
    const reference = await fingerprints(['-'], { workers: 0, stdin: chunks(log, 5000) });
    const threads = await built.fingerprints(['-'], {
      workers: 2,
      blockBytes: 9000,
      stdin: chunks(log, 7001),
    });
    expect(threads.ingest).toEqual(reference.ingest);
    expect(bytesOf(threads) === bytesOf(reference)).toBe(true);

    const zoneless = randomLog(random, { ...shape, time: 'zoneless' }, 500, {
      cells: 0,
      quotes: false,
      damages: 0,
    });
    const file = tempFile('log.csv', zoneless);
    await expect(built.fingerprints([file], { workers: 2 })).rejects.toThrow('times carry no time zone');
  });

  it('give the same of JSON lines beside delimited text', async () => {
    const random = new Seeded(9);
    const files = [
      tempFile('a.jsonl', randomLines(random, 4000)),
      tempFile('b.csv', randomLog(random, { ...randomShape(random), time: 'iso' }, 1200, PLAIN)),
      tempFile('c.jsonl', randomLines(random, 4000)),
    ];
    const options = { blockBytes: 20_000, timezone: 'UTC' };
    const expected = await fingerprints(files, { ...options, workers: 0 });
    const found = await built.fingerprints(files, { ...options, workers: 3 });
    expect(found.ingest).toEqual(expected.ingest);
    expect(bytesOf(found) === bytesOf(expected)).toBe(true);
    expect(found.ingest.rows.accepted).toBeGreaterThan(7000);
  });
});
