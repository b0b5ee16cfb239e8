import { communities, type Edge } from './communities.js';
import { belonging, formGroup, type Group } from './membership.js';
import { FAMILIES } from './evidence-family.js';
import type { PairEvidence } from './pair-evidence.js';
import { splitSeed } from './split-seed.js';
import type { LinkData } from './units.js';

/** Louvain resolution for pairs alike in everything: high, so that seeds are small and pure. */
const FINE = 4;
/** Nats that a pair needs in one identifier family alone, and in all of them together. */
const ALONE_NATS = Number(process.env['T3'] ?? 6);
const TOGETHER_NATS = Number(process.env['T2'] ?? 4);
const R2 = Number(process.env['R2'] ?? 2);

/**
 * Groups to begin with. Each lane looks at the pairs in one way: alike in everything, sharing identifiers whatever
 * their habits, and sharing identifiers of one family. The communities of a lane are candidates; they overlap.
 */
export function seeds(data: LinkData, pairs: PairEvidence): Group[] {
  // Two random accounts are one source with odds of about one in the accounts of the log.
  const prior = Math.log(Math.max(data.accounts, 2));
  const candidates = [
    ...habitSeeds(data, above(pairs, pairs.whole, prior)),
    ...communities(above(pairs, pairs.identifiers, TOGETHER_NATS), R2).map((m) => formGroup(data, m)),
    ...pairs.alone.flatMap((nats) => communities(above(pairs, nats, ALONE_NATS), 1).map((m) => formGroup(data, m))),
  ];
  return pick(data, candidates);
}

/**
 * Of overlapping groups, those that explain most: each is cut to the members that it predicts, the one with the most
 * evidence in all is taken first, and what is left of the others is tried again without its members.
 */
function pick(data: LinkData, candidates: readonly Group[]): Group[] {
  const taken = new Uint8Array(data.accounts);
  const queue = candidates.map((group) => settle(data, group)).filter((s) => s !== null);
  const chosen: Group[] = [];
  while (queue.length > 0) {
    queue.sort((x, y) => x.nats - y.nats || y.group.members[0]! - x.group.members[0]! || x.group.members.length - y.group.members.length);
    const best = queue.pop()!;
    const left = best.group.members.filter((a) => taken[a] === 0);
    if (left.length === best.group.members.length) {
      chosen.push(best.group);
      for (const a of left) taken[a] = 1;
      continue;
    }
    if (left.length * 2 < best.group.members.length || left.length < 2) continue;
    const again = settle(data, formGroup(data, left));
    if (again !== null) queue.push(again);
  }
  return chosen.sort((x, y) => x.members[0]! - y.members[0]!);
}

/** The group without the members that it does not predict, with the evidence for the rest; null where none is left. */
function settle(data: LinkData, start: Group): { group: Group; nats: number } | null {
  const scratch = new Float64Array(FAMILIES.length);
  let group = start;
  for (let round = 0; round < 3; round++) {
    const prior = Math.log(Math.max(group.members.length - 1, 1) / data.accounts);
    let nats = 0;
    const held: number[] = [];
    for (const a of group.members) {
      const own = belonging(data, a, group, scratch) + prior;
      if (own <= 0) continue;
      held.push(a);
      nats += own;
    }
    if (held.length < 2) return null;
    if (held.length === group.members.length) return { group, nats };
    group = formGroup(data, held);
    if (round === 2) return { group, nats };
  }
  return null;
}

/**
 * Communities of pairs alike in everything, each taken apart where it is two things. At a high resolution a group that
 * holds much of the graph's weight falls to single nodes, as a large operation in a small log does; what is left over
 * is therefore searched again at resolution 1.
 */
function habitSeeds(data: LinkData, strong: readonly Edge[]): Group[] {
  const found = communities(strong, FINE);
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
  return found.flatMap((members, s) => splitSeed(data, members, inside[s]!));
}

/** Pairs with more than `nats`, weighted by what they have beyond. */
function above({ size, a, b }: PairEvidence, column: Float64Array, nats: number): Edge[] {
  const edges: Edge[] = [];
  for (let i = 0; i < size; i++) {
    if (column[i]! > nats) edges.push({ a: a[i]!, b: b[i]!, weight: column[i]! - nats });
  }
  return edges;
}
