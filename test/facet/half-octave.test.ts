import { describe, expect, it } from 'vitest';
import { halfOctave, halfOctaveFloor, MISSING_BIN } from '../../src/facet/half-octave.js';
import { forSeeds } from '../record/seeded.js';

/** 1 + floor(2 · log2 n), in integers: 2^j ≤ n² < 2^(j + 1) has j = floor(2 · log2 n). */
function oracle(n: number): number {
  if (n === 0) return 0;
  const square = BigInt(n) * BigInt(n);
  return square.toString(2).length;
}

/** Smallest integer n with n² ≥ 2^(2k + 1): the border at √2 · 2^k. */
function sqrtBorder(k: number): number {
  const target = 1n << BigInt(2 * k + 1);
  let n = BigInt(Math.floor(Math.SQRT2 * 2 ** k));
  while (n * n >= target) n--;
  while (n * n < target) n++;
  return Number(n);
}

describe('halfOctave', () => {
  it('agrees with integer arithmetic around every power of two below 2^31', () => {
    for (let k = 0; k < 31; k++) {
      for (const n of [2 ** k - 1, 2 ** k, 2 ** k + 1]) expect(halfOctave(n), `of ${n}`).toBe(oracle(n));
    }
    expect(halfOctave(2 ** 31 - 1)).toBe(62);
  });

  it('agrees around √2 · 2^k for every k', () => {
    for (let k = 0; k < 31; k++) {
      const border = sqrtBorder(k);
      for (const n of [border - 1, border, border + 1]) {
        if (n < 2 ** 31) expect(halfOctave(n), `of ${n}`).toBe(oracle(n));
      }
    }
  });

  it('agrees at random, and cuts fractions off', () => {
    forSeeds(4, (random) => {
      for (let i = 0; i < 5_000; i++) {
        const n = random.int(0, 2 ** random.int(1, 31) - 1);
        expect(halfOctave(n), `of ${n}`).toBe(oracle(n));
        if (n < 2 ** 30) expect(halfOctave(n + 0.75), `of ${n}.75`).toBe(oracle(n));
      }
    });
  });

  it('has one bin for what is missing, which no value below 2^31 has', () => {
    expect(halfOctave(Number.NaN)).toBe(MISSING_BIN);
    expect(halfOctave(-1)).toBe(MISSING_BIN);
    expect(halfOctave(2 ** 31 - 1)).toBeLessThan(MISSING_BIN);
  });
});

describe('halfOctaveFloor', () => {
  it('is the smallest integer of each bin that holds one', () => {
    expect(halfOctaveFloor(0)).toBe(0);
    for (let bin = 1; bin <= 62; bin++) {
      if (bin === 2) continue; // no integer lies between √2 and 2
      const floor = halfOctaveFloor(bin);
      expect(halfOctave(floor), `floor of bin ${bin}`).toBe(bin);
      expect(halfOctave(floor - 1), `below bin ${bin}`).toBeLessThan(bin);
    }
  });
});
