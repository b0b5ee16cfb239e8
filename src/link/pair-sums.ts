import { mix32 } from '../facet/murmur3.js';

/** Places at first; a power of two. */
const FIRST_PLACES = 1024;
/** Share of the places that are taken before their number doubles. */
const FULLEST = 0.5;
const EMPTY = -1;

/**
 * Sums by pair of numbers, packed as `smaller · range + larger`: a hash table with linear probing (Knuth, The Art of
 * Computer Programming 3, 6.4), because a Map holds no more than 2^24 keys, and takes an object for each large one.
 * 16 bytes a place, at most four places a pair.
 */
export class PairSums {
  private keys = new Float64Array(FIRST_PLACES).fill(EMPTY);
  private sums = new Float64Array(FIRST_PLACES);
  private used = 0;

  /** Numbers are below `range`. */
  constructor(private readonly range: number) {}

  /** Adds to the sum of a pair, in whichever order. O(1) amortised. */
  add(i: number, j: number, amount: number): void {
    const low = Math.min(i, j);
    const high = Math.max(i, j);
    const at = this.find(low, high);
    if (this.keys[at] === EMPTY) {
      this.keys[at] = low * this.range + high;
      if (++this.used > FULLEST * this.keys.length) {
        this.sums[at] = amount;
        this.grow();
        return;
      }
    }
    this.sums[at]! += amount;
  }

  /** Calls `visit` for each pair once, in no particular order; `low` < `high`. */
  forEach(visit: (low: number, high: number, sum: number) => void): void {
    const { keys, sums, range } = this;
    for (let at = 0; at < keys.length; at++) {
      if (keys[at] !== EMPTY) visit(Math.floor(keys[at]! / range), keys[at]! % range, sums[at]!);
    }
  }

  /** The place of a pair, or the one where it belongs. */
  private find(low: number, high: number): number {
    const { keys } = this;
    const key = low * this.range + high;
    const mask = keys.length - 1;
    let at = mix32(Math.imul(low, 0x9e3779b1) ^ high) & mask;
    while (keys[at] !== key && keys[at] !== EMPTY) at = (at + 1) & mask;
    return at;
  }

  private grow(): void {
    const { keys, sums, range } = this;
    this.keys = new Float64Array(2 * keys.length).fill(EMPTY);
    this.sums = new Float64Array(2 * keys.length);
    for (let at = 0; at < keys.length; at++) {
      if (keys[at] === EMPTY) continue;
      const to = this.find(Math.floor(keys[at]! / range), keys[at]! % range);
      this.keys[to] = keys[at]!;
      this.sums[to] = sums[at]!;
    }
  }
}
