import { describe, expect, test } from 'vitest';
import { binomial } from '../../src/floor/binomial.js';
import { PER_DAY, SHARES, SIZES } from '../../src/floor/grid.js';
import { reach, type Tally } from '../../src/floor/reach.js';
import { recoveries } from '../../src/floor/recovery.js';
import { wilson } from '../../src/floor/wilson.js';
import { Random } from '../../src/simulate/random.js';

describe('binomial', () => {
  test.each([
    [5, 0.3],
    [40, 0.5],
    [1_000, 0.02],
    [1_000, 0.9],
    [1_000_000, 0.25],
  ])('of %d and %d has their mean and variance', (n, p) => {
    const random = new Random(3);
    const draws = Array.from({ length: 4_000 }, () => binomial(random, n, p));
    const mean = draws.reduce((sum, x) => sum + x, 0) / draws.length;
    const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / draws.length;
    const expected = n * p * (1 - p);
    expect(Math.abs(mean - n * p)).toBeLessThan(5 * Math.sqrt(expected / draws.length));
    expect(Math.abs(variance / expected - 1)).toBeLessThan(0.12);
    expect(draws.every((x) => Number.isInteger(x) && x >= 0 && x <= n)).toBe(true);
  });

  test('is sure at 0 and 1', () => {
    const random = new Random(1);
    expect([binomial(random, 90, 0), binomial(random, 90, 1), binomial(random, 0, 0.5)]).toEqual([0, 90, 0]);
  });
});

test('Wilson intervals are as published', () => {
  // Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20.
  const rounded = (found: number, tried: number) => {
    const { low, high } = wilson(found, tried);
    return [low, high].map((x) => Number(x.toFixed(4)));
  };
  expect(rounded(81, 263)).toEqual([0.2553, 0.3662]);
  expect(rounded(15, 148)).toEqual([0.0624, 0.1605]);
  expect(rounded(0, 20)).toEqual([0, 0.1611]);
  expect(rounded(2, 2)).toEqual([0.3424, 1]);
  expect(wilson(0, 0)).toEqual({ low: 0, high: 1 });
});

describe('recovery', () => {
  const eight = Array.from({ length: 8 }, (_, i) => `a${i}`);
  const found = (names: readonly string[], alert = true) => ({
    alert,
    members: names.map((accountId) => ({ accountId })),
  });

  test('needs an alert, and an F1 of 0.8 with it', () => {
    expect(recoveries([eight], [found(eight, false)])).toEqual([{ bestF1: 1, recovered: false }]);
    expect(recoveries([eight], [found([...eight, 'x', 'y', 'z', 'u'])])[0]!.recovered).toBe(true); // 16 / 20
    expect(recoveries([eight], [found([...eight, 'x', 'y', 'z', 'u', 'v'])])[0]!.recovered).toBe(false);
    expect(recoveries([eight], [])).toEqual([{ bestF1: 0, recovered: false }]);
  });

  test('two groups found as one are neither', () => {
    const other = eight.map((name) => `b${name}`);
    const together = recoveries([eight, other], [found([...eight, ...other])]);
    expect(together.map(({ recovered }) => recovered)).toEqual([false, false]);
  });
});

describe('reach', () => {
  const grid = (recovered: (tally: Omit<Tally, 'recovered'>) => number): Tally[] =>
    SIZES.flatMap((size) =>
      PER_DAY.flatMap((perDay) =>
        SHARES.map((share) => {
          const cell = { size, perDay, share, planted: 5 };
          return { ...cell, recovered: recovered(cell) };
        }),
      ),
    );

  test('is the corner from which on four fifths are recovered', () => {
    expect(reach(grid(() => 5))).toEqual({ size: 8, perDay: 2, share: 0.25 });
    expect(reach(grid(() => 4))).toEqual({ size: 8, perDay: 2, share: 0.25 });
    expect(reach(grid(() => 3))).toBeNull();
    const large = grid(({ size, perDay, share }) => (size >= 15 && perDay >= 10 && share >= 0.5 ? 5 : 0));
    expect(reach(large)).toEqual({ size: 15, perDay: 10, share: 0.5 });
  });

  test('easy kinds do not carry hard ones', () => {
    // Without the edges 11 of 12 sizes and volumes would carry all of the least share: 24 of 27 recovered.
    const mixed = grid(({ size, share }) => (size === 8 ? 0 : share === 0.25 ? 3 : 5));
    expect(reach(mixed)).toEqual({ size: 15, perDay: 2, share: 0.5 });
  });

  test('kinds that were not planted say nothing', () => {
    const small = grid(() => 5).map((tally) =>
      tally.size === 100 ? { ...tally, planted: 0, recovered: 0 } : tally,
    );
    expect(reach(small)).toEqual({ size: 8, perDay: 2, share: 0.25 });
    expect(reach([])).toBeNull();
  });
});
