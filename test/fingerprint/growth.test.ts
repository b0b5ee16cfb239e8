import { afterEach, describe, expect, it, vi } from 'vitest';
import { CATALOGUE, facetIndex } from '../../src/facet/catalogue.js';
import { orderKey } from '../../src/facet/order-key.js';
import { BottomK } from '../../src/fingerprint/bottom-k.js';
import { Accumulator, type FacetTable, mergeTables, valueKey } from '../../src/fingerprint/index.js';
import { OWNER_STRIDE, SparseCounts } from '../../src/fingerprint/sparse-counts.js';
import { batchOf, type Row } from '../record/rows.js';
import { forSeeds } from '../record/seeded.js';
import { kept, plainCounts } from './plain-table.js';

const PROMPT = facetIndex('prompt');

function pairs(counts: SparseCounts): Map<string, number> {
  const seen = new Map<string, number>();
  counts.forEach((owner, lo, hi, count) => {
    const key = `${owner} ${valueKey(lo, hi)}`;
    if (seen.has(key)) throw new Error(`${key} stands twice`);
    seen.set(key, count);
  });
  return seen;
}

describe('SparseCounts', () => {
  it('grows past its first size and holds what a Map holds', () => {
    forSeeds(1, (random) => {
      const counts = new SparseCounts();
      const plain = new Map<string, number>();
      let grown = 0;
      let wrong = 0; // answers to whether a pair is new
      for (let i = 0; i < 150_000; i++) {
        const owner = random.int(0, 9_999);
        const lo = random.chance(0.5) ? random.int(0, 9) : random.pick([0, 0xffffffff, i]);
        const hi = random.pick([0, 1, 0xffffffff]);
        const key = `${owner} ${valueKey(lo, hi)}`;
        if (counts.full) grown++;
        if (counts.add(owner, lo, hi, 1 + (i % 3)) === plain.has(key)) wrong++;
        plain.set(key, (plain.get(key) ?? 0) + 1 + (i % 3));
      }
      expect(wrong).toBe(0);
      expect(grown).toBe(2); // at 39,322 and at 78,644 pairs
      expect(counts.size).toBe(plain.size);
      expect(pairs(counts)).toEqual(plain);
      counts.retain((owner) => owner % 3 === 0);
      expect(pairs(counts)).toEqual(
        new Map([...plain].filter(([key]) => Number.parseInt(key, 10) % 3 === 0)),
      );
    });
  });
});

describe('BottomK', () => {
  it('keeps the values with the smallest keys however often and early it trims', () => {
    forSeeds(10, (random) => {
      const keep = new Int32Array(OWNER_STRIDE).fill(5);
      keep[1] = 0;
      const counts = new SparseCounts();
      const bottom = new BottomK(keep);
      const plain = new Map<number, Map<string, { lo: number; hi: number; count: number }>>();
      for (let i = 0; i < 3_000; i++) {
        const owner = random.int(0, 3) * OWNER_STRIDE + random.int(0, 2);
        const lo = random.int(0, 40);
        const hi = random.int(0, 2);
        if (keep[owner % OWNER_STRIDE] === 0) counts.add(owner, lo, hi, 1);
        else if (bottom.admits(owner, lo, hi) && counts.add(owner, lo, hi, 1)) bottom.noteNew(owner);
        const mine = plain.get(owner) ?? new Map();
        plain.set(owner, mine);
        const known = mine.get(valueKey(lo, hi)) ?? { lo, hi, count: 0 };
        mine.set(valueKey(lo, hi), { ...known, count: known.count + 1 });
        if (random.chance(0.01)) bottom.trim(counts);
      }
      bottom.trim(counts);
      const expected = new Map<string, number>();
      for (const [owner, values] of plain) {
        for (const { lo, hi, count } of kept(values, keep[owner % OWNER_STRIDE]! || null)) {
          expected.set(`${owner} ${valueKey(lo, hi)}`, count);
        }
      }
      expect(pairs(counts)).toEqual(expected);
    });
  });

  it('says when a fifth of what is held is above what owners keep', () => {
    const bottom = new BottomK(new Int32Array(OWNER_STRIDE).fill(2));
    for (let i = 0; i < 2; i++) bottom.noteNew(0);
    expect(bottom.worthTrimming(5)).toBe(false);
    for (let i = 0; i < 2; i++) bottom.noteNew(0);
    expect(bottom.worthTrimming(10)).toBe(false);
    expect(bottom.worthTrimming(9)).toBe(true);
  });
});

