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

/** A number of seconds, from 0 to a day. */
export function secondsOption(text: string): number {
  const value = Number(text);
  if (!/^\d{1,5}$/.test(text) || value > 86_400) throw new InvalidArgumentError('Expected 0 to 86400.');
  return value;
}

/** A day of the calendar, such as 2026-06-22. */
export function dayOption(text: string): string {
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text)
    throw new InvalidArgumentError('Expected a day such as 2026-06-22 (UTC).');
  return text;
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
