import type { GroupListsEntry, ListReasonEntry, ListsEntry } from '../../evidence/lists-entry.js';
import { day } from './entry-parts.js';
import { figure, keyedHash, list, numbered, object, orNull, withheld } from './rule.js';

/** Why something is on a list, and by whom, is the user's own business. */
const listReason = {
  reason: withheld<string>(),
  author: withheld<string>(),
  added: day,
  expires: day,
};
/** What lists say of a group. */
export const groupLists = object<GroupListsEntry>({
  suppressed: orNull(
    object<NonNullable<GroupListsEntry['suppressed']>>({
      reasons: list(object<ListReasonEntry>(listReason)),
      alert: figure(),
    }),
  ),
  outgrown: list(object<ListReasonEntry>(listReason)),
  known_good_members: figure(),
  watched_members: figure(),
  watch: list(object<GroupListsEntry['watch'][number]>({ ...listReason, members: figure() })),
});
const listCounts = object<ListsEntry['watch']>({ entries: figure(), expired: figure() });
/** What was listed, as a whole. */
export const lists = object<ListsEntry>({
  as_of: day,
  files: list(object({ name: numbered('list'), sha256: keyedHash('list') })),
  known_good: listCounts,
  watch: listCounts,
  suppressed: object({ groups: figure(), alerts: figure() }),
  watched: list(
    object<ListsEntry['watched'][number]>({ ...listReason, accounts: figure(), in_groups: figure() }),
  ),
});
