import type { EdgeRows } from './edge-rows.js';
import { FAMILIES } from './evidence-family.js';
import { explainedBy, unexplained } from './explained.js';
import { belonging, formGroup, type Group, includes } from './membership.js';
import { type Memberships, memberships } from './memberships.js';
import type { LinkData } from './units.js';

/** Groups that an account is tried against: those with the strongest edges to it, and its own. */
export const TRIED = 6;
/** Groups that an account may belong to. */
export const MOST_GROUPS = 3;

/**
 * Nats beyond even odds that an account from outside needs: each one adopted makes the group a little more ordinary
 * and the next adoption easier, and nothing would stop a group from drifting.
 */
export const ADOPTION_MARGIN = 1;

/** What an account was tried against last, and where it went: the same groups give the same answer. */
export interface LastTried {
  readonly tried: readonly Group[];
  /** Evidence for each of them, by family. */
  readonly evidence: Float64Array;
  readonly joined: readonly Group[];
}

/**
 * Gives each account to the group that predicts it best, and to further ones by what the first leaves unexplained:
 * adopts, drops and moves in one pass. The prior odds of a group are its share of all accounts, so an account stays
 * unassigned unless the evidence outweighs that. Groups that fall below `smallest` members dissolve. `memory`: a place
 * per account, kept from pass to pass. O(edges + accounts · tried groups).
 */
export function reassign(
  data: LinkData,
  groups: readonly Group[],
  rows: EdgeRows,
  smallest: number,
  memory: (LastTried | undefined)[],
): Group[] {
  const groupsOf = memberships(groups, data.accounts);
  const place = new Map(groups.map((group, g) => [group, g]));
  const pull = new Float64Array(groups.length);
  const lists: number[][] = groups.map(() => []);
  for (let a = 0; a < data.accounts; a++) {
    const tried = triedGroups(a, groupsOf, rows, pull).map((g) => groups[g]!);
    if (tried.length === 0) {
      memory[a] = undefined;
      continue;
    }
    const last = memory[a];
    const now = last !== undefined && same(last.tried, tried) ? last : join(data, a, tried, last);
    memory[a] = now;
    for (const group of now.joined) lists[place.get(group)!]!.push(a);
  }
  return lists
    .map((members, g) => ({ members, g }))
    .filter(({ members }) => members.length >= smallest)
    .map(({ members, g }) => (same(members, groups[g]!.members) ? groups[g]! : formGroup(data, members)))
    .sort((x, y) => x.members[0]! - y.members[0]! || x.members.length - y.members.length);
}

/** Groups worth trying, ascending. `pull`: zeros, one a group, and zeros again afterwards. */
function triedGroups(
  a: number,
  of: Memberships,
  { starts, others, weights }: EdgeRows,
  pull: Float64Array,
): number[] {
  const touched: number[] = [];
  for (let e = starts[a]!; e < starts[a + 1]!; e++) {
    const b = others[e]!;
    for (let p = of.starts[b]!; p < of.starts[b + 1]!; p++) {
      const g = of.groups[p]!;
      if (pull[g] === 0) touched.push(g);
      pull[g]! += weights[e]!;
    }
  }
  const tried: number[] = [];
  for (const g of touched) {
    let at = tried.length;
    for (; at > 0 && before(g, tried[at - 1]!, pull); at--) if (at < TRIED) tried[at] = tried[at - 1]!;
    if (at < TRIED) tried[at] = g;
  }
  for (const g of touched) pull[g] = 0;
  for (let p = of.starts[a]!; p < of.starts[a + 1]!; p++)
    if (!tried.includes(of.groups[p]!)) tried.push(of.groups[p]!);
  return tried.sort((g, h) => g - h);
}

/** Whether group g pulls more than h; of equal ones the first does. */
function before(g: number, h: number, pull: Float64Array): boolean {
  return pull[g]! > pull[h]! || (pull[g] === pull[h] && g < h);
}

/**
 * The groups that an account joins, best first; each further one by what is left unexplained. Evidence for groups that
 * it was tried against `last` is taken from there.
 */
function join(data: LinkData, a: number, tried: readonly Group[], last: LastTried | undefined): LastTried {
  const all = new Float64Array(tried.length * FAMILIES.length);
  const trials = tried
    .map((group, t) => {
      const evidence = all.subarray(t * FAMILIES.length, (t + 1) * FAMILIES.length);
      const known = last === undefined ? -1 : last.tried.indexOf(group);
      if (known < 0) belonging(data, a, group, evidence);
      else evidence.set(last!.evidence.subarray(known * FAMILIES.length, (known + 1) * FAMILIES.length));
      const inside = includes(group.members, a);
      const others = group.members.length - (inside ? 1 : 0);
      const needed = Math.log(data.accounts / others) + (inside ? 0 : ADOPTION_MARGIN);
      return { group, evidence, excess: unexplained(evidence, 0) - needed, needed };
    })
    .filter(({ excess }) => excess > 0)
    .sort((x, y) => y.excess - x.excess);
  const joined: Group[] = [];
  let explained = 0;
  for (const { group, evidence, needed } of trials) {
    if (joined.length === MOST_GROUPS) break;
    if (unexplained(evidence, explained) <= needed) continue;
    joined.push(group);
    explained = explainedBy(evidence, explained);
  }
  return { tried, evidence: all, joined };
}

function same<T>(x: readonly T[], y: readonly T[]): boolean {
  return x.length === y.length && x.every((value, i) => value === y[i]);
}
