import type { Formulas } from './formula.js';

/** Bin of a missing value; real values below 2^31 have bins 0 … 62. */
export const MISSING_BIN = 63;

const HALF_UP = Float64Array.from({ length: 32 }, (_, octave) => 2 ** (2 * octave + 1));

/**
 * Half-octave bin of a non-negative integer below 2^31: 0 for 0, else 1 + floor(2·log2 x). Computed from integer
 * comparisons, so that no logarithm's last bit can move a value across a border. O(1).
 */
export function halfOctave(x: number): number {
  if (!(x >= 0)) return MISSING_BIN;
  const n = Math.floor(x);
  if (n < 1) return 0;
  const octave = 31 - Math.clz32(n);
  // n ≥ 2^(octave + ½)  ⇔  n² ≥ 2^(2·octave + 1); beyond 2^26 the square is rounded, and a power of two is
  // never n² for an odd exponent, so rounding to nearest cannot turn the comparison there either.
  return 1 + 2 * octave + (n * n >= HALF_UP[octave]! ? 1 : 0);
}

/** `halfOctave` of a whole number where the rows are. */
export function halfOctaveFormula<E>(f: Formulas<E>, x: E): E {
  const given = f.named(x);
  const twice = f.named(f.multiply(f.highestBit(f.greatest(given, f.whole(1))), f.whole(2)));
  const upper = f.atLeast(f.multiply(given, given), f.shiftLeft(f.whole(2), twice));
  return f.choose(f.isZero(given), f.whole(0), f.add(f.add(f.whole(1), twice), upper));
}

/** Smallest integer in a bin, inclusive. */
export function halfOctaveFloor(bin: number): number {
  return bin <= 0 ? 0 : Math.ceil(2 ** ((bin - 1) / 2));
}
