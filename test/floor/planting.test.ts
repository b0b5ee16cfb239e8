import { describe, expect, test } from 'vitest';
import { CATALOGUE, facetIndex } from '../../src/facet/catalogue.js';
import { networkHigh } from '../../src/facet/network-day.js';
import { encodeFacetTable, type FacetTable, mergeTables, valueKey } from '../../src/fingerprint/index.js';
import type { Cell } from '../../src/floor/grid.js';
import { type PlannedGroup, plan } from '../../src/floor/plan.js';
import { plant } from '../../src/floor/plant.js';
import { population } from '../../src/floor/population.js';
import { Accumulator } from '../../src/index.js';
import { tableOf } from '../link/world.js';
import { batchOf } from '../record/rows.js';
import { logOf, rowsOf } from './small-log.js';

const table = logOf(320);
const log = population(table, new Set());
const runs = plan(log, 7, 1);

/** The entries of one account in one facet, as text. */
function entries({ accounts, facets }: FacetTable, name: string, facet: number): string[] {
  const a = accounts.indexOf(name);
  const { starts, lo, hi, count } = facets[facet]!;
  return Array.from({ length: starts[a + 1]! - starts[a]! }, (_, i) => {
    const e = starts[a]! + i;
    return `${valueKey(lo[e]!, hi[e]!)} ${count[e]}`;
  });
}

function requests({ accounts, totals }: FacetTable, name: string): number {
  return totals.requests[accounts.indexOf(name)]!;
}

/** Values of a facet over all accounts of a table, networks without their day. */
function values({ facets }: FacetTable, name: string): Set<string> {
  const { lo, hi } = facets[facetIndex(name)]!;
  const high = (word: number) => (name === 'network_day' ? networkHigh(word) : word);
  return new Set(Array.from(lo, (word, e) => valueKey(word, high(hi[e]!))));
}

function groupsOf(cell: Partial<Cell>): PlannedGroup[] {
  return runs
    .flat()
    .filter((group) => Object.entries(cell).every(([key, value]) => group.cell[key as keyof Cell] === value));
}

