import { groupId } from '../assess/group-id.js';
import type { FindingsDocument, GroupEntry } from './findings-document.js';
import {
  type GroupChangeClass,
  type GroupChangeEntry,
  type GroupSideEntry,
  type RunCaveatEntry,
  runDifference,
} from './run-difference.js';

/** An earlier run that the findings were compared with. */
export interface BaselineEntry {
  /** Of its findings.json. */
  readonly sha256: string;
  readonly period: FindingsDocument['period'];
  /** In what the runs themselves differ; comparisons are weaker for each. */
  readonly caveats: readonly RunCaveatEntry[];
  readonly counts: Readonly<Record<GroupChangeClass, number>>;
  /** Groups of the earlier run that are no longer there. */
  readonly gone: readonly GroupSideEntry[];
}

/** What became of a group since the earlier run. */
export interface SinceBaselineEntry {
  readonly change: GroupChangeClass;
  /** Ids of the earlier groups that it comes from, by rank. */
  readonly before: readonly string[];
  /** Whether any of these was an alert; null where there is none. */
  readonly alert_before: boolean | null;
  readonly rank_before: number | null;
  readonly score_before: number | null;
  /** Members that were in none of these, and members of these that it does not have. */
  readonly joined: number;
  readonly left: number;
  /** Members that were in an alert of the earlier run, any of its alerts. */
  readonly alert_members?: number;
  /**
   * Members, marked `founder`, of which the group was made when it got the id that it goes on under; absent where its id is
   * that of its members.
   */
  readonly founders?: number;
}

/**
 * The findings with what became of each group since an earlier run. A group that goes on keeps its id: of the
 * groups of one change, those that share most accounts are the same one, ties by rank; a further part of a split and what
 * has no earlier group keeps the id of its members. O(members of both).
 * @param baseline the earlier run and the SHA-256 of its findings.json
 */
export function withBaseline(
  document: FindingsDocument,
  baseline: { readonly document: FindingsDocument; readonly sha256: string },
): FindingsDocument {
  const difference = runDifference(baseline.document, document);
  const earlier = new Map(baseline.document.groups.map((group) => [group.rank, group]));
  const now = new Map(document.groups.map((group) => [group.rank, group]));
  const told = new Map<GroupEntry, { readonly id: string | null; readonly since: SinceBaselineEntry }>();
  for (const change of difference.groups) {
    const olds = change.before.map(({ rank }) => earlier.get(rank)!);
    const news = change.after.map(({ rank }) => now.get(rank)!);
    const kept = continued(olds, news);
    for (const group of news)
      told.set(group, { id: kept.get(group) ?? null, since: sinceBaseline(change, olds, group) });
  }
  const taken = new Set([...told.values()].map(({ id }) => id));
  const byId = new Map(baseline.document.groups.map((group) => [group.id, group]));
  const alerted = new Set(
    baseline.document.groups.flatMap(({ alert, members }) =>
      alert ? members.map(({ account_id }) => account_id) : [],
    ),
  );
  const groups = document.groups.map((group): GroupEntry => {
    const { id, since } = told.get(group)!;
    const alert_members = group.members.filter(({ account_id }) => alerted.has(account_id)).length;
    const told_since = { ...since, alert_members };
    if (id === null) return { ...group, id: freeId(group.id, taken), since_baseline: told_since };
    if (id === group.id) return { ...group, since_baseline: told_since };
    const first = foundersOf(byId.get(id)!);
    const members = group.members.map((member) =>
      first.has(member.account_id) ? { ...member, founder: true as const } : member,
    );
    const founders = members.filter((member) => 'founder' in member).length;
    return { ...group, id, since_baseline: { ...told_since, founders }, members };
  });
  return {
    ...document,
    baseline: {
      sha256: baseline.sha256,
      period: baseline.document.period,
      caveats: difference.caveats,
      counts: difference.counts,
      gone: difference.groups.filter(({ change }) => change === 'gone').flatMap(({ before }) => before),
    },
    groups,
  };
}

/** The members of which a group was made when it got its id. */
function foundersOf({ members, since_baseline: since }: GroupEntry): Set<string> {
  const first = since?.founders === undefined ? members : members.filter(({ founder }) => founder === true);
  return new Set(first.map(({ account_id }) => account_id));
}

/** The id of its members, or, where a group that has changed since goes on under it, one made of that. */
function freeId(id: string, taken: ReadonlySet<string | null>): string {
  return taken.has(id) ? freeId(groupId([id]), taken) : id;
}

/** Ids that go on, by the group that has them now. */
function continued(olds: readonly GroupEntry[], news: readonly GroupEntry[]): Map<GroupEntry, string> {
  const pairs = olds.flatMap((old) => {
    const ids = new Set(old.members.map(({ account_id }) => account_id));
    return news.map((group) => ({
      old,
      group,
      shared: group.members.filter(({ account_id }) => ids.has(account_id)).length,
    }));
  });
  pairs.sort((a, b) => b.shared - a.shared || a.old.rank - b.old.rank || a.group.rank - b.group.rank);
  const kept = new Map<GroupEntry, string>();
  const gone = new Set<GroupEntry>();
  for (const { old, group, shared } of pairs) {
    if (shared === 0 || kept.has(group) || gone.has(old)) continue;
    kept.set(group, old.id);
    gone.add(old);
  }
  return kept;
}

function sinceBaseline(
  { change, alert, rank }: GroupChangeEntry,
  olds: readonly GroupEntry[],
  group: GroupEntry,
): SinceBaselineEntry {
  const had = new Set(olds.flatMap(({ members }) => members.map(({ account_id }) => account_id)));
  const has = new Set(group.members.map(({ account_id }) => account_id));
  return {
    change,
    before: olds.map(({ id }) => id),
    alert_before: alert.before,
    rank_before: rank.before,
    score_before: olds.length === 0 ? null : Math.max(...olds.map(({ score }) => score)),
    joined: [...has].filter((id) => !had.has(id)).length,
    left: [...had].filter((id) => !has.has(id)).length,
  };
}
