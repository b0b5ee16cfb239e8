import { FACET_VALUES, FACETS } from './bounds.js';
import type { ComparedFacet } from './compared-facets.js';
import type { FacetComparison } from './figures.js';
import { sharesOf } from './shares.js';

/** A facet with the requests of the whole log by value. */
export interface LogFacet {
  readonly facet: ComparedFacet;
  readonly log: Float64Array;
}

/** Counts the whole log once. O(entries). */
export function logFacets(facets: readonly ComparedFacet[], accounts: number): LogFacet[] {
  return facets.map((facet) => {
    const log = new Float64Array(facet.size);
    for (let a = 0; a < accounts; a++) facet.add(a, log);
    return { facet, log };
  });
}

/**
 * How requests are distributed over the values of each facet, in shares of those that have a value (and whose value the
 * fingerprint keeps, of an account with more values than it keeps). Values by share in the group, ties in value order;
 * those that the group does not have, and those beyond eight, are together under `other`. At most eight facets: those in
 * which the group is farthest from its matched accounts, or from the log where these have no value, in total variation
 * distance ½ Σ |p − q| over all values; ties in the order of `facets`. Facets without a value in the group are left out.
 * O(entries of the accounts + values).
 */
export function facetComparisons(
  facets: readonly LogFacet[],
  members: readonly number[],
  twins: readonly number[],
): FacetComparison[] {
  return facets
    .flatMap(({ facet, log }) => {
      const group = shares(facet, members);
      if (!group.some((share) => share > 0)) return [];
      const twin = shares(facet, twins);
      const all = sharesOf(log);
      const beside = twin.some((share) => share > 0) ? twin : all;
      const listed = group
        .flatMap((share, value) => (share > 0 ? [value] : []))
        .sort((x, y) => group[y]! - group[x]! || x - y)
        .slice(0, FACET_VALUES);
      const of = (list: readonly number[]) => listed.map((value) => list[value]!);
      const comparison: FacetComparison = {
        facet: facet.name,
        unit: facet.unit,
        values: listed.map((value) => facet.show(value)),
        shares: { group: of(group), twin: of(twin), log: of(all) },
        other: { group: rest(group, listed), twin: rest(twin, listed), log: rest(all, listed) },
      };
      return [{ comparison, distance: distance(group, beside) }];
    })
    .sort((x, y) => y.distance - x.distance)
    .slice(0, FACETS)
    .map(({ comparison }) => comparison);
}

function shares(facet: ComparedFacet, accounts: readonly number[]): number[] {
  const counts = new Float64Array(facet.size);
  for (const a of accounts) facet.add(a, counts);
  return sharesOf(counts);
}

function distance(p: readonly number[], q: readonly number[]): number {
  return p.reduce((sum, share, value) => sum + Math.abs(share - q[value]!), 0) / 2;
}

/** What values that are not listed add up to. */
function rest(list: readonly number[], listed: readonly number[]): number {
  const named = new Set(listed);
  return Math.min(
    1,
    list.reduce((sum, share, value) => (named.has(value) ? sum : sum + share), 0),
  );
}