describe('an accumulator beyond the first size of its table', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  const checkAgainstPlain = (table: FacetTable, rows: readonly Row[]) => {
    const plain = plainCounts(rows);
    expect(table.accounts).toEqual([...plain.keys()].sort());
    CATALOGUE.forEach(({ name, keep }, f) => {
      const { starts, lo, hi, count } = table.facets[f]!;
      const found: string[] = [];
      const expected: string[] = [];
      table.accounts.forEach((account, a) => {
        for (let e = starts[a]!; e < starts[a + 1]!; e++)
          found.push(`${account} ${lo[e]} ${hi[e]} ${count[e]}`);
        for (const value of kept(plain.get(account)!.get(name)!, keep)) {
          expected.push(`${account} ${value.lo} ${value.hi} ${value.count}`);
        }
      });
      expect(found, name).toEqual(expected);
    });
  };

  it('many accounts: the table grows and no count is lost', () => {
    forSeeds(1, (random) => {
      const retain = vi.spyOn(SparseCounts.prototype, 'retain');
      const rows = Array.from({ length: 26_000 }, (_, i): Row => {
        return {
          time: 1_780_000_000_000_000 + i * 60_000_000,
          account: `u${random.int(0, 11_999)}`,
          model: `m${i % 3}`,
        };
      });
      const accumulator = new Accumulator();
      for (const part of random.cut(rows, 9_000)) accumulator.add(batchOf(part));
      const table = accumulator.finish();
      const entries = table.facets.reduce((n, { lo }) => n + lo.length, 0);
      expect(entries).toBeGreaterThan(65_536); // more than the first capacity could hold at all
      expect(retain).not.toHaveBeenCalled(); // nobody has more than it may keep
      expect(table.accounts.length).toBeGreaterThan(10_000); // and the totals have grown from 1,024
      expect(table.totals.requests.reduce((n, x) => n + x, 0)).toBe(rows.length);
      const first = new Map<string, number>();
      const last = new Map<string, number>();
      for (const { account, time } of rows) {
        if (!first.has(account)) first.set(account, time);
        last.set(account, time);
      }
      expect([...table.totals.firstTime]).toEqual(table.accounts.map((account) => first.get(account)));
      expect([...table.totals.lastTime]).toEqual(table.accounts.map((account) => last.get(account)));
      for (const name of ['tick', 'model', 'model_day']) {
        expect(
          Array.from(table.facets[facetIndex(name)]!.count).reduce((n, x) => n + x, 0),
          name,
        ).toBe(rows.length);
      }
      checkAgainstPlain(table, rows);
    });
  });

  it('many values: it trims on the way, stays small, and the kept counts are exact', () => {
    forSeeds(1, (random) => {
      const trim = vi.spyOn(BottomK.prototype, 'trim');
      const sizes: number[] = [];
      const retain = SparseCounts.prototype.retain;
      vi.spyOn(SparseCounts.prototype, 'retain').mockImplementation(function (this: SparseCounts, keep) {
        sizes.push(this.size);
        retain.call(this, keep);
        sizes.push(this.size);
      });
      const rows = Array.from(
        { length: 110_000 },
        (): Row => ({
          time: 1_780_000_000_000_000,
          account: `u${random.int(0, 9)}`,
          prompt: `p${random.int(0, 9_999)}`,
        }),
      );
      const accumulator = new Accumulator();
      for (const part of random.cut(rows, 20_000)) accumulator.add(batchOf(part));
      const table = accumulator.finish();
      expect(trim.mock.calls.length).toBeGreaterThan(1); // finish() calls it once
      expect(sizes[0]).toBe(39_322); // the first time that the table was full
      expect(sizes[1]).toBe(10 * 64 + 10); // prompts kept, and one tick each
      expect(Math.max(...sizes)).toBe(39_322); // it never had to grow
      const { starts } = table.facets[PROMPT]!;
      expect(table.accounts.map((_, a) => starts[a + 1]! - starts[a]!)).toEqual(new Array(10).fill(64));
      checkAgainstPlain(table, rows);
      const halves = [rows.slice(0, 50_000), rows.slice(50_000)].map((half) => {
        const one = new Accumulator();
        one.add(batchOf(half));
        return one.finish();
      });
      expect(mergeTables(halves)).toEqual(table);
    });
  });

  it('values shared by hoarders survive together', () => {
    forSeeds(3, (random) => {
      const rows = Array.from({ length: 4_000 }, (_, i): Row => {
        return { time: 1_780_000_000_000_000, account: `u${i % 2}`, prompt: `p${random.int(0, 999)}` };
      });
      const accumulator = new Accumulator();
      accumulator.add(batchOf(rows));
      const { starts, lo, hi } = accumulator.finish().facets[PROMPT]!;
      const keysOf = (a: number) =>
        Array.from(lo.subarray(starts[a], starts[a + 1]), (word, e) => orderKey(word, hi[starts[a]! + e]!));
      const common = Math.min(Math.max(...keysOf(0)), Math.max(...keysOf(1)));
      const shared = new Set(keysOf(0));
      const ofSecond = keysOf(1).filter((key) => key <= common);
      expect(ofSecond.filter((key) => shared.has(key)).length).toBeGreaterThan(40);
    });
  });
});
