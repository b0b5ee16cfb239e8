import { InvalidArgumentError } from 'commander';
import { FIELDS, type Field, TEXT_FIELDS, type TextField } from '../record/usage-record.js';

/** Collects repeated `--column FIELD=NAME`. */
export function columnOption(
  pair: string,
  before: Partial<Record<Field, string>>,
): Partial<Record<Field, string>> {
  return { ...before, ...fieldPair(pair, FIELDS) };
}

/** Collects repeated `--const FIELD=VALUE`; numbers and times have no constants. */
export function constantOption(
  pair: string,
  before: Partial<Record<TextField, string>>,
): Partial<Record<TextField, string>> {
  return { ...before, ...fieldPair(pair, TEXT_FIELDS) };
}

/** A percentage from 0 to 100. */
export function percentOption(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 100)) {
    throw new InvalidArgumentError('Expected a number from 0 to 100.');
  }
  return value;
}

/** A number of threads, 0 to 256. */
export function workersOption(text: string): number {
  const value = Number(text);
  if (!/^\d{1,3}$/.test(text) || value > 256) throw new InvalidArgumentError('Expected 0 to 256.');
  return value;
}

function fieldPair<F extends string>(pair: string, fields: readonly F[]): Partial<Record<F, string>> {
  const at = pair.indexOf('=');
  const field = fields.find((name) => name === pair.slice(0, at));
  if (at < 1 || field === undefined || at === pair.length - 1) {
    throw new InvalidArgumentError(`Expected FIELD=TEXT with a FIELD of: ${fields.join(', ')}.`);
  }
  const found: Partial<Record<F, string>> = {};
  found[field] = pair.slice(at + 1);
  return found;
}
