import type { FacetTable } from '../fingerprint/index.js';
import { candidatePairs } from './candidates.js';
import type { Edge } from './communities.js';
import type { Group } from './membership.js';
import { type GroupLinks, mergeGroups } from './merge-groups.js';
import { pairEvidence, pairNats } from './pair-evidence.js';
import { reassign } from './reassign.js';
import { seeds } from './seeds.js';
import { type LinkData, linkData } from './units.js';

export { FAMILIES } from './evidence-family.js';
export { belonging, formGroup, type Group } from './membership.js';
export { type LinkData, linkData } from './units.js';

/** Accounts in groups that behave as one source. */
export interface Linking {
  readonly data: LinkData;
  /** Disjoint; members ascending; ordered by first member. */
  readonly groups: readonly Group[];
  /** Pairs compared. */
  readonly pairs: number;
}

/** Groups smaller than this are not reported: a pair is a household or a second account. */
export const SMALLEST_GROUP = 3;
/** Rounds of merging and reassigning; groups have settled well before. */
const ROUNDS = 4;

/**
 * Groups accounts: candidate pairs, evidence for each, communities of the positive ones as seeds, then merging of
 * groups and reassignment of accounts by pooled evidence. Deterministic. Near-linear in accounts.
 */
export function link(table: FacetTable): Linking {
  const data = linkData(table);
  const pairs = candidatePairs(data);
  const evidence = pairEvidence(data, pairs);
  const edges: Edge[] = [];
  for (let i = 0; i < evidence.size; i++) {
    const weight = pairNats(evidence, i);
    if (weight > 0) edges.push({ a: evidence.a[i]!, b: evidence.b[i]!, weight });
  }
  let groups = seeds(data, evidence);
  if (process.env['DBG']) console.log('seeds', groups.length, groups.map((x) => x.members.length).sort((x, y) => y - x).slice(0, 30).join(' '));
  const linksOf = (current: readonly Group[]) => groupLinks(current, edges, data.accounts);
  for (let round = 0; round < ROUNDS; round++) {
    groups = reassign(
      data,
      mergeGroups(data, groups, linksOf),
      edges,
      round + 1 < ROUNDS ? 2 : SMALLEST_GROUP,
    );
  }
  return { data, groups, pairs: pairs.length };
}

function groupLinks(groups: readonly Group[], edges: readonly Edge[], accounts: number): GroupLinks {
  const groupOf = new Int32Array(accounts).fill(-1);
  groups.forEach(({ members }, g) => {
    for (const a of members) groupOf[a] = g;
  });
  const links = new Map<number, number>();
  for (const { a, b, weight } of edges) {
    const i = groupOf[a]!;
    const j = groupOf[b]!;
    if (i < 0 || j < 0 || i === j) continue;
    const key = i < j ? i * groups.length + j : j * groups.length + i;
    links.set(key, (links.get(key) ?? 0) + weight);
  }
  return links;
}
