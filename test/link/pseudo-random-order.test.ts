import { describe, expect, it } from 'vitest';
import { mix32 } from '../../src/facet/murmur3.js';
import { pseudoRandomOrder, unmix32 } from '../../src/link/pseudo-random-order.js';
import { forSeeds } from '../record/seeded.js';

describe('pseudoRandomOrder', () => {
  it('orders as sorting by the salted hash does', () => {
    forSeeds(20, (random) => {
      const numbers = [
        ...new Set(Array.from({ length: random.int(0, 200) }, () => random.int(0, 2 ** 32 - 1))),
      ];
      const salt = random.int(0, 2 ** 32 - 1);
      const ordered = Uint32Array.from(numbers);
      pseudoRandomOrder(ordered, salt);
      expect([...ordered]).toEqual(numbers.toSorted((x, y) => mix32(x ^ salt) - mix32(y ^ salt)));
    });
  });

  it('turns hashes back', () => {
    for (const x of [0, 1, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1]) expect(unmix32(mix32(x))).toBe(x);
  });
});
