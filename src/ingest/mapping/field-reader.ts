import { createHash } from 'node:crypto';
import { isMissing } from '../missing.js';
import { cellText } from './cell-text.js';
import { turnOf } from './chat-turns.js';
import type { FieldRule } from './mapping.js';
import { type Path, parsePath } from './path.js';

/** Half of a SHA-256: what tells values apart and does not show them. */
const HASH_DIGITS = 32;

/**
 * How one field is read from a record, as the text of a cell; the empty text where nothing is found. `nulls`: texts that
 * stand for a missing value in every field. `elapsed` reads the span of the rule, where it has one.
 * @throws StillhuntError `input` for a rule with a path that is none.
 */
export function fieldReader(
  rule: FieldRule,
  nulls: readonly string[],
  elapsed: ((record: object) => string) | null = null,
): (record: object) => string {
  const paths = (rule.from ?? []).map(parsePath);
  const terms = rule.sum?.map(parsePath) ?? null;
  const missing = new Set([...nulls, ...(rule.nulls ?? [])]);
  const capture = rule.capture === undefined ? null : new RegExp(rule.capture);
  const found = (record: object): string => {
    if (terms !== null) return sumOf(record, terms);
    for (const path of paths) {
      const text = plain(path.of(record), rule).trim();
      if (!isMissing(text) && !missing.has(text)) return text;
    }
    return '';
  };
  return (record) => {
    let text = found(record);
    if (text === '' && elapsed !== null) text = elapsed(record);
    if (text !== '') text = changed(text, rule, capture);
    if (text === '') text = rule.otherwise ?? '';
    return rule.hash === true && text !== ''
      ? createHash('sha256').update(text).digest('hex').slice(0, HASH_DIGITS)
      : text;
  };
}

/** The value as text, before any change: a turn of a conversation, an item of a list, or the whole. */
function plain(value: unknown, rule: FieldRule): string {
  if (value === undefined || value === null) return '';
  if (rule.turn !== undefined) return turnOf(value, rule.turn) ?? '';
  if (rule.prefixed === undefined) return cellText(value);
  const { prefixed } = rule;
  const items = Array.isArray(value) ? value : listOf(value);
  let best = '';
  for (const item of items) {
    // The longest says most: gateways list a client with and without its version.
    if (typeof item === 'string' && item.startsWith(prefixed) && item.length > best.length + prefixed.length)
      best = item.slice(prefixed.length);
  }
  return best;
}

function listOf(value: unknown): unknown[] {
  if (typeof value !== 'string') return [];
  try {
    const list: unknown = JSON.parse(value);
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}

function changed(text: string, rule: FieldRule, capture: RegExp | null): string {
  let now = text;
  if (rule.split !== undefined) now = now.split(rule.split.by).at(rule.split.at)?.trim() ?? '';
  if (capture !== null) now = capture.exec(now)?.[1] ?? '';
  if (rule.values !== undefined && Object.hasOwn(rule.values, now)) now = rule.values[now]!;
  if (rule.scale === undefined && rule.atLeast === undefined) return now;
  const number = Number(now);
  if (now === '' || Number.isNaN(number)) return now; // refused as no number, where it matters
  return String(Math.max(number * (rule.scale ?? 1), rule.atLeast ?? Number.NEGATIVE_INFINITY));
}

function sumOf(record: object, terms: readonly Path[]): string {
  let sum = 0;
  let any = false;
  for (const term of terms) {
    const text = cellText(term.of(record)).trim();
    if (isMissing(text)) continue;
    const number = Number(text);
    if (Number.isNaN(number)) return text; // refused as no number
    sum += number;
    any = true;
  }
  return any ? String(sum) : '';
}
