import { mix32 } from '../facet/murmur3.js';

/** Numbers are below this: two of them make a key that is exact. */
const RANGE = 2 ** 26;
/** Places at first; a power of two. */
const FIRST_PLACES = 1024;
/** Share of the places that are taken before their number doubles. */
const FULLEST = 0.5;
const EMPTY = -1;

/**
 * Sums by ordered pair of numbers below 2^26: a hash table with linear probing (Knuth, The Art of Computer Programming
 * 3, 6.4), because a Map holds no more than 2^24 keys, and takes an object for each large one. 16 bytes a place, at
 * most four places a pair.
 */
export class PairSums {
  private keys = new Float64Array(FIRST_PLACES).fill(EMPTY);
  private sums = new Float64Array(FIRST_PLACES);
  private used = 0;

  /** Adds to the sum of a pair, which is 0 at first. O(1) amortised. */
  add(x: number, y: number, amount: number): void {
    const at = this.find(x, y);
    this.sums[at]! += amount;
    if (this.keys[at] !== EMPTY) return;
    this.keys[at] = x * RANGE + y;
    if (++this.used > FULLEST * this.keys.length) this.grow();
  }

  /** The sum of a pair; undefined where nothing was added. O(1). */
  get(x: number, y: number): number | undefined {
    const at = this.find(x, y);
    return this.keys[at] === EMPTY ? undefined : this.sums[at];
  }

  /** Calls `visit` for each pair once, in no particular order. O(pairs). */
  forEach(visit: (x: number, y: number, sum: number) => void): void {
    const { keys, sums } = this;
    for (let at = 0; at < keys.length; at++) {
      if (keys[at] !== EMPTY) visit(Math.floor(keys[at]! / RANGE), keys[at]! % RANGE, sums[at]!);
    }
  }

  /** The place of a pair, or the one where it belongs. */
  private find(x: number, y: number): number {
    const { keys } = this;
    const key = x * RANGE + y;
    const mask = keys.length - 1;
    let at = mix32(Math.imul(x, 0x9e3779b1) ^ y) & mask;
    while (keys[at] !== key && keys[at] !== EMPTY) at = (at + 1) & mask;
    return at;
  }

  private grow(): void {
    const { keys, sums } = this;
    this.keys = new Float64Array(2 * keys.length).fill(EMPTY);
    this.sums = new Float64Array(2 * keys.length);
    for (let at = 0; at < keys.length; at++) {
      if (keys[at] === EMPTY) continue;
      const to = this.find(Math.floor(keys[at]! / RANGE), keys[at]! % RANGE);
      this.keys[to] = keys[at]!;
      this.sums[to] = sums[at]!;
    }
  }
}
