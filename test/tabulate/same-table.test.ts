import { describe, expect, it } from 'vitest';
import { StillhuntError } from '../../src/errors.js';
import { encodeFacetTable } from '../../src/fingerprint/index.js';
import { type FingerprintOptions, fingerprints } from '../../src/tabulate/index.js';
import { tempFile } from '../ingest/read-all.js';
import { Seeded } from '../record/seeded.js';
import { type LogShape, type Oddness, randomLog, randomShape, zipped } from './random-log.js';

interface Result {
  readonly table: string; // in base64
  readonly ingest: unknown;
  readonly fused: number;
}

/** What reading gives, an error included. */
async function resultOf(files: readonly string[], options: FingerprintOptions): Promise<Result> {
  try {
    const { table, ingest, fusedRows } = await fingerprints(files, options);
    return { table: Buffer.from(encodeFacetTable(table)).toString('base64'), ingest, fused: fusedRows };
  } catch (error) {
    if (!(error instanceof StillhuntError)) throw error;
    return { table: '', ingest: `${error.kind}: ${error.message} ${error.next}`, fused: 0 };
  }
}

/** Reads the files both ways and compares; gives the rows counted straight from bytes. */
async function compare(files: readonly string[], options: FingerprintOptions, hint: string): Promise<number> {
  const { fused, ...reference } = await resultOf(files, { ...options, workers: 0 });
  expect(fused).toBe(0);
  const { fused: fusedRows, ...lanes } = await resultOf(files, { workers: 1, ...options });
  expect(lanes.ingest, hint).toEqual(reference.ingest);
  expect(lanes.table === reference.table, `${hint}: the tables differ`).toBe(true);
  return fusedRows;
}

const PLAIN: Oddness = { cells: 0, quotes: false, damages: 0 };

describe('counting from bytes gives what the reference gives', () => {
  it('on plain files, where it counts nearly every row', async () => {
    for (let seed = 1; seed <= 25; seed++) {
      const random = new Seeded(seed);
      const shape = randomShape(random);
      const rows = random.int(200, 1500);
      const file = tempFile('log.csv', randomLog(random, shape, rows, PLAIN));
      const fused = await compare([file], {}, `seed ${seed}`);
      // All but the first block, which settles what times mean, and the end of a file without a line end.
      const first = Math.ceil((4096 / randomLog(new Seeded(seed), shape, 400, PLAIN).length) * 400 * 1.5) + 2;
      expect(fused, `seed ${seed}`).toBeGreaterThanOrEqual(rows - first);
    }
  });

  it('on files with odd cells, quotes and damage, in blocks of any size', async () => {
    let fused = 0;
    for (let seed = 1001; seed <= 1110; seed++) {
      const random = new Seeded(seed);
      const any = randomShape(random);
      const shape = random.chance(0.1) ? { ...any, lineEnd: '\r' } : any;
      const oddness = {
        cells: random.pick([0.01, 0.1, 0.5]),
        quotes: random.chance(0.4),
        damages: random.pick([0, 0, 3, 20]),
      };
      const bytes = randomLog(random, shape, random.int(1, 500), oddness);
      const file = tempFile('log.csv', random.chance(0.3) ? zipped(random, bytes) : bytes);
      const blockBytes = random.pick([random.int(1, 300), random.int(300, 20_000), 1 << 20]);
      const options: FingerprintOptions = {
        blockBytes,
        ...(random.chance(0.5) ? { storeBytes: random.int(1, 100_000) } : {}),
        ...(random.chance(0.3) ? { timezone: random.pick(['UTC', '+02:00', 'Europe/Berlin']) } : {}),
        ...(random.chance(0.1) ? { constants: { model: 'm', payment: ' p ' } } : {}),
      };
      fused += await compare(
        [file],
        options,
        `seed ${seed} ${JSON.stringify({ ...shape, oddness, options })}`,
      );
    }
    expect(fused).toBeGreaterThan(3000);
  });

  it('on times with any one byte changed', async () => {
    const time = '2026-05-01T00:00:00.250Z';
    const changed = Array.from(time, (_, at) =>
      ['/', '9', ' ', 'x', ':'].map((byte) => time.slice(0, at) + byte + time.slice(at + 1)),
    );
    const lines = [...Array.from({ length: 80 }, () => time), ...changed.flat()].map(
      (one, i) => `${one},acc_${i % 7},${i}`,
    );
    const file = tempFile('log.csv', `timestamp,account_id,input_tokens\n${lines.join('\n')}\n`);
    expect(await compare([file], { blockBytes: 700 }, 'changed times')).toBeGreaterThan(50);
  });

  it('on several sources with columns, units and zones of their own', async () => {
    for (let seed = 2001; seed <= 2030; seed++) {
      const random = new Seeded(seed);
      const files = Array.from({ length: random.int(2, 4) }, () => {
        const shape = {
          ...randomShape(random),
          time: random.pick<LogShape['time']>(['iso', 'seconds', 'zoneless']),
        };
        return tempFile(
          'log.csv',
          randomLog(random, shape, random.int(0, 200), { cells: 0.05, quotes: false, damages: 0 }),
        );
      });
      const options = random.chance(0.7) ? { timezone: 'Europe/Berlin' } : {};
      await compare([...files, files[0]!], { ...options, blockBytes: random.int(500, 5000) }, `seed ${seed}`);
    }
  });
});
