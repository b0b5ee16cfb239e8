import { StillhuntError } from '../errors.js';
import type { FindingsDocument, GroupEntry, MemberEntry } from '../evidence/findings-document.js';
import { visible } from '../evidence/hidden-characters.js';
import { counted } from '../report/quantity.js';
import { nearestIds } from './nearest-ids.js';

/** What an id stands for. */
export type Subject = GroupSubject | AccountSubject;

export interface GroupSubject {
  readonly kind: 'group';
  readonly group: GroupEntry;
}

export interface AccountSubject {
  readonly kind: 'account';
  readonly id: string;
  /** Its groups by rank; empty for an account of the log that is in none. */
  readonly memberships: readonly Membership[];
  /** What the log has of it in all, where that is known. */
  readonly totals: AccountTraffic | null;
}

export interface Membership {
  readonly group: GroupEntry;
  readonly member: MemberEntry;
  /** Place among the members by strength, from 1. */
  readonly place: number;
}

export interface AccountTraffic {
  readonly requests: number;
  /** ISO 8601 UTC. */
  readonly first_time: string | null;
  readonly last_time: string | null;
}

/** Where ids are looked up. */
export interface Searched {
  readonly document: FindingsDocument;
  /** The file that the document was read from. */
  readonly file: string;
  /** Accounts of the whole log with their traffic, where the folder has them; asked only for accounts in no group. */
  readonly accounts: () => Promise<ReadonlyMap<string, AccountTraffic> | null>;
}

const NEAREST = 3;

/**
 * The group or account with this id, as it is or as reports show it, with hidden characters spelled out. Without `as`
 * a group comes before an account of the same name.
 * @throws StillhuntError `usage` for an id that is neither: what was searched, and the ids most like it.
 */
export async function findSubject(
  id: string,
  searched: Searched,
  as: 'group' | 'account' | null = null,
): Promise<Subject> {
  const { groups } = searched.document;
  const fits = (known: string) => known === id || visible(known) === id;
  const group = as === 'account' ? undefined : groups.find((each) => fits(each.id));
  if (group !== undefined) return { kind: 'group', group };
  if (as === 'group') throw unknown(id, 'group', searched, [], null);

  const known = membershipsOf(groups);
  const exact = known.has(id) ? id : [...known.keys()].find(fits);
  if (exact !== undefined)
    return { kind: 'account', id: exact, memberships: known.get(exact)!, totals: null };
  const accounts = await searched.accounts();
  const alone = accounts?.has(id) ? id : [...(accounts?.keys() ?? [])].find(fits);
  if (alone !== undefined) {
    return { kind: 'account', id: alone, memberships: [], totals: accounts!.get(alone)! };
  }
  throw unknown(id, as, searched, [...known.keys()], accounts);
}

/** Every account in any group with its memberships, by rank of the group. O(members). */
function membershipsOf(groups: readonly GroupEntry[]): Map<string, Membership[]> {
  const found = new Map<string, Membership[]>();
  for (const group of groups) {
    for (const [i, member] of group.members.entries()) {
      const list = found.get(member.account_id);
      const membership = { group, member, place: i + 1 };
      if (list === undefined) found.set(member.account_id, [membership]);
      else list.push(membership);
    }
  }
  return found;
}

function unknown(
  id: string,
  as: 'group' | 'account' | null,
  { document, file }: Searched,
  members: readonly string[],
  accounts: ReadonlyMap<string, AccountTraffic> | null,
): StillhuntError {
  const groups = document.groups.map((group) => group.id);
  const searched: string[] = [];
  if (as !== 'account') searched.push(counted(groups.length, 'group'));
  if (as !== 'group') {
    searched.push(
      accounts === null
        ? `${counted(members.length, 'account')} in groups`
        : `all ${counted(accounts.size, 'account')} of the log`,
    );
  }
  const candidates = new Set([
    ...(as === 'account' ? [] : groups),
    ...(as === 'group' ? [] : (accounts?.keys() ?? members)),
  ]);
  const near = nearestIds(id, candidates, NEAREST);
  const what = as === null ? 'group or account' : as;
  const named =
    (document.disclosure?.key_id ?? null) === null
      ? ''
      : ' Accounts and groups stand there under pseudonyms.';
  const gap =
    as === 'group' || accounts !== null
      ? ''
      : ' Accounts in no group are not listed there, so it may be one of them, or not in the log at all.';
  return new StillhuntError(
    'usage',
    `No ${what} has the id ${JSON.stringify(id)}. Searched: ${searched.join(' and ')} in ${file}.${named}${gap}`,
    near.length === 0
      ? 'No id there looks like it. ranking.csv lists the groups, groups/<id>/members.csv the accounts.'
      : `Most like it: ${near.map((each) => JSON.stringify(each)).join(', ')}.`,
  );
}
