import { communities, type Edges, edgesWhere } from './communities.js';
import { candidateLooks, formGroup, type Group } from './membership.js';
import type { PairEvidence } from './pair-evidence.js';
import { pickSeeds } from './pick-seeds.js';
import { splitSeed } from './split-seed.js';
import type { LinkData } from './units.js';

/** Louvain resolution for pairs alike in everything: high, so that seeds are small and pure. */
export const FINE = 4;
/** Nats that a pair needs in one identifier family alone, and in all of them together. */
export const ALONE_NATS = 6;
export const TOGETHER_NATS = [4, 8];
export const RARE_NATS = 2;
export const RARE_RESOLUTIONS = [2, 8];
export const ALONE_RESOLUTION = 1;
export const TOGETHER_RESOLUTION = 2;

/**
 * Groups to begin with. Each lane looks at the pairs in one way: alike in everything, sharing identifiers whatever
 * their habits, and sharing identifiers of one family. The communities of a lane are candidates; they overlap.
 */
export function seeds(data: LinkData, pairs: PairEvidence): Group[] {
  // Two random accounts are one source with odds of about one in the accounts of the log.
  const prior = Math.log(Math.max(data.accounts, 2));
  const lists = [
    ...TOGETHER_NATS.flatMap((nats) =>
      communities(above(pairs, pairs.identifiers, nats), TOGETHER_RESOLUTION),
    ),
    ...pairs.rare.flatMap((nats) =>
      RARE_RESOLUTIONS.flatMap((resolution) => communities(above(pairs, nats, RARE_NATS), resolution)),
    ),
    ...pairs.alone.flatMap((nats) => communities(above(pairs, nats, ALONE_NATS), ALONE_RESOLUTION)),
  ];
  const distinct = new Map(lists.filter((list) => list.length > 2).map((list) => [list.join(), list]));
  return pickSeeds(data, candidates());

  function* candidates(): Generator<Group> {
    yield* habitSeeds(data, above(pairs, pairs.whole, prior));
    for (const list of distinct.values()) yield formGroup(data, list, candidateLooks(data));
  }
}

/**
 * Communities of pairs alike in everything, each taken apart where it is two things. At a high resolution a group that
 * holds much of the graph's weight falls to single nodes, as a large operation in a small log does; what is left over
 * is therefore searched again at resolution 1.
 */
function* habitSeeds(data: LinkData, strong: Edges): Generator<Group> {
  const fine = communities(strong, FINE);
  const taken = new Uint8Array(data.accounts);
  for (const members of fine) for (const a of members) taken[a] = 1;
  const left = edgesWhere(strong, (e) => taken[strong.a[e]!] === 0 && taken[strong.b[e]!] === 0);
  const found = [...fine, ...communities(left, 1)];
  const inside = edgesInside(strong, found, data.accounts);
  for (const [s, members] of found.entries()) yield* splitSeed(data, members, inside[s]!);
}

/** For each of some disjoint seeds, the edges between its members, in their order. O(edges + accounts). */
function edgesInside({ a, b, weight }: Edges, found: readonly number[][], accounts: number): Edges[] {
  const seedOf = new Uint32Array(accounts); // number of the seed, plus one
  found.forEach((members, s) => {
    for (const member of members) seedOf[member] = s + 1;
  });
  const starts = new Uint32Array(found.length + 1);
  for (let e = 0; e < a.length; e++) if (seedOf[a[e]!] === seedOf[b[e]!]) starts[seedOf[a[e]!]!]!++;
  starts[0] = 0; // edges outside of all seeds
  for (let s = 0; s < found.length; s++) starts[s + 1]! += starts[s]!;
  const next = starts.slice();
  const n = starts[found.length]!;
  const sorted = { a: new Uint32Array(n), b: new Uint32Array(n), weight: new Float64Array(n) };
  for (let e = 0; e < a.length; e++) {
    const s = seedOf[a[e]!]!;
    if (s === 0 || s !== seedOf[b[e]!]) continue;
    const at = next[s - 1]!++;
    sorted.a[at] = a[e]!;
    sorted.b[at] = b[e]!;
    sorted.weight[at] = weight[e]!;
  }
  return found.map((_, s) => ({
    a: sorted.a.subarray(starts[s]!, starts[s + 1]!),
    b: sorted.b.subarray(starts[s]!, starts[s + 1]!),
    weight: sorted.weight.subarray(starts[s]!, starts[s + 1]!),
  }));
}

/** Pairs with more than `nats`, weighted by what they have beyond. */
function above({ a, b }: PairEvidence, column: Float64Array, nats: number): Edges {
  const edges = edgesWhere({ a, b, weight: column }, (i) => column[i]! > nats);
  return { ...edges, weight: edges.weight.map((x) => x - nats) };
}
