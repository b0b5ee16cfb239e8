import type { AccountLists, ListedAccounts } from './account-lists.js';
import type { FindingsDocument, GroupEntry } from './findings-document.js';
import type { GroupListsEntry, ListReasonEntry } from './lists-entry.js';

/**
 * The findings with known-good and watch lists applied; the evidence stays as it is, also where a group is suppressed.
 *
 * A group is suppressed, and then no alert, where a known-good entry names its id or every one of its members is on
 * a known-good list. An id goes on from run to run while members come and go, so an entry that names it counts while more than
 * half of the members are those of which the group was made when it got the id. Groups are put in this order, those of each kind as they were: alerts, groups with watched members,
 * others, suppressed ones; and numbered anew. Members on the watch list are marked. Entries that have expired count for
 * nothing. Lists of an earlier call are replaced, so that lists work on old findings too. O(members + lists).
 * @param asOf day such as `2026-06-22`; null takes the last day of the log
 */
export function withLists(
  document: FindingsDocument,
  lists: AccountLists,
  asOf: string | null,
): FindingsDocument {
  const day = asOf ?? document.period.to?.slice(0, 10) ?? '';
  const counts = ({ expires }: ListReasonEntry) => expires >= day;
  const good = lists.knownGood.filter(counts);
  const watch = lists.watch.filter(counts);
  const groups = document.groups.map((group) => listed(withoutListsOf(group), good, watch));
  const kindOf = ({ alert, lists }: GroupEntry) =>
    lists?.suppressed != null ? 3 : alert ? 0 : (lists?.watched_members ?? 0) > 0 ? 1 : 2;
  const ordered = [...groups].sort((a, b) => kindOf(a) - kindOf(b) || a.rank - b.rank);
  const inGroups = new Set(groups.flatMap(({ members }) => members.map(({ account_id }) => account_id)));
  const suppressed = groups.filter(({ lists }) => lists?.suppressed != null);
  const { groups: _, ...rest } = document;
  return {
    ...rest,
    lists: {
      as_of: day,
      files: lists.files,
      known_good: { entries: lists.knownGood.length, expired: lists.knownGood.length - good.length },
      watch: { entries: lists.watch.length, expired: lists.watch.length - watch.length },
      suppressed: {
        groups: suppressed.length,
        alerts: suppressed.filter(({ lists }) => lists?.suppressed?.alert === true).length,
      },
      watched: watch.map((entry) => ({
        ...reasonOf(entry),
        accounts: entry.accounts.size,
        in_groups: [...entry.accounts].filter((id) => inGroups.has(id)).length,
      })),
    },
    groups: ordered.map((group, i) => ({ ...group, rank: i + 1, rank_without_lists: group.rank })),
  };
}

/** A group as its evidence has it. */
function withoutListsOf(group: GroupEntry): GroupEntry {
  const { lists, rank_without_lists: rank, ...plain } = group;
  if (lists === undefined) return { ...plain, rank: rank ?? group.rank };
  return {
    ...plain,
    rank: rank ?? group.rank,
    alert: lists.suppressed?.alert ?? group.alert,
    ...(group.alert_conditions === undefined
      ? {}
      : { alert_conditions: group.alert_conditions.filter(({ name }) => name !== 'not-known-good') }),
    members: group.members.map(({ watched, ...member }) => member),
  };
}

function listed(
  group: GroupEntry,
  good: readonly ListedAccounts[],
  watch: readonly ListedAccounts[],
): GroupEntry {
  const ids = group.members.map(({ account_id }) => account_id);
  const among = (entries: readonly ListedAccounts[]) =>
    ids.filter((id) => entries.some(({ accounts }) => accounts.has(id)));
  const known = among(good).length;
  const watched = new Set(among(watch));
  const named = good.filter(({ groups }) => groups.has(group.id));
  const founders = group.since_baseline?.founders ?? ids.length;
  const naming = 2 * founders > ids.length ? named : [];
  const covering =
    known === ids.length ? good.filter(({ accounts }) => ids.some((id) => accounts.has(id))) : [];
  const reasons = naming.length > 0 ? naming : covering;
  if (known === 0 && watched.size === 0 && named.length === 0) return group;
  const lists: GroupListsEntry = {
    suppressed: reasons.length === 0 ? null : { reasons: reasons.map(reasonOf), alert: group.alert },
    ...(named.length > naming.length ? { outgrown: named.map(reasonOf) } : {}),
    known_good_members: known,
    watched_members: watched.size,
    watch: watch.flatMap((entry) => {
      const members = ids.filter((id) => entry.accounts.has(id)).length;
      return members === 0 ? [] : [{ ...reasonOf(entry), members }];
    }),
  };
  const { alert_conditions: conditions } = group;
  return {
    ...group,
    alert: group.alert && lists.suppressed === null,
    ...(conditions === undefined || lists.suppressed === null
      ? {}
      : {
          alert_conditions: [
            ...conditions,
            { name: 'not-known-good' as const, value: null, needed: null, holds: false },
          ],
        }),
    lists,
    members: group.members.map((member) =>
      watched.has(member.account_id) ? { ...member, watched: true as const } : member,
    ),
  };
}

function reasonOf({ reason, author, added, expires }: ListReasonEntry): ListReasonEntry {
  return { reason, author, added, expires };
}
