import { describe, expect, it } from 'vitest';
import { SparseCounts } from '../../src/fingerprint/sparse-counts.js';

const VALUES = 60_000;

/** Undoes the finaliser of MurmurHash3: the factors are the inverses of its own modulo 2^32. */
function unmix(x: number): number {
  let h = x ^ (x >>> 16);
  h = Math.imul(h, 0x7ed1b41d);
  h ^= (h >>> 13) ^ (h >>> 26);
  h = Math.imul(h, 0xa5cb9243);
  return h ^ (h >>> 16);
}

/** Low words that cancel a high word before the last mixing, for slots that depend on the values alone. */
const cancelling: readonly (readonly [string, (term: number) => number])[] = [
  ['where the low word is multiplied', (term) => Math.imul(term, 0xb6c92f47)],
  ['where the low word is mixed', (term) => unmix(term)],
];

describe('values that were chosen to share a slot', () => {
  it.each(cancelling)(
    'are counted as fast as others, %s',
    (_, lowFor) => {
      const counts = new SparseCounts();
      for (let hi = 0; hi < VALUES; hi++) counts.add(0, lowFor(Math.imul(hi, 0xc2b2ae3d)) >>> 0, hi, 1);
      expect(counts.size).toBe(VALUES);
    },
    3000,
  );
});
