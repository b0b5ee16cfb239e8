import { describe, expect, it } from 'vitest';
import { handOver } from '../../../src/assess/measure/hand-over.js';
import { startBurst } from '../../../src/assess/measure/start-burst.js';
import type { Row } from '../../record/rows.js';
import { Seeded } from '../../record/seeded.js';
import { DAY, HOUR, MONDAY, measured, range, row, steady } from './log.js';

const DAYS = 40;
/** An account that is active every six hours of [from, to), in days. */
function life(account: string, from: number, to: number): Row[] {
  const hours = range(Math.ceil((to - from) * 4));
  return hours.map((i) => row(account, { time: MONDAY + from * DAY + i * 6 * HOUR }));
}
/** Customers that the log sees from its first day to its last. */
const settled = range(4).flatMap((k) => life(`x${k}`, 0, DAYS));

describe('hand-over', () => {
  /** Four lanes; in each, accounts of uneven lives follow one another after `pause` days. */
  const lanes = (pause: (random: Seeded) => number) => {
    const random = new Seeded(3);
    const rows: Row[] = [];
    let account = 0;
    for (let lane = 0; lane < 4; lane++) {
      for (let at = -random.unit() * 9; at < DAYS; ) {
        const to = at + 4 + 6 * random.unit();
        rows.push(...life(`m${account++}`, Math.max(at, 0), Math.min(to, DAYS)));
        at = to + pause(random);
      }
    }
    return [...settled, ...rows];
  };

  it('finds accounts that are replaced within a day', () => {
    expect(
      steady(
        handOver,
        lanes((random) => 0.1 + 0.8 * random.unit()),
      ),
    ).toBeGreaterThan(0.3);
  });

  it('is near 0 for customers that come and go without regard to one another', () => {
    const values = range(12).map((seed) => {
      const random = new Seeded(seed + 1);
      const trials = range(24).flatMap((k) => {
        const from = 36 * random.unit();
        return life(`m${k}`, from, Math.min(DAYS, from + 2 + 8 * random.unit()));
      });
      return measured(handOver, [...settled, ...trials]);
    });
    expect(Math.abs(values.reduce((sum, x) => sum + x, 0) / values.length)).toBeLessThan(0.1);
    expect(Math.max(...values)).toBeLessThan(0.4);
  });

  it('does not take a replacement after three days for one', () => {
    expect(
      steady(
        handOver,
        lanes(() => 3),
      ),
    ).toBeLessThan(0.1);
  });

  it('leaves out what the borders of the log cut off, and pauses that the account makes anyway', () => {
    const halves = (end: number) =>
      range(10).flatMap((k) => (k % 2 === 0 ? life(`m${k}`, 0, end) : life(`m${k}`, 20.5, DAYS)));
    expect(measured(handOver, [...settled, ...halves(20)])).toBeGreaterThan(0.8);
    expect(measured(handOver, [...settled, ...halves(DAYS - 0.9)])).toBeNaN();
    const weekly = range(10).flatMap((k) =>
      range(4).map((week) => row(`m${k}`, { time: MONDAY + (7 + k / 10 + 8 * week) * DAY })),
    );
    expect(measured(handOver, [...settled, ...weekly])).toBeNaN();
  });

  it('is NaN with fewer than three starts or ends, or a log of a week', () => {
    const few = range(8).flatMap((k) => life(`m${k}`, k < 2 ? 20.5 : 0, k < 2 ? DAYS : 20));
    expect(measured(handOver, [...settled, ...few])).toBeNaN();
    const week = [
      ...life('x', 0, 7),
      ...range(6).flatMap((k) => (k < 3 ? life(`m${k}`, 0, 3) : life(`m${k}`, 3.5, 7))),
    ];
    expect(measured(handOver, week)).toBeNaN();
  });
});

describe('start-burst', () => {
  const others = range(30).flatMap((k) => life(`x${100 + k}`, 2.2 + 1.2 * k, DAYS));
  const log = (start: (k: number) => number) => [
    ...settled,
    ...others,
    ...range(10).flatMap((k) => life(`m${k}`, start(k), DAYS)),
  ];

  it('is the share of starts within one day, less that of the others', () => {
    const value = steady(
      startBurst,
      log((k) => (k < 8 ? 20 + k / 10 : 10 + k)),
    );
    expect(value).toBeGreaterThan(0.8 - 2 / 30);
    expect(value).toBeLessThanOrEqual(0.8);
  });

  it('is low for starts that are spread out, and where everybody starts at a launch', () => {
    expect(
      steady(
        startBurst,
        log((k) => 3 + 3 * k),
      ),
    ).toBeLessThan(0.15);
    const launch = range(60).flatMap((k) => life(`x${200 + k}`, 20 + k / 70, DAYS));
    expect(steady(startBurst, [...log((k) => (k < 8 ? 20 + k / 10 : 10 + k)), ...launch])).toBeLessThan(0.25);
  });

  it('does not count accounts that were there when the log began', () => {
    expect(
      measured(
        startBurst,
        log((k) => k / 20),
      ),
    ).toBeNaN();
    expect(
      measured(
        startBurst,
        log((k) => (k < 7 ? k / 20 : 20)),
      ),
    ).toBeNaN();
    expect(
      measured(
        startBurst,
        log((k) => (k < 6 ? k / 20 : 20)),
      ),
    ).toBeGreaterThan(0.8);
  });
});
