import { describe, expect, it } from 'vitest';
import { centralQueue } from '../../../src/assess/measure/central-queue.js';
import { hourCover } from '../../../src/assess/measure/hour-cover.js';
import { shiftCover } from '../../../src/assess/measure/shift-cover.js';
import { synchrony } from '../../../src/assess/measure/synchrony.js';
import type { Row } from '../../record/rows.js';
import { Seeded } from '../../record/seeded.js';
import { DAY, HOUR, MINUTE, MONDAY, measured, range, row, steady } from './log.js';

const SIZE = 12;
const DAYS = 21;
const at = (d: number, h: number, minute = 0) => MONDAY + d * DAY + h * HOUR + minute * MINUTE;
const weekend = (d: number) => d % 7 >= 5;
const hours = (from: number, to: number) => range(to - from).map((i) => from + i);
/** Requests of each member in each hour, as `count` says. */
function hourly(count: (k: number, d: number, h: number) => number, within = hours(0, 24)): Row[] {
  return range(DAYS).flatMap((d) =>
    within.flatMap((h) =>
      range(SIZE).flatMap((k) =>
        range(count(k, d, h)).map((i) => row(`m${k}`, { time: at(d, h, (i * 5) % 60) })),
      ),
    ),
  );
}
/** Office hours on working days, each member as its own chance will have it. */
const office = (random: Seeded) =>
  hourly((_, d) => (weekend(d) || random.chance(0.4) ? 0 : random.int(1, 4)), hours(8, 18));

describe('central-queue', () => {
  const queue = (random: Seeded, busy: readonly number[]) =>
    range(DAYS).flatMap((d) =>
      busy.flatMap((h) =>
        range(18).map((i) => row(`m${random.int(0, SIZE - 1)}`, { time: at(d, h, i * 3) })),
      ),
    );

  it('is high for a fixed budget spread over accounts, round the clock or in office hours', () => {
    expect(steady(centralQueue, queue(new Seeded(1), hours(0, 24)))).toBeGreaterThan(2);
    const rows = queue(new Seeded(2), hours(8, 18)).filter(({ time }) => !weekend((time - MONDAY) / DAY));
    expect(steady(centralQueue, rows)).toBeGreaterThan(2);
  });

  it('is near 0 for independent colleagues who share office hours and weekends', () => {
    for (const seed of [3, 4, 5])
      expect(Math.abs(measured(centralQueue, office(new Seeded(seed))))).toBeLessThan(0.3);
  });

  it('is below 0 for accounts that are busy together', () => {
    const random = new Seeded(6);
    const busy = range(DAYS * 24).map(() => random.int(0, 4));
    expect(
      steady(
        centralQueue,
        hourly((_, d, h) => busy[d * 24 + h]!),
      ),
    ).toBeLessThan(-2);
  });

  it('is NaN for fewer than three members, fewer than five days, and accounts that never leave their habit', () => {
    const rows = office(new Seeded(7));
    expect(
      measured(
        centralQueue,
        rows.filter(({ account }) => /^m[01]$/.test(account)),
      ),
    ).toBeNaN();
    expect(
      measured(
        centralQueue,
        rows.filter(({ time }) => time < at(4, 0)),
      ),
    ).toBeNaN();
    expect(
      measured(
        centralQueue,
        hourly(() => 2),
      ),
    ).toBeNaN();
  });
});

