import { mix32 } from './murmur3.js';

/**
 * The order in which an account's distinct values are kept: a 53-bit pseudo-random number that depends on the
 * value alone, the low word first, so that the days of one network stay together. Range [0, 2^53).
 */
export function orderKey(lo: number, hi: number): number {
  return mix32(lo) * 2_097_152 + (mix32(hi ^ 0x5bd1e995) >>> 11);
}

/** Gives the order key of a value of a facet; by default `orderKey`, whatever the facet. */
export type ValueOrder = (facet: number, lo: number, hi: number) => number;

/** The order of values as they are. */
export const plainOrder: ValueOrder = (_, lo, hi) => orderKey(lo, hi);
