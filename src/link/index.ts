import type { FacetTable } from '../fingerprint/index.js';
import { candidatePairs } from './candidates.js';
import { type EdgeRows, edgeRows } from './edge-rows.js';
import type { Group } from './membership.js';
import { mergeGroups } from './merge-groups.js';
import { pairEvidence } from './pair-evidence.js';
import { PairSums } from './pair-sums.js';
import { type LastTried, membershipsOf, reassign } from './reassign.js';
import { seeds } from './seeds.js';
import { type LinkData, linkData } from './units.js';

export { FAMILIES } from './evidence-family.js';
export { belonging, formGroup, type Group, memberEvidence } from './membership.js';
export { type LinkData, linkData } from './units.js';
export type { ValueIndex } from './value-index.js';

/** Accounts in groups that behave as one source. */
export interface Linking {
  readonly data: LinkData;
  /** Members ascending; ordered by first member. An account may be in several. */
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
  const rows = edgeRows(evidence, data.accounts);
  const linksOf = (current: readonly Group[]) => groupLinks(current, rows);
  const memory: (LastTried | undefined)[] = new Array(data.accounts);
  let groups = seeds(data, evidence);
  for (let round = 0; round < ROUNDS; round++) {
    const merged = mergeGroups(data, groups, linksOf);
    const next = reassign(data, merged, rows, 2, memory);
    const settled = next.length === groups.length && next.every((group, g) => group === groups[g]);
    groups = next;
    if (settled) break;
  }
  return {
    data,
    groups: groups.filter(({ members }) => members.length >= SMALLEST_GROUP),
    pairs: pairs.length,
  };
}

/** Sums of positive pair evidence between groups. O(edges · groups of an account). */
function groupLinks(groups: readonly Group[], { starts, others, weights }: EdgeRows): PairSums {
  const groupsOf = membershipsOf(groups, starts.length - 1);
  const links = new PairSums(groups.length);
  for (let a = 0; a + 1 < starts.length; a++) {
    const mine = groupsOf[a];
    if (mine === undefined) continue;
    for (let e = starts[a]!; e < starts[a + 1]!; e++) {
      const theirs = groupsOf[others[e]!];
      if (theirs === undefined || others[e]! <= a) continue;
      for (const i of mine) {
        for (const j of theirs) {
          if (i !== j) links.add(i, j, weights[e]!);
        }
      }
    }
  }
  return links;
}
