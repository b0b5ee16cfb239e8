import { NEEDS } from '../assess/index.js';
import { MEASURES } from '../assess/measure/catalogue.js';
import { identifierFamily } from '../link/identifiers.js';
import type { Field } from '../record/usage-record.js';
import type { GroupEntry } from './findings-document.js';
import type { ClaimEntry } from './records-entry.js';

/** A number of a group whose records are looked for. */
export interface Claim {
  readonly id: ClaimEntry['id'];
  readonly family: ClaimEntry['family'];
  readonly about: ClaimEntry['about'];
  /** A record of a member contributes to a statistic where it has one field at least of each inner list. */
  readonly needs: readonly (readonly Field[])[];
}

/** How many records of a claim are cited. */
export type CitationDepth = 'full' | 'brief';

/** A group whose claims are cited. */
export interface CitedGroup {
  readonly id: string;
  readonly members: readonly string[];
  readonly depth: CitationDepth;
  readonly claims: readonly Claim[];
}

/** Alerts whose claims are cited in full; those after them briefly. */
export const FULL_ALERTS = 25;
/** Groups without an alert that are cited, briefly, in order of rank. */
export const OTHERS_CITED = 10;

/** The groups whose claims are cited: every alert, and the first others. O(groups × claims). */
export function citedGroups(groups: readonly GroupEntry[]): CitedGroup[] {
  const alerts = groups.filter(({ alert }) => alert);
  const others = groups.filter(({ alert }) => !alert).slice(0, OTHERS_CITED);
  return [...alerts, ...others].map((group, at) => ({
    id: group.id,
    members: group.members.map((member) => member.account_id),
    depth: group.alert && at < FULL_ALERTS ? 'full' : 'brief',
    claims: claimsOf(group),
  }));
}

/** What a group's evidence says, family by family: each statistic, then each shared value. */
export function claimsOf({ evidence, shared }: GroupEntry): Claim[] {
  const claims: Omit<Claim, 'id'>[] = [];
  for (const { family, available, statistics } of evidence) {
    if (!available) continue;
    for (const { name } of statistics) {
      const measure = MEASURES.find((one) => one.name === name);
      const needs = measure?.needs ?? [NEEDS[family]];
      claims.push({ family, about: { statistic: name }, needs });
    }
  }
  for (const { facet, value } of shared) {
    const family = identifierFamily(facet);
    if (family !== null) claims.push({ family, about: { facet, value }, needs: [] });
  }
  return claims.map((claim, at) => ({ id: `C${at + 1}`, ...claim }));
}
