import { describe, expect, it } from 'vitest';
import { selectRank } from '../../src/link/select-rank.js';
import { forSeeds } from '../record/seeded.js';

describe('selectRank', () => {
  it('finds the item of a rank, parts the rest by it and leaves other places alone', () => {
    forSeeds(60, (random) => {
      const n = random.int(1, 120);
      const different = random.int(1, 60);
      const keys = Float64Array.from({ length: n }, () => random.int(0, different) - 20.5);
      const items = Uint32Array.from(random.shuffled(Array.from({ length: n }, (_, i) => i)));
      const keyOf = new Map(Array.from(items, (item, i) => [item, keys[i]!]));
      const from = random.int(0, n - 1);
      const to = random.int(from + 1, n);
      const before = [...items];
      const sorted = before.slice(from, to).sort((x, y) => keyOf.get(x)! - keyOf.get(y)! || x - y);
      for (let again = 0; again < 3; again++) {
        const rank = random.int(from, to - 1);
        expect(selectRank(keys, items, from, to, rank)).toBe(sorted[rank - from]);
        expect(items[rank]).toBe(sorted[rank - from]);
        const part = (x: number, y: number) => [...items.subarray(x, y)].sort((p, q) => p - q);
        expect(part(from, rank)).toEqual(sorted.slice(0, rank - from).sort((p, q) => p - q));
        expect(part(rank, to)).toEqual(sorted.slice(rank - from).sort((p, q) => p - q));
        items.forEach((item, i) => {
          expect(keys[i]).toBe(keyOf.get(item));
          if (i < from || i >= to) expect(item).toBe(before[i]);
        });
      }
    });
  });
});
