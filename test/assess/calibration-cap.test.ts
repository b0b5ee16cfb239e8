import { describe, expect, it } from 'vitest';
import { calibrate } from '../../src/assess/calibration.js';

/** 300 others from -10 to 0, 50 operations from -1 to 8.8: 44 of them above every other. */
const others = Array.from({ length: 300 }, (_, n) => (-10 * n) / 299);
const operations = Array.from({ length: 50 }, (_, n) => 8.8 - n / 5);
const calibration = calibrate({ others, operations })!;

describe('the cap of a calibrated ratio', () => {
  it('is the lower bound of the hit rate above every reference group, times n / 3', () => {
    // Wilson for 44 of 50 at 95 %: 0.76195. The score of 0 is no better than the best of the others.
    expect(operations.filter((score) => score > 0)).toHaveLength(44);
    expect(calibration.support(9).cap).toBeCloseTo((0.76195 * 300) / 3, 1);
  });

  it('lets no higher score be worth less, beyond every operation of the reference too', () => {
    const scores = Array.from({ length: 301 }, (_, n) => -15 + n / 10);
    for (const bound of ['ratio', 'low'] as const) {
      const values = scores.map((score) => calibration.support(score)[bound]);
      values.forEach((value, n) => {
        if (n > 0) expect(value).toBeGreaterThanOrEqual(values[n - 1]!);
      });
    }
    expect(calibration.support(15).ratio).toBe(calibration.support(15).cap);
  });

  it('is 1 where no operation exceeds the others: then nothing supports one', () => {
    const beaten = calibrate({ others: [20, ...others], operations })!;
    expect(beaten.support(15)).toMatchObject({ cap: 1, ratio: 1 });
  });
});
