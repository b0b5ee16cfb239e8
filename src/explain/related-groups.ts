import type { FindingsDocument, GroupEntry } from '../evidence/findings-document.js';

/** What two groups have in common, as far as the document says. */
export interface Relation {
  readonly id: string;
  readonly rank: number;
  readonly alert: boolean;
  readonly accounts: number;
  readonly common_members: number;
  /** Identifier values that the document lists for both. */
  readonly common_values: readonly CommonValue[];
  /** Sum over these of −ln of the share of all accounts that use the value: rare values count most. */
  readonly common_nats: number;
  /** Hours in which both are between their first and last request; null where these are not known. */
  readonly overlap_hours: number | null;
}

export interface CommonValue {
  readonly facet: string;
  readonly value: string;
  /** Members of either group that use it, and accounts of the log. */
  readonly members: readonly [number, number];
  readonly accounts: number;
}

/**
 * The groups nearest to one: most common members first, then most by common values; ties by rank. Groups that have
 * neither are left out.
 */
export function relatedGroups(group: GroupEntry, document: FindingsDocument): Relation[] {
  const known = lookupOf(group);
  return document.groups
    .filter((other) => other !== group)
    .map((other) => relationTo(known, other, document.accounts))
    .filter(({ common_members, common_values }) => common_members + common_values.length > 0)
    .sort((a, b) => b.common_members - a.common_members || b.common_nats - a.common_nats || a.rank - b.rank);
}

/** What `other` has in common with the group. `accounts`: of the whole log. O(members + values). */
export function relation(group: GroupEntry, other: GroupEntry, accounts: number): Relation {
  return relationTo(lookupOf(group), other, accounts);
}

/** Accounts that are in both, in code-unit order. */
export function commonMembers(group: GroupEntry, other: GroupEntry): string[] {
  return commonIds(lookupOf(group), other).sort();
}

/** A group that many are compared with. */
interface Lookup {
  readonly group: GroupEntry;
  readonly members: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, Shared>;
}

type Shared = GroupEntry['shared'][number];

function lookupOf(group: GroupEntry): Lookup {
  return {
    group,
    members: new Set(group.members.map(({ account_id }) => account_id)),
    values: new Map(group.shared.map((each) => [valueKey(each), each])),
  };
}

function valueKey({ facet, value }: { readonly facet: string; readonly value: string }): string {
  return JSON.stringify([facet, value]);
}

function relationTo(known: Lookup, other: GroupEntry, accounts: number): Relation {
  const values = commonValues(known, other);
  const nats = values.reduce((sum, value) => sum + Math.log(accounts / Math.max(1, value.accounts)), 0);
  return {
    id: other.id,
    rank: other.rank,
    alert: other.alert,
    accounts: other.accounts,
    common_members: commonIds(known, other).length,
    common_values: values,
    common_nats: Number(Math.max(0, nats).toFixed(3)),
    overlap_hours: overlapHours(known.group, other),
  };
}

function commonIds({ members }: Lookup, other: GroupEntry): string[] {
  return other.members.map(({ account_id }) => account_id).filter((id) => members.has(id));
}

/** Values that the document lists for both, fewest accounts first; ties by facet, then value. */
function commonValues({ values }: Lookup, other: GroupEntry): CommonValue[] {
  return other.shared
    .flatMap((each) => {
      const here = values.get(valueKey(each));
      if (here === undefined) return [];
      const { facet, value, accounts } = each;
      return [{ facet, value, members: [here.members, each.members] as const, accounts }];
    })
    .sort((a, b) => a.accounts - b.accounts || (valueKey(a) < valueKey(b) ? -1 : 1));
}

interface Spanning {
  readonly first_time: string | null;
  readonly last_time: string | null;
}

/** Hours in which both are between their first and last request; hundredths. Null where a time is not known. */
export function overlapHours(a: Spanning, b: Spanning): number | null {
  if (a.first_time === null || a.last_time === null || b.first_time === null || b.last_time === null) {
    return null;
  }
  const from = Math.max(Date.parse(a.first_time), Date.parse(b.first_time));
  const to = Math.min(Date.parse(a.last_time), Date.parse(b.last_time));
  return Math.round(Math.max(0, to - from) / 36_000) / 100;
}
