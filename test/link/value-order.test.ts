import { describe, expect, it } from 'vitest';
import { valueOrder } from '../../src/link/value-order.js';
import { forSeeds } from '../record/seeded.js';

const word = 2 ** 32 - 1;

describe('valueOrder', () => {
  it('sorts by low word and what counts of the first 21 bits of the high word, equal values by position', () => {
    forSeeds(20, (random) => {
      const n = random.int(0, 600);
      const [most, mostHigh] = [random.int(0, 1) === 1 ? word : 40, random.int(0, 1) === 1 ? word : 5_000];
      const lo = Uint32Array.from({ length: n }, () => random.int(0, most));
      const hi = Uint32Array.from({ length: n }, () => random.int(0, mostHigh));
      const mask = random.int(0, 1) === 1 ? word : 0xffff0000;
      const highPart = (high: number) => (high & mask) >>> 11;
      const expected = Array.from({ length: n }, (_, e) => e).sort(
        (x, y) => lo[x]! - lo[y]! || highPart(hi[x]!) - highPart(hi[y]!) || x - y,
      );
      expect([...valueOrder(lo, hi, mask).order]).toEqual(expected);
    });
  });

  it('reaches the last bits of both words', () => {
    expect([...valueOrder(Uint32Array.of(word, word - 1, 0, 2 ** 31), new Uint32Array(4)).order]).toEqual([
      2, 3, 1, 0,
    ]);
    expect([...valueOrder(new Uint32Array(3), Uint32Array.of(word, 2 ** 31, 2 ** 11)).order]).toEqual([
      2, 1, 0,
    ]);
    expect([...valueOrder(new Uint32Array(2), Uint32Array.of(2 ** 11 - 1, 0)).order]).toEqual([0, 1]);
  });
});
