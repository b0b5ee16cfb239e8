import { communities, type Edges, edgesWhere } from './communities.js';
import { FAMILIES } from './evidence-family.js';
import { explainedBy, unexplained } from './explained.js';
import { belonging, candidateLooks, formGroup, type Group } from './membership.js';
import type { PairEvidence } from './pair-evidence.js';
import { splitSeed } from './split-seed.js';
import type { LinkData } from './units.js';

/** Louvain resolution for pairs alike in everything: high, so that seeds are small and pure. */
const FINE = 4;
/** Nats that a pair needs in one identifier family alone, and in all of them together. */
const ALONE_NATS = 6;
const TOGETHER_NATS = [4, 8];
const RARE_NATS = 2;
const RARE_RESOLUTIONS = [2, 8];
const ALONE_RESOLUTION = 1;
const TOGETHER_RESOLUTION = 2;

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
  return pick(data, [
    ...habitSeeds(data, above(pairs, pairs.whole, prior)),
    ...[...distinct.values()].map((list) => formGroup(data, list, candidateLooks(data))),
  ]);
}

/**
 * Of overlapping groups, those that explain most. Each is cut to the members that it predicts; the one with the most
 * evidence in all is taken first, and the others are tried again by what it leaves unexplained in the accounts that
 * they share with it. What loses half of its members that way was the same thing seen twice. A group counts only as far
 * as its members are not better explained by another: two sources glued together explain much, each half less well than
 * alone.
 */
function pick(data: LinkData, candidates: readonly Group[]): Group[] {
  const explained = new Uint8Array(data.accounts);
  const evidence = new Float64Array(FAMILIES.length);
  const settled = candidates
    .map((group) => settle(data, group, explained))
    .filter((settlement) => settlement !== null);
  const best = bestNats(settled, data.accounts);
  const queue = settled.map((settlement) => weighted(settlement, preference(settlement, best))).sort(byNats);
  const chosen: Group[] = [];
  for (let seed = queue.pop(); seed !== undefined; seed = queue.pop()) {
    const { group, known, weight } = seed;
    if (group.members.some((a, i) => (explained[a]! & ~known[i]!) !== 0)) {
      const again = settle(data, group, explained);
      if (again === null || again.group.members.length * 2 < group.members.length) continue;
      insert(queue, weighted(again, weight));
      continue;
    }
    chosen.push(formGroup(data, group.members));
    for (const a of group.members) {
      belonging(data, a, group, evidence);
      explained[a] = explainedBy(evidence, explained[a]!);
    }
  }
  return chosen.sort((x, y) => x.members[0]! - y.members[0]! || x.members.length - y.members.length);
}

/** A group cut to the members that it predicts. */
interface Settlement {
  readonly group: Group;
  /** Per member, the evidence beyond the prior odds, in nats; 0 where there is none. */
  readonly own: Float64Array;
  /** Per member, what was explained in it before. */
  readonly known: Uint8Array;
}

interface Seed extends Settlement {
  /** Evidence beyond the prior odds, in nats, over all members, times the weight. */
  readonly nats: number;
  /** How far the members prefer this group, in [0, 1]. */
  readonly weight: number;
}

/** Nats by which another group must explain an account better for it to prefer that one. */
const BETTER = 0.5;

/** Per account, the most evidence that any of the groups has for it, in nats. */
function bestNats(settled: readonly Settlement[], accounts: number): Float64Array {
  const best = new Float64Array(accounts);
  for (const { group, own } of settled) {
    for (let i = 0; i < own.length; i++) {
      const a = group.members[i]!;
      if (own[i]! > best[a]!) best[a] = own[i]!;
    }
  }
  return best;
}

/** The share of a group's evidence, in [0, 1], that lies in members for whom no other group has clearly more. */
function preference({ group, own }: Settlement, best: Float64Array): number {
  let preferring = 0;
  let all = 0;
  for (let i = 0; i < own.length; i++) {
    all += own[i]!;
    if (own[i]! >= best[group.members[i]!]! - BETTER) preferring += own[i]!;
  }
  return preferring / all;
}

function weighted(settlement: Settlement, weight: number): Seed {
  return { ...settlement, weight, nats: weight * settlement.own.reduce((sum, nats) => sum + nats, 0) };
}

function byNats(x: Seed, y: Seed): number {
  const [p, q] = [x.group.members, y.group.members];
  return x.nats - y.nats || q[0]! - p[0]! || p.length - q.length;
}

/** Puts a seed into a list in ascending order of `byNats`. */
function insert(queue: Seed[], seed: Seed): void {
  let low = 0;
  let high = queue.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (byNats(queue[middle]!, seed) < 0) low = middle + 1;
    else high = middle;
  }
  queue.splice(low, 0, seed);
}

/** Rounds of cutting a seed. */
const CUTS = 3;

/** The group without the members that it does not predict; null where none is left. */
function settle(data: LinkData, start: Group, explained: Uint8Array): Settlement | null {
  const evidence = new Float64Array(FAMILIES.length);
  let group = start;
  for (let round = 0; ; round++) {
    const { members } = group;
    const prior = Math.log(Math.max(members.length - 1, 1) / data.accounts);
    const own = Float64Array.from(members, (a) => {
      belonging(data, a, group, evidence);
      return Math.max(unexplained(evidence, explained[a]!) + prior, 0);
    });
    const held = members.filter((_, i) => own[i]! > 0);
    if (held.length < 2) return null;
    if (held.length === members.length || round === CUTS)
      return { group, own, known: Uint8Array.from(members, (a) => explained[a]!) };
    group = formGroup(data, held, candidateLooks(data));
  }
}

/**
 * Communities of pairs alike in everything, each taken apart where it is two things. At a high resolution a group that
 * holds much of the graph's weight falls to single nodes, as a large operation in a small log does; what is left over
 * is therefore searched again at resolution 1.
 */
function habitSeeds(data: LinkData, strong: Edges): Group[] {
  const fine = communities(strong, FINE);
  const taken = new Uint8Array(data.accounts);
  for (const members of fine) for (const a of members) taken[a] = 1;
  const left = edgesWhere(strong, (e) => taken[strong.a[e]!] === 0 && taken[strong.b[e]!] === 0);
  const found = [...fine, ...communities(left, 1)];
  const inside = edgesInside(strong, found, data.accounts);
  return found.flatMap((members, s) => splitSeed(data, members, inside[s]!));
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
