import type { Edge } from './communities.js';
import { FAMILIES } from './evidence-family.js';
import { belonging, formGroup, type Group } from './membership.js';
import type { LinkData } from './units.js';

/** Groups that an account is tried against: those with the strongest edges to it. */
const TRIED = 6;

/**
 * Nats beyond even odds that an account from outside needs: each one adopted makes the group a little more ordinary
 * and the next adoption easier, and nothing would stop a group from drifting.
 */
const ADOPTION_MARGIN = 2;

/**
 * Gives each account to the group that predicts it best, or to none: adopts, drops and moves in one pass. The prior
 * odds of a group are its share of all accounts, so an account stays unassigned unless the evidence outweighs that.
 * Groups that fall below `smallest` members dissolve. O(accounts · tried groups).
 */
export function reassign(
  data: LinkData,
  groups: readonly Group[],
  edges: readonly Edge[],
  smallest: number,
): Group[] {
  const groupOf = new Int32Array(data.accounts).fill(-1);
  groups.forEach(({ members }, g) => {
    for (const a of members) groupOf[a] = g;
  });
  const pull: Map<number, number>[] = Array.from({ length: data.accounts }, () => new Map());
  for (const { a, b, weight } of edges) {
    if (groupOf[b]! >= 0) add(pull[a]!, groupOf[b]!, weight);
    if (groupOf[a]! >= 0) add(pull[b]!, groupOf[a]!, weight);
  }
  const lists: number[][] = groups.map(() => []);
  const scratch = new Float64Array(FAMILIES.length);
  for (let a = 0; a < data.accounts; a++) {
    const tried = new Set(
      [...pull[a]!]
        .sort(([g, x], [h, y]) => y - x || g - h)
        .slice(0, TRIED)
        .map(([g]) => g),
    );
    if (groupOf[a]! >= 0) tried.add(groupOf[a]!);
    let best = -1;
    let bestNats = 0;
    for (const g of [...tried].sort((x, y) => x - y)) {
      const group = groups[g]!;
      const others = group.members.length - (groupOf[a] === g ? 1 : 0);
      if (others < 1) continue;
      const margin = groupOf[a] === g ? 0 : ADOPTION_MARGIN;
      const nats = belonging(data, a, group, scratch) + Math.log(others / data.accounts) - margin;
      if (nats > bestNats) {
        best = g;
        bestNats = nats;
      }
    }
    if (best >= 0) lists[best]!.push(a);
  }
  return lists
    .map((members, g) => ({ members, g }))
    .filter(({ members }) => members.length >= smallest)
    .map(({ members, g }) => (same(members, groups[g]!.members) ? groups[g]! : formGroup(data, members)))
    .sort((x, y) => x.members[0]! - y.members[0]!);
}

function add(sums: Map<number, number>, key: number, weight: number): void {
  sums.set(key, (sums.get(key) ?? 0) + weight);
}

function same(x: readonly number[], y: readonly number[]): boolean {
  return x.length === y.length && x.every((a, i) => a === y[i]);
}
