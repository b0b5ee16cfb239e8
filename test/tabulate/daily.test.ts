import { expect, it } from 'vitest';
import { StillhuntError } from '../../src/errors.js';
import { encodeFacetTable, type FacetTable, mergeTables } from '../../src/fingerprint/index.js';
import { withRepeats } from '../../src/ingest/row-sketches.js';
import { dailyFingerprints, fingerprints } from '../../src/tabulate/index.js';
import { tempFile } from '../ingest/read-all.js';
import { Seeded } from '../record/seeded.js';
import { randomLines } from './random-lines.js';
import { randomLog, randomShape } from './random-log.js';

const DAY_US = 86_400_000_000;

const bytesOf = (table: FacetTable) => Buffer.from(encodeFacetTable(table)).toString('base64');

it('the tables of days merge to the table of the whole, each with the requests of its day', async () => {
  let days = 0;
  for (let seed = 1; seed <= 40; seed++) {
    const random = new Seeded(seed);
    const bytes =
      seed % 3 === 0
        ? randomLines(random, 400)
        : randomLog(random, { ...randomShape(random), time: 'iso' }, 400, {
            cells: random.pick([0, 0.05]),
            quotes: random.chance(0.5),
            damages: random.pick([0, 2]),
          });
    const file = tempFile(seed % 3 === 0 ? 'log.jsonl' : 'log.csv', bytes);
    const options = { timezone: 'UTC', workers: 1, storeBytes: random.pick([20_000, 1 << 20]) };
    const whole = await orRefusal(() => fingerprints([file], options));
    const daily = await orRefusal(() => dailyFingerprints([file], options));
    if (whole === null || daily === null) {
      expect(daily).toBe(whole);
      continue;
    }
    expect(withRepeats(daily.ingest, daily.samples)).toEqual(whole.ingest);
    expect(bytesOf(mergeTables(daily.days.map(({ table }) => table))), `seed ${seed}`).toBe(
      bytesOf(whole.table),
    );
    for (const { day, table } of daily.days) {
      expect(Math.floor(Math.min(...table.totals.firstTime) / DAY_US)).toBe(day);
      expect(Math.floor(Math.max(...table.totals.lastTime) / DAY_US)).toBe(day);
      expect(bytesOf(mergeTables([table]))).toBe(bytesOf(table));
    }
    expect(daily.days.map(({ day }) => day)).toEqual([...new Set(daily.days.map(({ day }) => day))].sort());
    days = Math.max(days, daily.days.length);
  }
  expect(days).toBeGreaterThan(2);
});

async function orRefusal<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof StillhuntError) return null;
    throw error;
  }
}
