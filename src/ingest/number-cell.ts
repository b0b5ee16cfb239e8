import type { NumberField } from '../record/usage-record.js';
import { isMissing } from './missing.js';

/** What a number column may hold. */
export type NumberKind =
  | 'count' // integer in [0, 2^31)
  | 'measure' // finite, >= 0
  | 'flag' // true or false
  | 'status'; // integer in [0, 1000), or a word, which is missing

export const NUMBER_KIND: Readonly<Record<NumberField, NumberKind>> = {
  input_tokens: 'count',
  output_tokens: 'count',
  cached_tokens: 'count',
  max_tokens: 'count',
  temperature: 'measure',
  stream: 'flag',
  status: 'status',
  latency_ms: 'measure',
};

/** Returned for a cell that is there and is not a number of its kind. */
export const BAD_NUMBER = Number.NEGATIVE_INFINITY;

const COUNT_END = 2 ** 31; // exclusive
const STATUS_END = 1000; // exclusive
const LONGEST = 400; // characters of a number; no double needs more, and hostile cells have a million

/** Reads one cell: a number, NaN where it is missing, BAD_NUMBER where it is wrong. */
export function readNumber(cell: string, kind: NumberKind): number {
  if (kind === 'flag' && cell === 'true') return 1;
  if (kind === 'flag' && cell === 'false') return 0;
  // Plain short digits are nearly every cell; the rest takes the lenient way.
  const length = cell.length;
  if (length > 0 && length <= 9 && kind !== 'flag') {
    let value = 0;
    let at = 0;
    for (; at < length; at++) {
      const digit = cell.charCodeAt(at) - 48;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    if (at === length) return kind === 'status' && value >= STATUS_END ? BAD_NUMBER : value;
  }
  return length === 0 ? Number.NaN : readLenient(cell.trim(), kind);
}

function readLenient(text: string, kind: NumberKind): number {
  if (isMissing(text)) return Number.NaN;
  if (kind === 'flag') return readFlag(text.toLowerCase());
  if (text.length > LONGEST) return BAD_NUMBER;
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text)) {
    // LiteLLM and others write success or failure here; a word says nothing about the HTTP status.
    return kind === 'status' && /^[a-z][a-z _-]*$/i.test(text) ? Number.NaN : BAD_NUMBER;
  }
  const value = Number(text) + 0; // -0 becomes 0
  if (!Number.isFinite(value) || value < 0) return BAD_NUMBER;
  if (kind === 'measure') return value;
  return Number.isInteger(value) && value < (kind === 'count' ? COUNT_END : STATUS_END) ? value : BAD_NUMBER;
}

function readFlag(word: string): number {
  if (word === 'true' || word === '1' || word === 't' || word === 'yes' || word === 'y') return 1;
  if (word === 'false' || word === '0' || word === 'f' || word === 'no' || word === 'n') return 0;
  return BAD_NUMBER;
}