describe('planting', () => {
  test('leaves every account of the log as it was', () => {
    for (const run of runs.slice(0, 3)) {
      const merged = mergeTables([table, plant(log, run, 7)]);
      expect(merged.accounts.length).toBe(table.accounts.length + run.flatMap((g) => g.accounts).length);
      expect(table.accounts.filter((name) => !merged.accounts.includes(name))).toEqual([]);
      for (const name of table.accounts) {
        expect(requests(merged, name)).toBe(requests(table, name));
        CATALOGUE.forEach((_, f) => {
          expect(entries(merged, name, f)).toEqual(entries(table, name, f));
        });
      }
    }
  });

  test('merges exactly: in any order, and with the rows of the log one by one', () => {
    const planted = plant(log, runs[0]!, 7);
    const merged = encodeFacetTable(mergeTables([table, planted]));
    expect(Buffer.compare(merged, encodeFacetTable(mergeTables([planted, table])))).toBe(0);
    // Nothing is planted that a log's own account would not have kept.
    const busy = plant(log, groupsOf({ size: 8, perDay: 40, share: 1 }), 7);
    expect(Buffer.compare(encodeFacetTable(busy), encodeFacetTable(mergeTables([busy])))).toBe(0);
    const accumulator = new Accumulator();
    accumulator.addTable(planted);
    accumulator.add(batchOf(rowsOf(320)));
    expect(Buffer.compare(merged, encodeFacetTable(accumulator.finish()))).toBe(0);
  });

  test('gives the same bytes for the same seed, and others for another', () => {
    const again = plan(population(table, new Set()), 7, 1);
    expect(again).toEqual(runs);
    const bytes = (seed: number) => encodeFacetTable(plant(log, runs[0]!, seed));
    expect(Buffer.compare(bytes(7), bytes(7))).toBe(0);
    expect(Buffer.compare(bytes(7), bytes(8))).not.toBe(0);
    expect(plan(log, 8, 1)).not.toEqual(runs);
  });

  test('keeps what is planted to a tenth of the accounts in each run, all of it in some run', () => {
    for (const run of runs) {
      expect(run.flatMap((group) => group.accounts).length).toBeLessThanOrEqual(table.accounts.length / 10);
    }
    const numbers = runs.flat().map(({ number }) => number);
    expect(numbers.sort((a, b) => a - b)).toEqual(numbers.map((_, i) => i));
    expect(groupsOf({ size: 30, share: 1 })).toHaveLength(6);
    expect(groupsOf({ size: 100 })).toHaveLength(0);
  });

  test('no two groups of a run have one source', () => {
    const few = population(table, new Set(table.accounts.slice(60)));
    const several = plan(few, 7, 2).filter((run) => run.length > 1);
    expect(several.length).toBeGreaterThan(5);
    for (const run of several) expect(new Set(run.map(({ source }) => source)).size).toBe(run.length);
  });

  test('makes as many requests as size, volume and mixing share say', () => {
    for (const group of runs.flat()) {
      const planted = plant(log, [group], 7);
      const total = planted.accounts.reduce((sum, name) => sum + requests(planted, name), 0);
      const { size, perDay, share } = group.cell;
      const aimed = size * perDay * log.days;
      expect(Math.abs(total / aimed - 1)).toBeLessThan(0.2);
      const operation = group.accounts.reduce((sum, account) => sum + account.operation, 0);
      expect(Math.abs(operation / total - share)).toBeLessThan(0.15);
    }
    const all = runs.flat().filter(({ cell }) => cell.perDay === 10 && cell.share === 0.5);
    const ratios = all.map((group) => {
      const planted = plant(log, [group], 7);
      return planted.totals.requests.reduce((sum, n) => sum + n, 0) / (group.cell.size * 10 * log.days);
    });
    expect(Math.abs(ratios.reduce((sum, x) => sum + x, 0) / ratios.length - 1)).toBeLessThan(0.05);
  });

  test('counts every request once in each facet that every request of the log has', () => {
    const [group] = groupsOf({ disguise: 'plain', share: 1, perDay: 10, size: 15 });
    const planted = plant(log, [group!], 7);
    for (const name of ['tick', 'length_cell', 'model', 'model_day', 'client', 'org', 'payment']) {
      const { starts, count } = planted.facets[facetIndex(name)]!;
      planted.accounts.forEach((account, a) => {
        const sum = Array.from(count.subarray(starts[a]!, starts[a + 1]!)).reduce((n, x) => n + x, 0);
        expect(sum, `${name} of ${account}`).toBe(requests(planted, account));
      });
    }
    expect(planted.accounts.map((name) => requests(planted, name))).toEqual(
      planted.accounts.map((name) => group!.accounts.find((account) => account.name === name)!.operation),
    );
    const { firstTime, lastTime } = planted.totals;
    planted.accounts.forEach((_, a) => {
      expect(firstTime[a]).toBeGreaterThanOrEqual(Math.min(...table.totals.firstTime));
      expect(lastTime[a]).toBeLessThanOrEqual(Math.max(...table.totals.lastTime));
      expect(lastTime[a]).toBeGreaterThan(firstTime[a]!);
    });
  });

  test('lends habits and no identity', () => {
    const mixed = runs.map((run) => run.filter(({ cell }) => cell.share < 1)).find((run) => run.length > 0)!;
    const planted = plant(log, mixed, 7);
    expect(planted.accounts.filter((name) => table.accounts.includes(name))).toEqual([]);
    for (const facet of ['org', 'payment', 'session', 'prompt', 'network_day']) {
      const known = values(table, facet);
      expect(
        [...values(planted, facet)].filter((value) => known.has(value)),
        facet,
      ).toEqual([]);
    }
    for (const facet of ['length_cell', 'client', 'model', 'max_tokens', 'country']) {
      const known = values(table, facet);
      expect(
        [...values(planted, facet)].filter((value) => !known.has(value)),
        facet,
      ).toEqual([]);
    }
    const client = facetIndex('client');
    for (const { name, donor } of mixed.flatMap((group) => group.accounts)) {
      const value = (each: string) => each.split(' ')[0]!;
      const lent = entries(table, table.accounts[donor]!, client).map(value);
      const has = entries(planted, name, client).map(value);
      expect(has).toEqual(expect.arrayContaining(lent));
      expect(entries(planted, name, facetIndex('org'))).toHaveLength(1);
      expect(entries(planted, name, facetIndex('payment'))).toHaveLength(1);
    }
  });

  test('keeps what many accounts of the log have in common', () => {
    const rows = rowsOf(90).map((row, i) => ({
      ...row,
      system_prompt: i % 2 === 0 ? 'public' : row.account,
    }));
    const shared = population(tableOf(rows), new Set());
    const [group] = plan(shared, 3, 1)
      .flat()
      .filter(({ cell }) => cell.share === 0.5);
    const planted = plant(shared, [{ ...group!, cell: { ...group!.cell, disguise: 'careful' } }], 3);
    const facet = facetIndex('system_prompt');
    const known = values(shared.table, 'system_prompt');
    for (const name of planted.accounts) {
      const kept = entries(planted, name, facet).filter((entry) => known.has(entry.split(' ')[0]!));
      expect(kept).toHaveLength(1);
    }
  });

  test('shares networks within a group, payments among handfuls, and no prompt', () => {
    const [group] = groupsOf({ size: 30, share: 1, perDay: 10, disguise: 'careful' });
    const planted = plant(log, [group!], 7);
    const owners = (name: string) => {
      const { starts, lo, hi } = planted.facets[facetIndex(name)]!;
      const owning = new Map<string, Set<number>>();
      planted.accounts.forEach((_, a) => {
        for (let e = starts[a]!; e < starts[a + 1]!; e++) {
          const key = valueKey(lo[e]!, name === 'network_day' ? networkHigh(hi[e]!) : hi[e]!);
          owning.set(key, (owning.get(key) ?? new Set()).add(a));
        }
      });
      return [...owning.values()].map((set) => set.size);
    };
    expect(owners('network_day')).toHaveLength(15);
    expect(Math.min(...owners('network_day'))).toBeGreaterThan(5);
    expect(Math.max(...owners('payment'))).toBeLessThanOrEqual(6);
    expect(owners('payment').length).toBeGreaterThanOrEqual(5);
    expect(Math.max(...owners('org'))).toBe(1);
    expect(Math.max(...owners('prompt'))).toBe(1);
  });

  test('a plain group has the lengths and settings of one account, a careful one of each its own', () => {
    const kinds = (disguise: Cell['disguise'], facet: string) => {
      const [group] = groupsOf({ size: 15, share: 1, perDay: 10, disguise });
      const planted = plant(log, [group!], 7);
      return new Set(
        planted.accounts.map((name) =>
          entries(planted, name, facetIndex(facet))
            .map((entry) => entry.split(' ')[0])
            .join(),
        ),
      ).size;
    };
    expect(kinds('plain', 'client')).toBe(1);
    expect(kinds('plain', 'max_tokens')).toBe(1);
    expect(kinds('careful', 'client')).toBe(15);
    expect(kinds('careful', 'max_tokens')).toBe(15);
  });

  test('follows the columns that the log has', () => {
    const bare = rowsOf(90).map(({ time, account, input_tokens, output_tokens, model, session }, i) => ({
      time,
      account,
      model,
      ...(input_tokens === undefined ? {} : { input_tokens }),
      ...(output_tokens === undefined ? {} : { output_tokens }),
      // A column with nothing in it.
      ...(i < 0 ? { session } : {}),
    }));
    const accumulator = new Accumulator();
    accumulator.add(
      batchOf(
        bare as Parameters<typeof batchOf>[0],
        [...['time', 'account', 'model', 'session', 'input_tokens', 'output_tokens']] as Parameters<
          typeof batchOf
        >[1],
      ),
    );
    const without = population(accumulator.finish(), new Set());
    const planted = plant(without, plan(without, 7, 1)[0]!, 7);
    const present = CATALOGUE.filter((_, f) => planted.facets[f]!.lo.length > 0).map(({ name }) => name);
    expect(present).toEqual(['tick', 'length_cell', 'model', 'model_day']);
    expect([...planted.fields]).toEqual([...without.table.fields]);
  });

  test('a name in the log that looks planted is met by none of the planted', () => {
    const rows = rowsOf(90).map((row) => ({ ...row, account: `${row.account}~0.0` }));
    const odd = population(tableOf(rows), new Set());
    const planted = plant(odd, plan(odd, 7, 1).flat(), 7);
    expect(planted.accounts.every((name) => /~~\d+\.\d+$/.test(name))).toBe(true);
  });
});
