import { StillhuntError } from '../errors.js';
import type { AccountLists, ListedAccounts } from '../evidence/account-lists.js';
import type { PseudonymisedEntry } from '../evidence/disclosure-entry.js';
import type { Pseudonyms } from '../pseudonym/pseudonym.js';

/** An account as a case with pseudonyms has it. */
const PSEUDONYM = /^account-[0-9a-f]{32}$/;

/**
 * Lists as they fit a case, or findings of it: where it keeps pseudonyms, accounts that the lists name as they are logged are
 * found by these. Pseudonyms in lists stay.
 * @param names absent where the case has names as logged
 * @param pseudonyms those under the key that was given; null for none
 * @throws StillhuntError `usage` where accounts cannot be found without the key, or the key is another one
 */
export function keyedLists(
  lists: AccountLists,
  names: PseudonymisedEntry | undefined,
  pseudonyms: Pseudonyms | null,
): AccountLists {
  if (names === undefined) return lists;
  if (pseudonyms !== null && pseudonyms.keyId !== names.key_id)
    throw new StillhuntError(
      'usage',
      `Accounts of the lists are found by the key of the case, whose id is ${names.key_id}; the key given has the id ${pseudonyms.keyId}.`,
      'Give that key: --pseudonym-key FILE.',
    );
  const account = (name: string): string => {
    if (PSEUDONYM.test(name)) return name;
    if (pseudonyms !== null) return pseudonyms.of('account', name);
    throw new StillhuntError(
      'usage',
      'The lists name accounts as they are logged, and the case keeps pseudonyms.',
      `Give the key of the case, its id is ${names.key_id}: --pseudonym-key FILE; or list pseudonyms.`,
    );
  };
  const found = (entry: ListedAccounts): ListedAccounts => ({
    ...entry,
    accounts: new Set([...entry.accounts].map(account)),
  });
  return { files: lists.files, knownGood: lists.knownGood.map(found), watch: lists.watch.map(found) };
}
