import type { FindingsDocument, GroupEntry, MemberEntry } from '../evidence/findings-document.js';
import type { ClaimEntry, RecordEntry } from '../evidence/records-entry.js';
import { type AlertMargins, alertMargins } from './alert-margins.js';
import { type Relation, relatedGroups } from './related-groups.js';
import type { AccountSubject, AccountTraffic, GroupSubject, Membership } from './subject.js';

/** What `explain --json` prints. Text in it is log content and hostile. Within version 1 it only gains fields. */
export const EXPLANATION_SCHEMA = 'stillhunt/explanation/1';

export interface GroupExplanation {
  readonly schema: typeof EXPLANATION_SCHEMA;
  readonly subject: { readonly kind: 'group'; readonly id: string };
  /** As the document has it. */
  readonly group: GroupEntry;
  readonly alert: AlertMargins;
  /** Groups with members or listed values in common, nearest first. */
  readonly related: readonly Relation[];
  /** Records that its claims cite, by id. */
  readonly records: readonly RecordEntry[];
}

export interface AccountExplanation {
  readonly schema: typeof EXPLANATION_SCHEMA;
  readonly subject: { readonly kind: 'account'; readonly id: string };
  /** In all the log; null where only what its groups say is known. */
  readonly totals: AccountTraffic | null;
  /** By rank of the group; empty for an account in no group. */
  readonly memberships: readonly MembershipExplanation[];
  /** Cited records that are its own. */
  readonly records: readonly RecordEntry[];
}

export interface MembershipExplanation {
  readonly group: string;
  readonly member: MemberEntry;
  /** Place among the members by strength, from 1, and their number. */
  readonly place: number;
  readonly members: number;
  /** Rare values that it shares with other members; null where the document does not say who has which. */
  readonly shares: readonly SharedRarity[] | null;
  /** Hand-overs in which it ends or starts. */
  readonly hand_overs: readonly HandOver[];
  /** Ids of the group's claims that cite records of this account. */
  readonly claims: readonly string[];
  /** Members with the most rare values in common with it, most nats first; ties by id. */
  readonly nearest: readonly NearAccount[];
}

export interface SharedRarity {
  readonly facet: string;
  readonly value: string;
  readonly members: number;
  readonly accounts: number;
  readonly rarity_nats: number;
}

export interface HandOver {
  readonly ended: string;
  readonly started: string;
  readonly gap_hours: number;
}

export interface NearAccount {
  readonly account_id: string;
  readonly common_values: number;
  /** Sum of −ln of the shares of all accounts that have these values. */
  readonly common_nats: number;
}

export function explainGroup({ group }: GroupSubject, document: FindingsDocument): GroupExplanation {
  return {
    schema: EXPLANATION_SCHEMA,
    subject: { kind: 'group', id: group.id },
    group,
    alert: alertMargins(group),
    related: relatedGroups(group, document),
    records: citedBy(group.claims ?? [], document),
  };
}

export function explainAccount(subject: AccountSubject, document: FindingsDocument): AccountExplanation {
  const { id, memberships, totals } = subject;
  const records = (document.records ?? []).filter((record) => accountOf(record) === id);
  const cited = new Set(records.map((record) => record.id));
  return {
    schema: EXPLANATION_SCHEMA,
    subject: { kind: 'account', id },
    totals,
    memberships: memberships.map((membership) => membershipOf(membership, cited)),
    records,
  };
}

/** Whose record it is; in a redacted one what stands for the account. */
function accountOf({ fields, redacted }: RecordEntry): string | number | undefined {
  return fields['account'] ?? redacted?.shown['account'];
}

function citedBy(claims: readonly ClaimEntry[], { records = [] }: FindingsDocument): RecordEntry[] {
  const ids = new Set(claims.flatMap((claim) => claim.records));
  return records.filter(({ id }) => ids.has(id));
}

/** `cited`: ids of records of the account. */
function membershipOf(
  { group, member, place }: Membership,
  cited: ReadonlySet<string>,
): MembershipExplanation {
  const id = member.account_id;
  const { figures } = group;
  const graph = rareValues(group);
  const own = graph?.get(id);
  return {
    group: group.id,
    member,
    place,
    members: group.members.length,
    // A member that the graph leaves out may still share values.
    shares: own === undefined ? null : [...own].sort(byRarity),
    hand_overs: (figures?.hand_overs.pairs ?? [])
      .filter(({ ended, started }) => ended === id || started === id)
      .map(({ ended, started, gap_hours }) => ({ ended, started, gap_hours })),
    claims: (group.claims ?? [])
      .filter(({ records }) => records.some((record) => cited.has(record)))
      .map((claim) => claim.id),
    nearest: graph === null || own === undefined ? [] : nearestOf(id, own, graph),
  };
}

/** Rare values by member, as the figures have them; null without figures. Objects are the same for each member. */
function rareValues({ figures }: GroupEntry): Map<string, SharedRarity[]> | null {
  if (figures === undefined) return null;
  const { members, values, edges } = figures.infrastructure;
  const found = new Map(members.map((id): [string, SharedRarity[]] => [id, []]));
  for (const [m, v] of edges) {
    const [member, value] = [members[m], values[v]];
    if (member !== undefined && value !== undefined) found.get(member)?.push(value);
  }
  return found;
}

function byRarity(a: SharedRarity, b: SharedRarity): number {
  return b.rarity_nats - a.rarity_nats || (a.facet + a.value < b.facet + b.value ? -1 : 1);
}

function nearestOf(
  id: string,
  own: readonly SharedRarity[],
  graph: ReadonlyMap<string, readonly SharedRarity[]>,
): NearAccount[] {
  const mine = new Set(own);
  return [...graph]
    .filter(([other]) => other !== id)
    .map(([account_id, values]): NearAccount => {
      const common = values.filter((value) => mine.has(value));
      const nats = common.reduce((sum, { rarity_nats }) => sum + rarity_nats, 0);
      return { account_id, common_values: common.length, common_nats: Number(nats.toFixed(3)) };
    })
    .filter(({ common_values }) => common_values > 0)
    .sort((a, b) => b.common_nats - a.common_nats || (a.account_id < b.account_id ? -1 : 1));
}
