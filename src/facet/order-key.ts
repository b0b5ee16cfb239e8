import type { Formulas } from './formula.js';
import { mix32, unmix32 } from './murmur3.js';

/** What the high word is mixed with before its own mix. */
const APART = 0x5bd1e995;

/**
 * The order in which an account's distinct values are kept: a 53-bit pseudo-random number that depends on the
 * value alone, the low word first, so that the days of one network stay together. Range [0, 2^53).
 */
export function orderKey(lo: number, hi: number): number {
  return mix32(lo) * 2_097_152 + (mix32(hi ^ APART) >>> 11);
}

/** Gives the order key of a value of a facet; by default `orderKey`, whatever the facet. */
export type ValueOrder = (facet: number, lo: number, hi: number) => number;

/** The order of values as they are. */
export const plainOrder: ValueOrder = (_, lo, hi) => orderKey(lo, hi);

/**
 * A value of 64 bits as its order has it: numbers that sort like the values' order keys, from which the value can be had
 * again, see `mixedWords`. Its upper 53 bits are the order key.
 */
export function mixedFormula<E>(f: Formulas<E>, lo: E, hi: E): E {
  return f.or64(f.shiftLeft(mix32Formula(f, lo), 32), mix32Formula(f, f.xor32(hi, f.whole(APART))));
}

/** `mix32` where the rows are. */
export function mix32Formula<E>(f: Formulas<E>, x: E): E {
  const given = f.named(x);
  const first = f.named(f.multiply32(f.xor32(given, f.shiftRight(given, 16)), 0x85ebca6b));
  const second = f.named(f.multiply32(f.xor32(first, f.shiftRight(first, 13)), 0xc2b2ae35));
  return f.xor32(second, f.shiftRight(second, 16));
}

/** The words of the value that mixed words stand for. */
export function mixedWords(low: number, high: number): [lo: number, hi: number] {
  return [unmix32(high), (unmix32(low) ^ APART) >>> 0];
}
