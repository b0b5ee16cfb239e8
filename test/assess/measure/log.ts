import { expect } from 'vitest';
import { accountTraits } from '../../../src/assess/account-traits.js';
import type { Measure } from '../../../src/assess/measure/measure.js';
import { linkData } from '../../../src/link/index.js';
import { tableOf } from '../../link/world.js';
import type { Row } from '../../record/rows.js';

export const MONDAY = 1_780_272_000_000_000; // 2026-06-01, 0 h UTC, in microseconds
export const MINUTE = 60_000_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** What the measure says of the accounts whose name begins with `m`. */
export function measured(measure: Measure, rows: readonly Row[]): number {
  const table = tableOf(rows);
  const members = table.accounts.flatMap((name, a) => (name.startsWith('m') ? [a] : []));
  return measure.prepare({ table, data: linkData(table), traits: accountTraits(table) })(members);
}

/** Checks that neither the order of the rows nor that of the accounts moves the value; returns it. */
export function steady(measure: Measure, rows: readonly Row[]): number {
  const value = measured(measure, rows);
  const names = [...new Set(rows.map(({ account }) => account))];
  const mirrored = new Map(names.map((name, i) => [name, `${name[0]}${names.length - i + 10_000}`]));
  const other = rows.map((row) => ({ ...row, account: mirrored.get(row.account)! })).toReversed();
  if (Number.isNaN(value)) expect(measured(measure, other)).toBeNaN();
  else expect(measured(measure, other)).toBeCloseTo(value, 10);
  return value;
}

/** One row of account `m<k>` or of another; times are given only where they matter. */
export function row(account: string, fields: Partial<Row> = {}): Row {
  return { time: MONDAY, account, ...fields };
}

export const range = (n: number) => Array.from({ length: n }, (_, i) => i);
