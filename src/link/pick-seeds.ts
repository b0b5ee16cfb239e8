import { FAMILIES } from './evidence-family.js';
import { explainedBy, unexplained } from './explained.js';
import {
  belonging,
  candidateLooks,
  formGroup,
  type Group,
  type ToldGroup,
  toldBelonging,
} from './membership.js';
import type { LinkData } from './units.js';

/**
 * Of overlapping groups, those that explain most. Each is cut to the members that it predicts; the one with the most
 * evidence in all is taken first, and the others are tried again by what it leaves unexplained in the accounts that
 * they share with it. What loses half of its members that way was the same thing seen twice. A group counts only as far
 * as its members are not better explained by another: two sources glued together explain much, each half less well than
 * alone. Of the candidates, which overlap much, one at a time is held whole.
 */
export function pickSeeds(data: LinkData, candidates: Iterable<Group>): Group[] {
  const explained = new Uint8Array(data.accounts);
  const evidence = new Float64Array(FAMILIES.length);
  const settled: Settlement[] = [];
  for (const candidate of candidates) {
    const settlement = settle(data, candidate, explained);
    if (settlement !== null) settled.push(settlement);
  }
  const weights = preferences(
    settled.map(({ group, own }) => ({ members: group.members, own })),
    data.accounts,
  );
  const queue = settled.map((settlement, s) => weighted(settlement, weights[s]!)).sort(byNats);
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
    group.members.forEach((a, i) => {
      toldBelonging(i, group, evidence);
      explained[a] = explainedBy(evidence, explained[a]!);
    });
  }
  return chosen.sort((x, y) => x.members[0]! - y.members[0]! || x.members.length - y.members.length);
}

/** A group cut to the members that it predicts. */
interface Settlement {
  readonly group: ToldGroup;
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
export const BETTER = 0.5;

/**
 * Of each group the share of its evidence, in [0, 1], that lies in members for whom no other group has clearly more.
 * `own`: per member, nats, at least 0 and above 0 for some. O(members of all groups + accounts).
 */
export function preferences(
  groups: readonly { readonly members: readonly number[]; readonly own: Float64Array }[],
  accounts: number,
): number[] {
  const best = new Float64Array(accounts);
  for (const { members, own } of groups)
    members.forEach((a, i) => {
      best[a] = Math.max(best[a]!, own[i]!);
    });
  return groups.map(({ members, own }) => {
    let preferring = 0;
    let all = 0;
    members.forEach((a, i) => {
      all += own[i]!;
      if (own[i]! >= best[a]! - BETTER) preferring += own[i]!;
    });
    return preferring / all;
  });
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
function settle(data: LinkData, start: Group | ToldGroup, explained: Uint8Array): Settlement | null {
  const evidence = new Float64Array(FAMILIES.length);
  let group = start;
  for (let round = 0; ; round++) {
    const { members } = group;
    const prior = Math.log(Math.max(members.length - 1, 1) / data.accounts);
    const own = Float64Array.from(members, (a, i) => {
      if ('unit' in group) belonging(data, a, group, evidence);
      else toldBelonging(i, group, evidence);
      return Math.max(unexplained(evidence, explained[a]!) + prior, 0);
    });
    const held = members.filter((_, i) => own[i]! > 0);
    if (held.length < 2) return null;
    if (held.length === members.length || round === CUTS)
      return { group: told(group), own, known: Uint8Array.from(members, (a) => explained[a]!) };
    group = formGroup(data, held, candidateLooks(data));
  }
}

function told({ serial, members, kept, caps, common, novelty, raw }: ToldGroup): ToldGroup {
  return { serial, members, kept, caps, common, novelty, raw };
}
