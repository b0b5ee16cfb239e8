import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { getNodeValue, type ParseError, parseTree } from 'jsonc-parser';
import { StillhuntError } from '../errors.js';
import type { ListReasonEntry } from './lists-entry.js';

export const LISTS_SCHEMA = 'stillhunt/lists/1';

/** An entry of a list. */
export interface ListedAccounts extends ListReasonEntry {
  readonly accounts: ReadonlySet<string>;
  /** Ids of groups; empty in a watch list. */
  readonly groups: ReadonlySet<string>;
}

/** Known-good and watched accounts that the user keeps. */
export interface AccountLists {
  readonly files: readonly { readonly name: string; readonly sha256: string }[];
  readonly knownGood: readonly ListedAccounts[];
  readonly watch: readonly ListedAccounts[];
}

interface StoredEntry extends ListReasonEntry {
  readonly accounts?: readonly string[];
  readonly groups?: readonly string[];
}

/**
 * Reads lists: JSON, comments allowed, as lists-1.schema.json says.
 * @param file its name and hash, as findings are to show it
 * @throws StillhuntError `input` for what does not fit, naming the place
 */
export function parseLists(
  text: string,
  file: { readonly name: string; readonly sha256: string },
): AccountLists {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  if (root === undefined || errors.length > 0) {
    const line = text.slice(0, errors[0]?.offset ?? 0).split('\n').length;
    throw new StillhuntError(
      'input',
      `${file.name} line ${line}: no JSON.`,
      'Lists are JSON, comments allowed.',
    );
  }
  const value: unknown = getNodeValue(root);
  const fits = new Ajv2020({ strict: true }).compile(listsSchema());
  if (!fits(value)) {
    const [first] = fits.errors ?? [];
    const allowed = (first?.params as { allowedValue?: unknown } | undefined)?.allowedValue;
    throw new StillhuntError(
      'input',
      `${file.name}: at ${first?.instancePath || '/'}: ${first?.message ?? 'does not fit'}${allowed === undefined ? '' : ` ${JSON.stringify(allowed)}`}.`,
      `Expected {"schema": "${LISTS_SCHEMA}", "known_good": [...], "watch": [...]}, each entry with accounts, reason, author, added and expires.`,
    );
  }
  const { known_good = [], watch = [] } = value as {
    known_good?: readonly StoredEntry[];
    watch?: readonly StoredEntry[];
  };
  return { files: [file], knownGood: known_good.map(entryOf), watch: watch.map(entryOf) };
}

/** Several lists as one, in their order. */
export function joinedLists(all: readonly AccountLists[]): AccountLists {
  return {
    files: all.flatMap(({ files }) => files),
    knownGood: all.flatMap(({ knownGood }) => knownGood),
    watch: all.flatMap(({ watch }) => watch),
  };
}

function entryOf({
  accounts = [],
  groups = [],
  reason,
  author,
  added,
  expires,
}: StoredEntry): ListedAccounts {
  return { accounts: new Set(accounts), groups: new Set(groups), reason, author, added, expires };
}

/** The schema that ships, the same file for sources and build. */
function listsSchema(): object {
  const file = new URL('../../src/evidence/lists-1.schema.json', import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as object;
}