describe('synchrony', () => {
  /** Each member works in ticks of its own choosing, or all in the same. */
  const bursts = (random: Seeded, together: boolean) =>
    range(DAYS).flatMap((d) => {
      const shared = range(6).map(() => random.int(0, 287));
      return range(SIZE).flatMap((k) =>
        (together ? shared : shared.map(() => random.int(0, 287))).map((t) =>
          row(`m${k}`, { time: at(d, 0, 5 * t) }),
        ),
      );
    });

  it('is the mean correlation of activity: 1 in step, 0 apart, between for half', () => {
    expect(steady(synchrony, bursts(new Seeded(1), true))).toBeCloseTo(1, 10);
    expect(Math.abs(steady(synchrony, bursts(new Seeded(2), false)))).toBeLessThan(0.02);
    const half = [
      ...bursts(new Seeded(3), true).filter(({ account }) => Number(account.slice(1)) < 6),
      ...bursts(new Seeded(4), false).filter(({ account }) => Number(account.slice(1)) >= 6),
    ];
    expect(steady(synchrony, half)).toBeCloseTo((6 * 5) / (12 * 11), 1);
  });

  it('is 0 for nightly jobs at one time and for colleagues with the same weekends', () => {
    const random = new Seeded(5);
    const jobs = range(DAYS).flatMap((d) =>
      range(SIZE).flatMap((k) => [
        row(`m${k}`, { time: at(d, 3) }),
        row(`m${k}`, { time: at(d, random.int(0, 23), 5 * random.int(0, 11)) }),
      ]),
    );
    expect(Math.abs(steady(synchrony, jobs))).toBeLessThan(0.03);
    expect(Math.abs(steady(synchrony, office(new Seeded(6))))).toBeLessThan(0.03);
  });

  it('does not take accounts that begin on the same day for synchronous', () => {
    const late = bursts(new Seeded(7), false).filter(({ time }) => time >= at(10, 0));
    expect(Math.abs(measured(synchrony, [row('x', { time: MONDAY }), ...late]))).toBeLessThan(0.03);
  });

  it('is NaN for fewer than three members or five days', () => {
    const rows = bursts(new Seeded(8), true);
    expect(
      measured(
        synchrony,
        rows.filter(({ account }) => /^m[01]$/.test(account)),
      ),
    ).toBeNaN();
    expect(
      measured(
        synchrony,
        rows.filter(({ time }) => time < at(4, 0)),
      ),
    ).toBeNaN();
  });
});

describe('shift-cover', () => {
  /** In each working hour one worker uses three of the accounts, never the same for long. */
  const turns = (random: Seeded) => {
    const used = range(DAYS * 24).map(() => new Set(random.shuffled(range(SIZE)).slice(0, 3)));
    return hourly((k, d, h) => (used[d * 24 + h]!.has(k) ? random.int(1, 6) : 0), hours(8, 18));
  };

  it('is close to 1 for accounts that take turns, though all in the same office hours', () => {
    expect(steady(shiftCover, turns(new Seeded(1)))).toBeGreaterThan(0.95);
  });

  it('is near 0 for colleagues, and below for accounts that are used together', () => {
    expect(Math.abs(steady(shiftCover, office(new Seeded(2))))).toBeLessThan(0.25);
    const random = new Seeded(3);
    const used = range(DAYS * 24).map(() => random.int(0, 1));
    expect(
      steady(
        shiftCover,
        hourly((_, d, h) => used[d * 24 + h]!),
      ),
    ).toBe(-1);
  });

  it('is not decided by one busy account', () => {
    const random = new Seeded(4);
    const busy = hourly((k) => (k === 0 ? 4 * random.int(0, 30) : 0), hours(8, 18));
    const others = turns(new Seeded(5)).filter(({ account }) => account !== 'm0');
    expect(steady(shiftCover, [...others, ...busy])).toBeGreaterThan(0.6);
  });

  it('is NaN for one account that leaves its habit', () => {
    const rows = turns(new Seeded(6)).filter(({ account }) => account === 'm0');
    const always = range(DAYS).flatMap((d) => [row('m1', { time: at(d, 9) })]);
    expect(measured(shiftCover, [...rows, ...always])).toBeNaN();
  });
});

describe('hour-cover', () => {
  /** Each member works six hours from `from(k)` on. */
  const shifts = (from: (k: number) => number) => hourly((k, _, h) => ((h - from(k) + 24) % 24 < 6 ? 1 : 0));

  it('is 1 where shifts complete the day, and below 0 where they coincide', () => {
    expect(
      steady(
        hourCover,
        shifts((k) => 6 * (k % 4)),
      ),
    ).toBeCloseTo(1, 10);
    expect(
      steady(
        hourCover,
        shifts(() => 9),
      ),
    ).toBe(-1);
  });

  it('is 0 on average for hours that have nothing to do with one another', () => {
    const values = range(24).map((seed) => {
      const random = new Seeded(100 + seed);
      const from = range(SIZE).map(() => random.int(0, 23));
      return measured(
        hourCover,
        range(2).flatMap((d) =>
          range(SIZE).flatMap((k) => range(6).map((i) => row(`m${k}`, { time: at(d, (from[k]! + i) % 24) }))),
        ),
      );
    });
    expect(Math.abs(values.reduce((sum, x) => sum + x, 0) / values.length)).toBeLessThan(0.3);
  });

  it('is NaN for fewer than three members with hours, and for members that are round the clock', () => {
    const few = shifts((k) => 6 * k).filter(({ account }) => /^m[01]$/.test(account));
    expect(measured(hourCover, few)).toBeNaN();
    expect(
      measured(
        hourCover,
        hourly(() => 1),
      ),
    ).toBeNaN();
  });
});
