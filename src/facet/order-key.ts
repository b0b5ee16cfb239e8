import { mix32 } from './murmur3.js';

/**
 * The order in which an account's distinct values are kept: a 53-bit pseudo-random number that depends on the
 * value alone, the low word first, so that the days of one network stay together. Range [0, 2^53).
 */
export function orderKey(lo: number, hi: number): number {
  return mix32(lo) * 2_097_152 + (mix32(hi ^ 0x5bd1e995) >>> 11);
}
