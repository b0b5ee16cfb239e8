import type { FacetTable } from '../fingerprint/index.js';
import { candidatePairs } from './candidates.js';
import { type EdgeRows, edgeRows } from './edge-rows.js';
import { GroupLinks } from './group-links.js';
import type { Group } from './membership.js';
import { mergeGroups } from './merge-groups.js';
import { pairEvidence } from './pair-evidence.js';
import { type LastTried, reassign } from './reassign.js';
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
/** Rounds of merging and reassigning at most; groups mostly settle before, and small ones that grow slowly need most. */
export const ROUNDS = 10;

/**
 * Groups accounts: candidate pairs, evidence for each, communities of the positive ones as seeds, then merging of
 * groups and reassignment of accounts by pooled evidence. Deterministic. Near-linear in accounts.
 */
export function link(table: FacetTable): Linking {
  const data = linkData(table);
  const { pairs, rows, found } = start(data);
  const links = new GroupLinks(rows);
  const memory: (LastTried | undefined)[] = new Array(data.accounts);
  let groups = found;
  for (let round = 0; round < ROUNDS; round++) {
    const merged = mergeGroups(data, groups, links);
    const next = reassign(data, merged, rows, 2, memory);
    const settled = next.length === groups.length && next.every((group, g) => group === groups[g]);
    groups = next;
    if (settled) break;
  }
  return { data, groups: groups.filter(({ members }) => members.length >= SMALLEST_GROUP), pairs };
}

/** Number of pairs, edges and groups to begin with; the pairs themselves are needed no longer and take much room. */
function start(data: LinkData): { pairs: number; rows: EdgeRows; found: Group[] } {
  const pairs = candidatePairs(data);
  const evidence = pairEvidence(data, pairs);
  return { pairs: pairs.length, rows: edgeRows(evidence, data.accounts), found: seeds(data, evidence) };
}
