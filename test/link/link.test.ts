import { beforeAll, describe, expect, it } from 'vitest';
import type { FacetTable } from '../../src/fingerprint/index.js';
import { type Linking, link } from '../../src/link/index.js';
import type { Row } from '../record/rows.js';
import { forSeeds, Seeded } from '../record/seeded.js';
import { FED, OTHERS, sourceRows, strangers, tableOf } from './world.js';

/** Groups of eight or more as sets of names, in an order of their own. Smaller ones may be chance. */
function named(
  table: FacetTable,
  { groups }: Linking,
  back: (name: string) => string = (name) => name,
): string[] {
  return groups
    .filter(({ members }) => members.length >= 8)
    .map(({ members }) =>
      members
        .map((a) => back(table.accounts[a]!))
        .sort()
        .join(' '),
    )
    .sort();
}

function wellFormed(table: FacetTable, { groups }: Linking): void {
  const times = new Map<number, number>();
  expect(new Set(groups.map(({ members }) => members.join())).size).toBe(groups.length);
  for (const { members } of groups) {
    expect(members.length).toBeGreaterThanOrEqual(3);
    expect([...members]).toEqual([...new Set(members)].sort((x, y) => x - y));
    for (const a of members) {
      expect(a >= 0 && a < table.accounts.length).toBe(true);
      times.set(a, (times.get(a) ?? 0) + 1);
    }
  }
  expect(Math.max(0, ...times.values())).toBeLessThanOrEqual(3);
  const first = groups.map(({ members }) => members[0]!);
  expect(first).toEqual([...first].sort((x, y) => x - y));
}

describe('linking 30 accounts of one source among 300 strangers and five other sources', () => {
  let rows: Row[] = [];
  let table: FacetTable;
  let linking: Linking;
  beforeAll(() => {
    const random = new Seeded(77);
    rows = [...strangers(random, 300), ...[FED, ...OTHERS].flatMap((source) => sourceRows(random, source))];
    table = tableOf(rows);
    linking = link(table);
  });

  it.each([FED, ...OTHERS])('puts $name into one pure group', ({ name, accounts }) => {
    wellFormed(table, linking);
    const own = linking.groups.map(
      ({ members }) => members.filter((a) => table.accounts[a]!.startsWith(`${name}_`)).length,
    );
    const most = own.indexOf(Math.max(...own));
    expect(own[most]).toBeGreaterThanOrEqual(accounts - 1);
    expect(own[most]! / linking.groups[most]!.members.length).toBeGreaterThan(0.95);
    expect(own.filter((n) => n > 0)).toHaveLength(1);
  });

  it('gives the identical result again', () => {
    const again = link(table);
    expect(again.pairs).toBe(linking.pairs);
    expect(again.groups).toEqual(linking.groups);
  });

  it('compares near-linearly many pairs', () => {
    expect(linking.pairs).toBeGreaterThan(table.accounts.length);
    expect(linking.pairs).toBeLessThan(60 * table.accounts.length);
  });

  it('gives the identical result however the rows come', () => {
    forSeeds(2, (random) => {
      expect(link(tableOf(random.shuffled(rows))).groups).toEqual(linking.groups);
    });
  });

  // Names order the accounts, and the order decides who is drawn as a stranger: chance groups come and go with it.
  it('finds the same sources whatever the accounts are called', () => {
    const expected = named(table, linking);
    expect(expected).toHaveLength(6);
    forSeeds(2, (random) => {
      const names = random.shuffled(table.accounts);
      const renamed = new Map(table.accounts.map((name, i) => [name, `x${names[i]}`]));
      const back = new Map([...renamed].map(([name, other]) => [other, name]));
      const other = tableOf(
        random.shuffled(rows).map((row) => ({ ...row, account: renamed.get(row.account)! })),
      );
      expect(named(other, link(other), (name) => back.get(name)!)).toEqual(expect.arrayContaining(expected));
    });
  });
});

describe('linking 30 accounts of one source among 300 strangers and nothing else', () => {
  it.each([4, 12])('finds them though they hold nearly all the evidence, at %d requests a day', (perDay) => {
    forSeeds(2, (random) => {
      const table = tableOf([...strangers(random, 300), ...sourceRows(random, { ...FED, perDay })]);
      const linking = link(table);
      wellFormed(table, linking);
      const [largest] = linking.groups.toSorted((x, y) => y.members.length - x.members.length);
      const fed = largest!.members.filter((a) => table.accounts[a]!.startsWith('fed_')).length;
      expect(fed).toBeGreaterThanOrEqual(29);
      expect(fed / largest!.members.length).toBeGreaterThan(0.95);
    });
  });
});

describe('linking accounts with nothing in common', () => {
  it('gives no group of 8 or more', () => {
    forSeeds(2, (random) => {
      const table = tableOf(strangers(random, 300));
      const linking = link(table);
      wellFormed(table, linking);
      expect(Math.max(0, ...linking.groups.map(({ members }) => members.length))).toBeLessThan(8);
    });
  });

  it('gives no group where there are none, one or two accounts', () => {
    for (const accounts of [0, 1, 2]) {
      const rows = Array.from(
        { length: 10 * accounts },
        (_, i): Row => ({ time: i * 3e9, account: `a${i % accounts}` }),
      );
      expect(link(tableOf(rows)).groups, `${accounts} accounts`).toEqual([]);
    }
  });
});
