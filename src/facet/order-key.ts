import { mix32, unmix32 } from './murmur3.js';

/** What the high word is mixed with before its own mix. */
export const APART = 0x5bd1e995;

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
 * The words of a value whose words were mixed so that, low one first, they sort like its order key; of the 64 bits the upper 53 are the order
 * key.
 */
export function mixedWords(low: number, high: number): [lo: number, hi: number] {
  return [unmix32(high), (unmix32(low) ^ APART) >>> 0];
}
