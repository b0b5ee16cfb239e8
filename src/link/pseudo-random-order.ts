import { mix32 } from '../facet/murmur3.js';

const SECOND_INVERSE = 0x7ed1b41d; // of 0xc2b2ae35 modulo 2^32
const FIRST_INVERSE = 0xa5cb9243; // of 0x85ebca6b modulo 2^32

/** The number of which mix32 is `hash`: mix32 gives each 32-bit number another one. O(1). */
export function unmix32(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, SECOND_INVERSE);
  h ^= (h >>> 13) ^ (h >>> 26);
  h = Math.imul(h, FIRST_INVERSE);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * Puts distinct numbers into a fixed pseudo-random order that depends on `salt`: ascending by mix32(x ^ salt). In
 * place; the hashes themselves are sorted, and then turned back, because sorting by comparator is ten times slower.
 * O(n log n).
 */
export function pseudoRandomOrder(numbers: Uint32Array, salt: number): void {
  for (let i = 0; i < numbers.length; i++) numbers[i] = mix32(numbers[i]! ^ salt);
  numbers.sort();
  for (let i = 0; i < numbers.length; i++) numbers[i] = (unmix32(numbers[i]!) ^ salt) >>> 0;
}
