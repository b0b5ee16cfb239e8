import { describe, expect, it } from 'vitest';
import { calibrate } from '../../src/assess/calibration.js';
import { descending } from '../../src/assess/reference-groups.js';
import { columnsKey } from '../../src/assess/shipped-reference.js';
import { wilson } from '../../src/floor/wilson.js';
import type { Field } from '../../src/record/usage-record.js';
import { forSeeds, type Seeded } from '../record/seeded.js';

const scores = (random: Seeded, n: number, mean: number, spread = 1) =>
  descending(Array.from({ length: n }, () => mean + spread * random.normal()));

describe('calibrate', () => {
  it('gives the ratio of two normal densities of one spread', () => {
    // ln(N(x; 2, 1) / N(x; 0, 1)) = 2x − 2, a straight line, as the fit supposes.
    forSeeds(5, (random) => {
      const calibration = calibrate({
        others: scores(random, 4000, 0),
        operations: scores(random, 4000, 2),
      })!;
      for (const x of [-0.5, 0, 0.5, 1, 1.5, 2, 2.5]) {
        const { ratio, low, high, references } = calibration.support(x);
        expect(Math.abs(Math.log(ratio) - (2 * x - 2)), `at ${x}`).toBeLessThan(0.35);
        expect(low).toBeLessThanOrEqual(ratio);
        expect(high).toBeGreaterThanOrEqual(ratio);
        expect(references).toBe(4000);
      }
    });
  });

  it('does not depend on how many operations the reference has for each other group', () => {
    forSeeds(3, (random) => {
      const others = scores(random, 6000, 0);
      const operations = scores(random, 6000, 2);
      const few = calibrate({ others, operations: operations.filter((_, i) => i % 20 === 0) })!;
      const many = calibrate({ others, operations })!;
      for (const x of [0, 1, 2]) {
        expect(Math.abs(Math.log(few.support(x).ratio / many.support(x).ratio))).toBeLessThan(0.6);
      }
    });
  });

  it('has bounds that hold the true ratio nearly always', () => {
    let inside = 0;
    forSeeds(60, (random) => {
      const calibration = calibrate({ others: scores(random, 300, 0), operations: scores(random, 100, 2) })!;
      const { low, high } = calibration.support(1.5);
      if (low <= Math.exp(1) && Math.exp(1) <= high) inside++;
    });
    expect(inside / 60).toBeGreaterThan(0.85);
  });

  it('may not exceed what the reference allows at this score or a lower one', () => {
    forSeeds(5, (random) => {
      const others = scores(random, 300, 0);
      const operations = scores(random, 100, 9 * random.unit());
      const calibration = calibrate({ others, operations })!;
      /** The definition, threshold by threshold. */
      const allowed = (t: number) => {
        const misses = others.filter((score) => score >= t).length;
        const hits = operations.filter((score) => score >= t).length;
        return wilson(hits, 100).low / (misses === 0 ? 3 / 300 : wilson(misses, 300).high);
      };
      const thresholds = [...others, ...operations, Math.max(...others) + 1e-12];
      for (const x of [-1, 0, 2, 5, 7, 8, 9, 10, 11, 14]) {
        const cap = Math.max(1, ...thresholds.filter((t) => t <= x).map(allowed));
        const { ratio, low, high, cap: said } = calibration.support(x);
        expect(said / cap).toBeCloseTo(1, 2);
        expect(Math.max(ratio, low, high)).toBeLessThanOrEqual(said);
      }
      // Far out the cap and nothing else binds.
      expect(calibration.support(14).high).toBe(calibration.support(14).cap);
    });
  });

  it('grows with the score below the cap, and the chance of such a score falls', () => {
    forSeeds(10, (random) => {
      const mean = random.normal();
      const others = scores(random, random.int(30, 400), mean);
      const operations = scores(random, random.int(30, 400), mean + 0.5 + 2 * random.unit());
      const calibration = calibrate({ others, operations })!;
      let before = { ratio: 0, exceeded: 1 };
      for (let x = -6; x < 8; x += 0.25) {
        const { ratio, cap } = calibration.support(x);
        const exceeded = calibration.exceeded(x);
        if (ratio < cap) expect(ratio).toBeGreaterThanOrEqual(before.ratio);
        expect(exceeded).toBeLessThanOrEqual(before.exceeded);
        const counted = (others.filter((score) => score >= x).length + 1) / (others.length + 1);
        const tail = Math.max(2, Math.ceil(others.length / 20));
        if (x <= others[tail - 1]!) expect(exceeded).toBe(counted);
        else {
          expect(exceeded).toBeLessThanOrEqual((tail + 1) / (others.length + 1));
          expect(exceeded).toBeGreaterThanOrEqual(0.1 / (others.length + 1));
        }
        before = { ratio: ratio < cap ? ratio : before.ratio, exceeded };
      }
    });
  });

  it('never gives a higher score a lower ratio, cap or not', () => {
    const others = Array.from({ length: 300 }, (_, i) => -1 - i / 30);
    const operations = Array.from({ length: 100 }, (_, i) => 6 - i / 20);
    const calibration = calibrate({ others, operations })!;
    for (let x = -3; x < 12; x += 0.5) {
      expect(calibration.support(x + 0.5).ratio).toBeGreaterThanOrEqual(calibration.support(x).ratio);
    }
  });

  it('stays finite where the two part entirely', () => {
    const others = Array.from({ length: 50 }, (_, i) => -1 - i / 50);
    const operations = Array.from({ length: 50 }, (_, i) => 9 - i / 50);
    const calibration = calibrate({ others, operations })!;
    for (const x of [-2, 0, 4, 8, 9]) {
      for (const value of Object.values(calibration.support(x))) expect(Number.isFinite(value)).toBe(true);
    }
    expect(calibration.support(-2).high).toBeLessThan(1);
  });

  it('is none with fewer than 30 groups of either kind', () => {
    const list = (n: number) => Array.from({ length: n }, (_, i) => -i);
    expect(calibrate({ others: list(29), operations: list(100) })).toBeNull();
    expect(calibrate({ others: list(100), operations: list(29) })).toBeNull();
    expect(calibrate({ others: list(30), operations: list(30) })).not.toBeNull();
  });
});

describe('columnsKey', () => {
  it.each<[Field[], string]>([
    [['time', 'account', 'model', 'input_tokens'], ''],
    [['time', 'account', 'system_prompt'], 'content'],
    [['time', 'account', 'device'], 'infrastructure'],
    [['time', 'account', 'country', 'asn'], ''],
    [['time', 'account', 'org', 'ip'], 'infrastructure+payment'],
    [['time', 'account', 'api_key', 'ip', 'prompt'], 'content+infrastructure+payment'],
  ])('of %j is "%s"', (fields, key) => {
    expect(columnsKey(new Set(fields))).toBe(key);
  });
});
