import { describe, expect, it } from 'vitest';
import { concentratedValues, originFacets } from '../../../src/assess/figures/concentrated-values.js';
import type { InfrastructureGraph } from '../../../src/assess/figures/figures.js';
import { infrastructureGraph } from '../../../src/assess/figures/infrastructure-graph.js';
import type { Row } from '../../record/rows.js';
import { range, START, type World, worldOf, worldRows } from './world.js';

function graphOf({ log: { table, data } }: World, members: readonly number[]): InfrastructureGraph {
  const facets = originFacets(data);
  return infrastructureGraph(table, facets, members, concentratedValues(facets, data.accounts, members));
}

const READ: readonly (readonly [string, (row: Row) => string | undefined])[] = [
  ['payment', (row) => row.payment],
  ['network', (row) => row.ip?.replace(/\d+$/, '0/24')],
  ['asn', (row) => row.asn],
  ['client', (row) => row.user_agent],
];

/** Who has each value, by reading the rows. */
function holders(rows: readonly Row[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const row of rows) {
    for (const [facet, read] of READ) {
      const value = read(row);
      if (value === undefined) continue;
      const key = `${facet} ${value}`;
      found.set(key, (found.get(key) ?? new Set()).add(row.account));
    }
  }
  return found;
}

describe('the infrastructure graph', () => {
  const world = worldOf(worldRows());
  const members = world.called('m').toReversed();
  const graph = graphOf(world, members);

  it('has the values that members share more often than the log, and every edge that the rows have', () => {
    const held = holders(world.rows);
    const shared = [...held].flatMap(([key, accounts]) => {
      const mine = [...accounts].filter((name) => name.startsWith('m')).length;
      const more = mine / 24 > accounts.size / world.log.table.accounts.length;
      return mine > 1 && more ? [{ key, members: mine, accounts: accounts.size }] : [];
    });
    expect(graph.values.map(({ facet, value }) => `${facet} ${value}`).sort()).toEqual(
      shared.map(({ key }) => key).sort(),
    );
    for (const { facet, value, members: n, accounts, rarityNats } of graph.values) {
      expect(shared).toContainEqual({ key: `${facet} ${value}`, members: n, accounts });
      expect(rarityNats).toBeCloseTo(Math.log(world.log.table.accounts.length / accounts), 12);
    }
    const edges = graph.members.flatMap((name, m) =>
      graph.values.flatMap(({ facet, value }, v) =>
        held.get(`${facet} ${value}`)!.has(name) ? [[m, v]] : [],
      ),
    );
    expect(graph.edges).toEqual(edges);
    expect(graph).toMatchObject({ membersLeftOut: 0, valuesLeftOut: 0 });
  });

  it('lists members in the order of their strength, and the bonds that weigh most first', () => {
    expect(graph.members).toEqual(members.map((a) => world.log.table.accounts[a]!));
    const weights = graph.values.map((value) => value.members * value.rarityNats);
    expect(weights).toEqual([...weights].sort((x, y) => y - x));
  });

  it('shows nothing for accounts that share nothing rare', () => {
    const apart = worldOf(
      range(30).map((i) => ({ time: START, account: `c${i}`, ip: `10.0.${i}.1`, user_agent: 'one' })),
    );
    expect(graphOf(apart, apart.called('c').slice(0, 12))).toEqual({
      members: [],
      values: [],
      edges: [],
      membersLeftOut: 0,
      valuesLeftOut: 0,
    });
  });

  it('stays bounded for a large group: counts what it leaves out, and every value shown has an edge', () => {
    // 300 members, each in one of 60 networks, with one of 50 cards and one of 3 clients.
    const rows = [
      ...range(300).map((i) => ({
        time: START,
        account: `m${1000 + i}`,
        ip: `10.0.${i % 60}.1`,
        payment: `card ${i % 50}`,
        user_agent: `u${i % 3}`,
      })),
      ...range(300).map((i) => ({ time: START, account: `x${i}`, user_agent: 'other' })),
    ];
    const big = worldOf(rows);
    const found = graphOf(big, big.called('m'));
    expect(found.members.length).toBe(30);
    expect(found.values.length).toBe(24);
    expect(found.valuesLeftOut).toBe(60 + 50 + 3 - 24);
    const shown = new Set(found.edges.map(([, v]) => v));
    expect(shown.size).toBe(24);
    const ofFacet = (name: string) => found.values.filter(({ facet }) => facet === name).length;
    expect([ofFacet('client'), ofFacet('payment'), ofFacet('network')]).toEqual([3, 11, 10]);
    // Clients are everybody's, so that each member has a value shown.
    expect(found.membersLeftOut).toBe(270);
    expect(new Set(found.edges.map(([m]) => m)).size).toBe(30);
  });

  it('gives the room that other facets leave to the one that has values left', () => {
    const rows = range(120).map((i) => ({ time: START, account: `m${i}`, payment: `card ${i % 40}` }));
    const one = worldOf([...rows, ...range(40).map((i) => ({ time: START, account: `x${i}` }))]);
    const found = graphOf(one, one.called('m'));
    expect([found.values.length, found.valuesLeftOut, found.members.length]).toEqual([24, 16, 30]);
    expect(new Set(found.edges.map(([, v]) => v)).size).toBe(24);
  });
});
