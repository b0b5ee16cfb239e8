import type { DisclosureEntry } from '../evidence/disclosure-entry.js';
import type { FindingsDocument } from '../evidence/findings-document.js';
import type { RecordEntry } from '../evidence/records-entry.js';
import type { Pseudonyms } from '../pseudonym/pseudonym.js';
import { redactedRecords } from './disclosure.js';
import { documentRule } from './redaction/document.js';
import { ROWS_TO_SHOW_HASH } from './redaction/entry-parts.js';
import type { Redaction } from './redaction/rule.js';

/**
 * The document as a partner or a pipeline may have it. Pure: the same document, profile and key give the same bytes, and
 * every view that is made of the result keeps back the same. Fields that the rules do not name are left out. The
 * document must hold everything. O(size of the document), one HMAC-SHA-256 for each different text of a kind.
 */
export function redacted(
  document: FindingsDocument,
  profile: Redaction['profile'],
  pseudonyms: Pseudonyms,
): FindingsDocument {
  if (document.disclosure !== undefined) throw new Error('the document was made for a profile already');
  const number = numbering();
  for (const { name } of document.inputs) number('input', name); // in their order, whoever names them first
  const known = remembered(pseudonyms);
  const groupIds = groupIdsOf(document, pseudonyms);
  const bare: Redaction = { profile, pseudonyms: known, number, groupIds, recordIds: new Map() };
  const cited =
    profile === 'partner' && !guessable(document)
      ? redactedRecords(document, bare, showsRoot(document))
      : null;
  const to: Redaction = { ...bare, recordIds: cited?.ids ?? bare.recordIds };
  const rules = documentRule(profile);
  const shown = rules.show(document, to, {})!;
  const { schema, tool, ...rest } = shown;
  const disclosure: DisclosureEntry = {
    profile,
    key_id: pseudonyms.keyId,
    fields: rules.fields('').filter(({ field }) => field !== 'disclosure'),
    linkable: LINKABLE[profile],
  };
  return { schema, tool, disclosure, ...withRecords(rest, document, cited?.records ?? null) };
}

const ID_DIGITS = 8;

/**
 * Ids as long as those of full documents, longer where two would agree. A group's own id is a hash of the names of its
 * members, which could be guessed at.
 */
function groupIdsOf(document: FindingsDocument, { digest }: Pseudonyms): ReadonlyMap<string, string> {
  const { groups, baseline: earlier } = document;
  const own = groups.flatMap(({ id, since_baseline: since }) => [id, ...(since?.before ?? [])]);
  const ids = [...own, ...(earlier?.gone ?? []).map(({ id }) => id)];
  const digests = new Map(ids.map((id) => [id, digest('group', id)]));
  const heads = countsOf([...digests.values()].map((each) => each.slice(0, ID_DIGITS)));
  const shown = (each: string) => each.slice(0, heads.get(each.slice(0, ID_DIGITS)) === 1 ? ID_DIGITS : 32);
  return new Map([...digests].map(([id, each]) => [id, `G-${shown(each)}`]));
}

function countsOf(texts: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

/** Salts of records come from all rows of a run; where these are few, whoever knows most of them could try the rest. */
function guessable({ record_trees: trees = [] }: FindingsDocument): boolean {
  return trees.reduce((sum, { records }) => sum + records, 0) < ROWS_TO_SHOW_HASH;
}

/** What is cited, where something is and may be shown. */
function withRecords<T extends Pick<FindingsDocument, 'records_root' | 'records_note'>>(
  shown: T,
  document: FindingsDocument,
  records: readonly RecordEntry[] | null,
): T {
  if (document.records === undefined) return shown;
  if (records !== null) return { ...shown, records };
  const { records_root: _, ...rest } = shown;
  return { ...(rest as T), records_note: RECORDS_KEPT_BACK };
}

const RECORDS_KEPT_BACK = 'Records are cited in the full findings, and kept back here.';

function showsRoot({ record_trees: trees = [] }: FindingsDocument): (input: string) => boolean {
  const large = new Set(
    trees.filter(({ records }) => records >= ROWS_TO_SHOW_HASH).map(({ input }) => input),
  );
  return (name) => large.has(name);
}

/** What a reader with other knowledge can still link. */
const LINKABLE: Readonly<Record<Redaction['profile'], readonly string[]>> = {
  partner: [
    'Pseudonyms under one key are the same in every pack, so that packs can be joined by them.',
    'Times, counts of requests and tokens, network prefixes, autonomous systems and countries are exact: whoever has another log of the same requests can join both by them.',
    'A network or an autonomous system that one organisation runs points to that organisation.',
    'Hashes and sizes of inputs with 64 accepted rows or more are shown: whoever has such a file can recognise it.',
    'Lists keep their order, which between equals is that of the names.',
    'Commitments to cited records are the same in every pack of the same inputs, whatever the key.',
  ],
  ci: [
    'Pseudonyms under one key are the same in every pack, so that packs can be joined by them.',
    'Times and counts of requests and tokens are exact: whoever has another log of the same requests can join both by them.',
    'Lists keep their order, which between equals is that of the names.',
    'Hashes and sizes of inputs with 64 accepted rows or more are shown: whoever has such a file can recognise it.',
  ],
};

function numbering(): Redaction['number'] {
  const kinds = new Map<string, Map<string, string>>();
  return (kind, text) => {
    const known = kinds.get(kind) ?? new Map<string, string>();
    kinds.set(kind, known);
    const name = known.get(text) ?? `${kind}-${known.size + 1}`;
    known.set(text, name);
    return name;
  };
}

/** An account stands in many places; its pseudonym is worked out once. */
function remembered({ of, ...rest }: Pseudonyms): Pseudonyms {
  const known = new Map<string, string>();
  return {
    ...rest,
    of: (kind, text) => {
      const key = `${kind}\0${text}`;
      const name = known.get(key) ?? of(kind, text);
      known.set(key, name);
      return name;
    },
  };
}
