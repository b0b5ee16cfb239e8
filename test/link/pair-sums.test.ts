import { describe, expect, it } from 'vitest';
import { PairSums } from '../../src/link/pair-sums.js';
import { forSeeds } from '../record/seeded.js';

describe('PairSums', () => {
  it('sums what a map of pairs sums, to the last bit, however many there are', () => {
    forSeeds(4, (random) => {
      const range = random.pick([3, 40, 5_000, 3_000_000]);
      const sums = new PairSums();
      const plain = new Map<string, number>();
      for (let n = random.int(0, 6_000); n > 0; n--) {
        const [i, j] = [random.int(0, range - 1), random.int(0, range - 1)];
        const amount = random.unit();
        sums.add(i, j, amount);
        const key = `${i} ${j}`;
        plain.set(key, (plain.get(key) ?? 0) + amount);
      }
      const found = new Map<string, number>();
      sums.forEach((x, y, sum) => {
        expect(found.has(`${x} ${y}`)).toBe(false);
        found.set(`${x} ${y}`, sum);
      });
      expect(found.size).toBe(plain.size);
      for (const [key, sum] of plain) {
        const [x, y] = key.split(' ').map(Number);
        expect(found.get(key), key).toBe(sum);
        expect(sums.get(x!, y!), key).toBe(sum);
      }
      expect(sums.get(range, 0)).toBeUndefined();
    });
  });
});
