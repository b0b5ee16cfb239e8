import canonicalize from 'canonicalize';
import { visible } from '../evidence/hidden-characters.js';

/**
 * JSON in the canonical form of RFC 8785: one line, keys in order of their UTF-16 code units, numbers as ECMAScript
 * prints them, no escapes beyond those that JSON demands. Equal values give equal bytes, so hashes and signatures can
 * be checked by whoever writes the same value with other software. Throws for text with half a surrogate pair and for
 * numbers that are not finite. O(size).
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new Error('nothing to write as JSON');
  return text;
}

/**
 * A copy of a value in which hidden characters of every text, keys included, are spelled out (see `visible`): the
 * canonical form has no escapes of its own for them, and names may come from whoever wrote the logs. One-to-one.
 */
export function inert<T>(value: T): T;
export function inert(value: unknown): unknown {
  if (typeof value === 'string') return visible(value);
  if (Array.isArray(value)) return value.map((item) => inert<unknown>(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [visible(key), inert<unknown>(item)]));
}
