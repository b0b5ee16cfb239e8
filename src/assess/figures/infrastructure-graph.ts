import type { FacetTable } from '../../fingerprint/index.js';
import { lowerBound } from '../../link/identifiers.js';
import type { ValueIndex } from '../../link/index.js';
import { GRAPH_MEMBERS, GRAPH_VALUES } from './bounds.js';
import { type ConcentratedValue, type OriginFacet, showConcentrated } from './concentrated-values.js';
import type { InfrastructureGraph } from './figures.js';

/**
 * The bipartite graph of members and what they share. Values: 24 at most, the first of each facet, then the second of
 * each, and so on. Members: value by value in turn, each takes the holder that has most of the values shown and is not shown yet
 * (ties: the stronger one), until 30 are shown; so every value has an edge. What is left out is counted.
 * @param members Strongest first.
 * @param concentrated As `concentratedValues` gives them.
 */
export function infrastructureGraph(
  table: FacetTable,
  facets: readonly OriginFacet[],
  members: readonly number[],
  concentrated: readonly ConcentratedValue[],
): InfrastructureGraph {
  const values = chosen(concentrated);
  const held = members.map((a) => values.map(({ place, id }) => has(facets[place]!.values, a, id)));
  const degree = held.map((row) => row.filter(Boolean).length);
  const holders = values.map((_, v) =>
    [...members.keys()].filter((m) => held[m]![v]).sort((x, y) => degree[y]! - degree[x]! || x - y),
  );
  const shown = shownMembers(holders);
  return {
    members: shown.map((m) => table.accounts[members[m]!]!),
    values: values.map((value) => ({
      facet: value.facet,
      value: showConcentrated(table, facets, value),
      members: value.members,
      accounts: value.accounts,
      rarityNats: value.rarityNats + 0, // −0 where every account has it
    })),
    edges: shown.flatMap((m, at) =>
      values.flatMap((_, v): [number, number][] => (held[m]![v] ? [[at, v]] : [])),
    ),
    membersLeftOut: degree.filter((n) => n > 0).length - shown.length,
    valuesLeftOut: concentrated.length - values.length,
  };
}

/** Facet by facet in turn, each gives its next value, so that none crowds out the others; in the order given. */
function chosen(concentrated: readonly ConcentratedValue[]): ConcentratedValue[] {
  const turnOf = new Map<number, number>();
  const turns = concentrated.map((value, i) => {
    const turn = turnOf.get(value.place) ?? 0;
    turnOf.set(value.place, turn + 1);
    return { value, turn, i };
  });
  return turns
    .sort((x, y) => x.turn - y.turn || x.i - y.i)
    .slice(0, GRAPH_VALUES)
    .sort((x, y) => x.i - y.i)
    .map(({ value }) => value);
}

/** Places of the members shown, ascending. `holders`: per value, in the order in which they are taken. */
function shownMembers(holders: readonly (readonly number[])[]): number[] {
  const shown = new Set<number>();
  const next = holders.map(() => 0);
  for (let before = -1; shown.size > before && shown.size < GRAPH_MEMBERS; ) {
    before = shown.size;
    holders.forEach((list, v) => {
      while (next[v]! < list.length && shown.has(list[next[v]!]!)) next[v]!++;
      if (next[v]! < list.length && shown.size < GRAPH_MEMBERS) shown.add(list[next[v]!]!);
    });
  }
  return [...shown].sort((x, y) => x - y);
}

function has({ ofAccount: { starts, ids } }: ValueIndex, a: number, id: number): boolean {
  const to = starts[a + 1]!;
  const at = lowerBound(ids, id, starts[a]!, to);
  return at < to && ids[at] === id;
}
