/**
 * Selective disclosure of cited records. A redacted record still carries a commitment to each field of it, so that what
 * it discloses can be checked against the same root as in the full pack, and so that a field that is asked for later can
 * be opened by its salt alone:
 *
 *     salt of a field      first 16 bytes of HMAC-SHA-256(salt of the record, "stillhunt field salt 1" 00 field)
 *     commitment           SHA-256("stillhunt commitment 1" 00 salt of the field, hexadecimal, 00 JSON of [field, value])
 *     disclosure hash      root (RFC 9162) over the commitments of a record, in order of the fields' names
 *     records_root         root (RFC 9162) over the disclosure hashes of all cited records, ascending
 *
 * Committed are the canonical fields and, with names that no field has: `#sha256`, `#of`, `#byte_offset`, `#byte_length`,
 * `#line`, `#leaf` and `#root`, which bind the record to its bytes and to the tree over its input. Commitments hide: the
 * salt of a field has 128 bits, and other fields' salts do not follow from it.
 */

import { createHmac, hash } from 'node:crypto';
import { StillhuntError } from '../errors.js';
import type { FindingsDocument } from '../evidence/findings-document.js';
import { RecordTree } from '../evidence/record-tree.js';
import type { RecordEntry } from '../evidence/records-entry.js';
import { isShown, shownValue } from '../pseudonym/shown-value.js';
import { FIELDS } from '../record/usage-record.js';
import type { Redaction } from './redaction/rule.js';

type Value = string | number | null;

/** Where a redacted record may be found again by whoever holds the log; shown as it is. */
const PLACE_SHOWN: ReadonlySet<string> = new Set(['#of', '#line', '#leaf']);
const ROOT = '#root';

export function fieldSalt(recordSalt: string, field: string): string {
  const mac = createHmac('sha256', Buffer.from(recordSalt, 'hex')).update(`stillhunt field salt 1\0${field}`);
  return mac.digest('hex').slice(0, 32);
}

export function commitment(salt: string, field: string, value: Value): string {
  return hash('sha256', `stillhunt commitment 1\0${salt}\0${JSON.stringify([field, value])}`, 'hex');
}

/**
 * The document with the root over its cited records; itself where none are cited or they are redacted. O(records).
 * @throws StillhuntError `integrity` where it has another root already, `input` for a record without a salt.
 */
export function committed(document: FindingsDocument): FindingsDocument {
  const { records, disclosure } = document;
  if (records === undefined || records.length === 0 || disclosure?.profile === 'partner') return document;
  const roots = treeRoots(document);
  const root = rootOver(records.map((record) => hashOf(record, roots)));
  // A new root would make records that were changed look whole.
  if (document.records_root !== undefined && document.records_root !== root) {
    throw new StillhuntError(
      'integrity',
      'The cited records of the findings do not agree with their records_root.',
      'They were changed since they were written. Run stillhunt verify on the pack that they come from.',
    );
  }
  return { ...document, records_root: root };
}

/** A record as a partner may have it, and its disclosure hash. `treeRoot`: shown root of its input's tree, or null. */
export interface RedactedRecord {
  readonly entry: RecordEntry;
  readonly hash: string;
}

/**
 * Redacts all cited records and gives them new ids, which come from what cannot be guessed; in order of these ids.
 * `showsRoot`: whether the root over the records of an input is shown to the reader.
 */
export function redactedRecords(
  document: FindingsDocument,
  to: Redaction,
  showsRoot: (input: string) => boolean,
): { readonly records: readonly RecordEntry[]; readonly ids: ReadonlyMap<string, string> } {
  const roots = treeRoots(document);
  const found = (document.records ?? []).map((record) => ({
    record,
    hash: hashOf(record, roots),
  }));
  const names = idsOf(found.map((each) => each.hash));
  const records = found.map((each, i) =>
    redactedRecord(each.record, names[i]!, roots, to, showsRoot(each.record.input)),
  );
  records.sort((a, b) => (a.id < b.id ? -1 : 1));
  return { records, ids: new Map(found.map(({ record }, i) => [record.id, names[i]!])) };
}

/**
 * What is wrong with the commitments of a document, one sentence each; empty where all agree with `records_root`. Works
 * on full and redacted documents alike. O(records).
 */
export function disclosureProblems(document: FindingsDocument): string[] {
  const { records = [], records_root: root } = document;
  if (records.length === 0) return root === undefined ? [] : ['records_root is there, but no records are.'];
  if (root === undefined) return ['records are there, but records_root is not.'];
  const roots = treeRoots(document);
  const problems: string[] = [];
  const hashes = records.map((record) => {
    const found = record.redacted === undefined ? hashOf(record, roots) : hashOfRedacted(record, roots);
    if (record.redacted !== undefined && !found.startsWith(record.id.slice(1)))
      problems.push(`record ${record.id}: what it discloses does not agree with its commitments.`);
    return found;
  });
  if (rootOver(hashes) !== root) problems.push('the cited records do not agree with records_root.');
  return problems;
}

