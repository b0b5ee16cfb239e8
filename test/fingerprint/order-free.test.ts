import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Accumulator, encodeFacetTable, type FacetTable, mergeTables } from '../../src/fingerprint/index.js';
import type { RecordBatch } from '../../src/record/record-batch.js';
import type { Field } from '../../src/record/usage-record.js';
import { batchOf, OPTIONAL_FIELDS, type Row } from '../record/rows.js';
import { forSeeds, type Seeded } from '../record/seeded.js';
import { HOSTILE_IDS, hostileLog } from './hostile-log.js';
import { plainTable } from './plain-table.js';

function tableOf(batches: Iterable<RecordBatch>): FacetTable {
  const accumulator = new Accumulator();
  for (const batch of batches) accumulator.add(batch);
  return accumulator.finish();
}

const all = (rows: readonly Row[]) => batchOf(rows, OPTIONAL_FIELDS);
const digest = (table: FacetTable) => createHash('sha256').update(encodeFacetTable(table)).digest('hex');

/** Any tree of merges over the tables, leaves in any order. */
function mergedInAnyTree(random: Seeded, tables: readonly FacetTable[]): FacetTable {
  let level = random.shuffled(tables);
  while (level.length > 1) {
    level = random.shuffled(random.cut(level, 4).map(mergeTables));
    if (random.chance(0.3)) level = [mergeTables(level)];
  }
  return level[0]!;
}

describe('the facet table does not depend on how the records came', () => {
  it('rows shuffled, files split anywhere, batches permuted: the same bytes', () => {
    forSeeds(5, (random) => {
      const rows = hostileLog(random, random.int(1, 1_000));
      const expected = digest(tableOf([all(rows)]));
      expect(digest(tableOf([all(random.shuffled(rows))])), 'shuffled').toBe(expected);
      const split = random.cut(rows, random.int(1, 200)).map(all);
      expect(digest(tableOf(split)), 'split').toBe(expected);
      expect(digest(tableOf(random.shuffled(split))), 'permuted').toBe(expected);
      expect(digest(tableOf(random.cut(random.shuffled(rows), 90).map(all))), 'all of it').toBe(expected);
    });
  });

  it('files with different columns: the same bytes in any order, split or merged', () => {
    forSeeds(5, (random) => {
      const files = Array.from({ length: 4 }, () => {
        const columns = OPTIONAL_FIELDS.filter(() => random.chance(0.5));
        return { columns, rows: hostileLog(random, 200) };
      });
      const whole = files.map(({ rows, columns }) => batchOf(rows, columns));
      const parts = files.flatMap(({ rows, columns }) =>
        random.cut(random.shuffled(rows), 60).map((part) => batchOf(part, columns)),
      );
      const expected = digest(tableOf(whole));
      expect(digest(tableOf(random.shuffled(parts)))).toBe(expected);
      expect(
        digest(
          mergedInAnyTree(
            random,
            parts.map((part) => tableOf([part])),
          ),
        ),
      ).toBe(expected);
    });
  });

  it('random partitions merged in any tree: the same bytes', () => {
    forSeeds(5, (random) => {
      const rows = hostileLog(random, 1_200);
      const parts = random.cut(random.shuffled(rows), random.pick([1_199, 400, 100, 30]));
      const tables = parts.map((part) => tableOf([all(part)]));
      const expected = digest(tableOf([all(rows)]));
      for (let tree = 0; tree < 3; tree++) expect(digest(mergedInAnyTree(random, tables))).toBe(expected);
    });
  });

  it('batches and tables may be added to one accumulator in turn', () => {
    forSeeds(5, (random) => {
      const rows = hostileLog(random, 900);
      const mixed = new Accumulator();
      for (const part of random.cut(random.shuffled(rows), 200)) {
        if (random.chance(0.5)) mixed.add(all(part));
        else mixed.addTable(tableOf([all(part)]));
      }
      expect(digest(mixed.finish())).toBe(digest(tableOf([all(rows)])));
    });
  });

  it('merging with nothing, or nothing at all, changes nothing', () => {
    const rows = hostileLog1();
    const table = tableOf([all(rows)]);
    const nothing = mergeTables([]);
    expect(nothing.accounts).toEqual([]);
    expect(digest(tableOf([]))).toBe(digest(nothing));
    expect(digest(mergeTables([nothing, table, nothing]))).toBe(digest(table));
    expect(digest(tableOf([all(rows), all([])]))).toBe(digest(table));
  });

  it('is another table when one row is another', () => {
    const rows = hostileLog1();
    const expected = digest(tableOf([all(rows)]));
    expect(digest(tableOf([all(rows.slice(1))]))).not.toBe(expected);
    expect(digest(tableOf([all([...rows, rows[0]!])]))).not.toBe(expected);
  });
});

function hostileLog1(): Row[] {
  let rows: Row[] = [];
  forSeeds(1, (random) => {
    rows = hostileLog(random, 300);
  });
  return rows;
}

describe('the facet table against a plain one', () => {
  it('is equal: accounts, totals, times, kept values with exact counts, texts and fields', () => {
    forSeeds(3, (random) => {
      const rows = hostileLog(random, 2_000);
      const columns: Field[] = OPTIONAL_FIELDS.filter(() => random.chance(0.85));
      const has = new Set<string>(['time', 'account', ...columns]);
      const without = rows.map(
        (row) => Object.fromEntries(Object.entries(row).filter(([field]) => has.has(field))) as Row,
      );
      const batches = random.cut(without, 700).map((part) => batchOf(part, columns));
      const table = tableOf(batches);
      const plain = plainTable(without, columns);
      expect(table.accounts).toEqual(plain.accounts);
      expect(table).toEqual(plain);
      expect(digest(table)).toBe(digest(plain));
    });
  });

  it('really drops values in these logs, keeps hostile ids apart and sorts them by code units', () => {
    forSeeds(2, (random) => {
      const rows = hostileLog(random, 2_000);
      const table = tableOf([all(rows)]);
      const prompts = new Set(rows.flatMap(({ prompt }) => prompt ?? []));
      const { starts, lo } = table.facets[19]!;
      const most = Math.max(...table.accounts.map((_, a) => starts[a + 1]! - starts[a]!));
      expect(most).toBe(64);
      expect(lo.length).toBeLessThan(prompts.size);
      expect(table.accounts.filter((id) => HOSTILE_IDS.includes(id))).toHaveLength(HOSTILE_IDS.length);
      expect(table.accounts).toEqual([...table.accounts].sort());
      expect(table.accounts.indexOf('😀')).toBeLessThan(table.accounts.indexOf('\uffff'));
    });
  });
});
