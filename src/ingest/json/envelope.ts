import { parsedText } from '../mapping/path.js';

/** Names under which exports put the list of their records. */
export const ENVELOPES: ReadonlySet<string> = new Set([
  'records',
  'data',
  'result',
  'results',
  'events',
  'logEvents',
  'logs',
  'rows',
  'items',
  'resourceSpans',
]);

/** Names under which log services put the text of an entry. */
const MESSAGES = ['message', '@message'] as const;

/**
 * How to come from an object that was read to the records in it: null where that cannot be done, and in the place of a
 * record that is none.
 */
export type Unwrap = (record: object) => readonly (object | null)[] | null;

/** Ways to unwrap, the plainest first: as it is, a list in it, the text of a log entry, and both. */
export const UNWRAPS: readonly { readonly name: string; readonly unwrap: Unwrap }[] = [
  { name: 'the record itself', unwrap: (record) => [record] },
  { name: 'a list in the record', unwrap: listed },
  { name: 'JSON in the text of a log entry', unwrap: entered },
  { name: 'a list of log entries', unwrap: (record) => all(listed(record), entered) },
];

/** All records inside of some, with null in the place of one that holds none. */
export function all(records: readonly (object | null)[] | null, unwrap: Unwrap): (object | null)[] | null {
  return records?.flatMap((record) => (record === null ? [null] : (unwrap(record) ?? [null]))) ?? null;
}

/** Whether an object is a page of an export with nothing on it. */
export function isEmptyPage(record: object): boolean {
  return listed(record)?.length === 0;
}

/** Items of the lists under known names, null for one that is no object; null where there is no such list. */
function listed(record: object): (object | null)[] | null {
  let found: (object | null)[] | null = null;
  for (const [key, value] of Object.entries(record)) {
    if (!ENVELOPES.has(key)) continue;
    const list = typeof value === 'string' ? parsedText(value) : value;
    if (!Array.isArray(list)) continue;
    const items = list.map((item) => (typeof item === 'object' ? item : null));
    found = found === null ? items : [...found, ...items];
  }
  return found;
}

/** Path to the records inside of such an object, for a map that unwraps like one of the ways above; null for none. */
export function unwrapPath(name: string, record: object): string | null {
  const list = Object.keys(record).find((key) => ENVELOPES.has(key));
  const message = MESSAGES.find((key) => Object.hasOwn(record, key));
  if (name === UNWRAPS[1]!.name) return list ?? null;
  if (name === UNWRAPS[2]!.name) return message ?? null;
  return name === UNWRAPS[3]!.name && list !== undefined ? `${list}[*].message` : null;
}

/** The record in the text of a log entry, after a time that may stand before it. */
function entered(record: object): object[] | null {
  for (const key of MESSAGES) {
    if (!Object.hasOwn(record, key)) continue;
    const text = (record as Record<string, unknown>)[key];
    const inner = typeof text === 'string' ? parsedText(text.slice(Math.max(text.indexOf('{'), 0))) : text;
    return typeof inner === 'object' && inner !== null ? [inner] : null;
  }
  return null;
}
