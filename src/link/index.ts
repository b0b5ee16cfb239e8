import type { FacetTable } from '../fingerprint/index.js';
import { candidatePairs } from './candidates.js';
import { communities, type Edge } from './communities.js';
import { boundEvidence, CAPS, PAIR_KEPT, rawEvidence } from './evidence.js';
import { FAMILIES } from './evidence-family.js';
import type { Group } from './membership.js';
import { type GroupLinks, mergeGroups } from './merge-groups.js';
import { reassign } from './reassign.js';
import { splitSeed } from './split-seed.js';
import { accountUnit, type LinkData, linkData } from './units.js';

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
/** Louvain resolution: high, so that seeds are small and pure; merging puts them together. */
const RESOLUTION = 4;
/** Rounds of merging and reassigning; groups have settled well before. */
const ROUNDS = 4;

/**
 * Groups accounts: candidate pairs, evidence for each, communities of the positive ones as seeds, then merging of
 * groups and reassignment of accounts by pooled evidence. Deterministic. Near-linear in accounts.
 */
export function link(table: FacetTable): Linking {
  const data = linkData(table);
  const pairs = candidatePairs(data);
  const edges = pairEdges(data, pairs);
  // Two random accounts are one source with odds of about one in the accounts of the log.
  const prior = Math.log(Math.max(data.accounts, 2));
  const strong = edges
    .filter(({ weight }) => weight > prior)
    .map(({ a, b, weight }) => ({ a, b, weight: weight - prior }));
  let groups = seeds(data, strong);
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

/**
 * Communities of the strong edges, each taken apart where it is two things. At a high resolution a group that holds
 * much of the graph's weight falls to single nodes, as a large operation in a small log does; what is left over is
 * therefore searched again at resolution 1.
 */
function seeds(data: LinkData, strong: readonly Edge[]): Group[] {
  const found = communities(strong, RESOLUTION);
  const taken = new Set(found.flat());
  found.push(
    ...communities(
      strong.filter(({ a, b }) => !taken.has(a) && !taken.has(b)),
      1,
    ),
  );
  const seedOf = new Map<number, number>();
  found.forEach((members, s) => {
    for (const a of members) seedOf.set(a, s);
  });
  const inside: Edge[][] = found.map(() => []);
  for (const edge of strong) {
    const s = seedOf.get(edge.a);
    if (s !== undefined && s === seedOf.get(edge.b)) inside[s]!.push(edge);
  }
  return found
    .flatMap((members, s) => splitSeed(data, members, inside[s]!))
    .sort((x, y) => x.members[0]! - y.members[0]!);
}

function pairEdges(data: LinkData, pairs: Float64Array): Edge[] {
  const edges: Edge[] = [];
  const scratch = new Float64Array(FAMILIES.length);
  let a = -1;
  let unit = accountUnit(data, 0);
  for (const pair of pairs) {
    const first = Math.floor(pair / data.accounts);
    if (first !== a) {
      a = first;
      unit = accountUnit(data, a);
    }
    const b = pair % data.accounts;
    rawEvidence(data, unit, accountUnit(data, b), false, null, scratch);
    const weight = boundEvidence(scratch, PAIR_KEPT, CAPS);
    if (weight > 0) edges.push({ a, b, weight });
  }
  return edges;
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
