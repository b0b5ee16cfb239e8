import { describe, expect, it } from 'vitest';
import { releasePivot } from '../../../src/assess/measure/release-pivot.js';
import type { Row } from '../../record/rows.js';
import { DAY, MONDAY, measured, range, row, steady } from './log.js';

const DAYS = 20;
/** Four requests a day: of `old` before day `on`, from then on `share` of four of `next`. */
function moving(account: string, old: string, on: number, next = 'new', share = 4): Row[] {
  return range(DAYS).flatMap((d) =>
    range(4).map((i) => row(account, { time: MONDAY + d * DAY, model: d >= on && i < share ? next : old })),
  );
}
const members = (on: (k: number) => number, old = 'old') =>
  range(10).flatMap((k) => moving(`m${k}`, old, on(k)));
/** Forty others: they move one after the other, or stay. */
const others = (on: (k: number) => number) =>
  range(40).flatMap((k) => moving(`x${k}`, k % 2 === 0 ? 'old' : 'older', on(k)));
const slowly = (k: number) => 2 + (k % 30);

describe('release-pivot', () => {
  it('is the share of members that move together where the others do not', () => {
    const value = steady(releasePivot, [...members((k) => (k < 8 ? 9 : 99)), ...others(slowly)]);
    expect(value).toBeGreaterThan(0.7);
    expect(value).toBeLessThanOrEqual(0.8);
  });

  it('is near 0 where everybody of the same old model moves that day, and for movers on many days', () => {
    const alias = others((k) => (k % 2 === 0 ? 9 : 99));
    expect(steady(releasePivot, [...members(() => 9), ...alias])).toBeLessThan(0.1);
    expect(steady(releasePivot, [...members((k) => 3 + k), ...others(slowly)])).toBe(0);
  });

  it('compares with the users of the same old model, not with all', () => {
    const alias = others((k) => (k % 2 === 0 ? 9 : 99));
    const older = steady(releasePivot, [...members(() => 9, 'older'), ...alias]);
    expect(older).toBeGreaterThan(0.9);
  });

  it('does not count a model that is only tried', () => {
    const tried = range(10).flatMap((k) => [
      ...moving(`m${k}`, 'old', 99),
      row(`m${k}`, { time: MONDAY + 9 * DAY, model: 'new' }),
    ]);
    expect(steady(releasePivot, [...tried, ...others(slowly)])).toBe(0);
  });

  it('takes members that move elsewhere or were always there as not moving', () => {
    const split = range(10).flatMap((k) => moving(`m${k}`, k < 5 ? 'old' : 'new', 9));
    const value = steady(releasePivot, [...split, ...others(slowly)]);
    expect(value).toBeGreaterThan(0.4);
    expect(value).toBeLessThanOrEqual(0.5);
  });

  it('is NaN with fewer than four members of two days, or with nobody else', () => {
    const log = [...members(() => 9), ...others(slowly)];
    expect(
      measured(
        releasePivot,
        log.filter(({ account }) => /^(m[0-2]|x\d+)$/.test(account)),
      ),
    ).toBeNaN();
    expect(
      measured(
        releasePivot,
        members(() => 9),
      ),
    ).toBeNaN();
    expect(
      measured(
        releasePivot,
        log.map(({ model, ...rest }) => rest),
      ),
    ).toBeNaN();
  });
});