function treeRoots({ record_trees: trees = [] }: FindingsDocument): ReadonlyMap<string, string> {
  return new Map(trees.map(({ input, root }) => [input, root]));
}

/** Everything that is committed of a full record, in order of name. */
function valuesOf(record: RecordEntry, roots: ReadonlyMap<string, string>): (readonly [string, Value])[] {
  const place: readonly (readonly [string, Value])[] = [
    ['#byte_length', record.byte_length],
    ['#byte_offset', record.byte_offset],
    ['#leaf', record.proof.leaf],
    ['#line', record.line],
    ['#of', record.of],
    [ROOT, roots.get(record.input) ?? null],
    ['#sha256', record.sha256],
  ];
  const fields = FIELDS.filter((field) => Object.hasOwn(record.fields, field))
    .sort()
    .map((field) => [field, record.fields[field]!] as const);
  return [...place, ...fields];
}

function hashOf(record: RecordEntry, roots: ReadonlyMap<string, string>): string {
  const salt = saltOf(record);
  return treeRoot(
    valuesOf(record, roots).map(([field, value]) => commitment(fieldSalt(salt, field), field, value)),
  );
}

function saltOf({ id, salt }: RecordEntry): string {
  if (salt === null || !/^[0-9a-f]{32}$/.test(salt)) throw unusable(id, 'no salt');
  return salt;
}

function unusable(id: string, lacks: string): StillhuntError {
  return new StillhuntError(
    'input',
    `Record ${id} of the findings has ${lacks}, so no commitment can be made to it.`,
  );
}

function redactedRecord(
  record: RecordEntry,
  id: string,
  roots: ReadonlyMap<string, string>,
  to: Redaction,
  showsRoot: boolean,
): RecordEntry {
  const salt = saltOf(record);
  const { line, proof } = record;
  if (![line, proof.leaf, proof.size].every(Number.isSafeInteger)) throw unusable(record.id, 'no place');
  const fields: Record<string, string | number> = {};
  const salts: Record<string, string> = {};
  const commitments: Record<string, string> = {};
  const shown: Record<string, string> = {};
  for (const [field, value] of valuesOf(record, roots)) {
    const own = fieldSalt(salt, field);
    const ofPlace = field.startsWith('#');
    const discloses = ofPlace
      ? PLACE_SHOWN.has(field) || (field === ROOT && showsRoot)
      : value !== null && isShown(field, value, to);
    if (discloses) {
      salts[field] = own;
      if (!ofPlace) fields[field] = value!;
    } else {
      commitments[field] = commitment(own, field, value);
      if (!ofPlace) shown[field] = shownValue(field, String(value), to);
    }
  }
  return {
    id,
    input: to.number('input', record.input),
    byte_offset: null,
    byte_length: null,
    line,
    sha256: null,
    of: record.of === 'fields' ? 'fields' : 'bytes', // and no other text
    fields,
    salt: null,
    redacted: { salts, commitments, shown },
    proof: { leaf: proof.leaf, size: proof.size, path: [] },
  };
}

/** From disclosed values with their salts, and commitments of the others. */
function hashOfRedacted(record: RecordEntry, roots: ReadonlyMap<string, string>): string {
  const { salts, commitments } = record.redacted!;
  const values: Readonly<Record<string, Value>> = {
    ...record.fields,
    '#leaf': record.proof.leaf,
    '#line': record.line,
    '#of': record.of,
    [ROOT]: roots.get(record.input) ?? null,
  };
  const opened = Object.entries(salts).map(
    ([field, salt]) => [field, commitment(salt, field, values[field] ?? null)] as const,
  );
  const all = new Map([...opened, ...Object.entries(commitments)]);
  // A disclosed value without a salt would stand there unchecked.
  if (Object.keys(record.fields).some((field) => !Object.hasOwn(salts, field))) return '';
  if (all.size !== opened.length + Object.keys(commitments).length) return '';
  return treeRoot([...all].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one));
}

function rootOver(hashes: readonly string[]): string {
  return treeRoot([...hashes].sort());
}

function treeRoot(leaves: readonly string[]): string {
  const tree = new RecordTree();
  for (const leaf of leaves) tree.add(leaf);
  return tree.root();
}

const ID_DIGITS = 16;

/** `R` and the first 16 digits of each, the whole of those that agree so far. */
function idsOf(hashes: readonly string[]): string[] {
  const seen = new Map<string, number>();
  for (const each of hashes) {
    const head = each.slice(0, ID_DIGITS);
    seen.set(head, (seen.get(head) ?? 0) + 1);
  }
  return hashes.map((each) => {
    const head = each.slice(0, ID_DIGITS);
    return `R${seen.get(head) === 1 ? head : each}`;
  });
}
