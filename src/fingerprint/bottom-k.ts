import { orderKey } from '../facet/order-key.js';
import { OWNER_STRIDE, type SparseCounts } from './sparse-counts.js';

/**
 * Keeps, per owner, the `keep` values with the smallest order keys (ties at the last key all stay). Trimming early
 * is safe: a value above an owner's k-th smallest key can never come back among the k smallest.
 */
export class BottomK {
  private readonly distinct = new Map<number, number>(); // owner -> values held
  private readonly limit = new Map<number, number>(); // owner -> largest order key that may still enter
  private excess = 0; // values held above their owners' keep

  /** `keep[f]` is the number of values that facet f keeps, or 0 for all. */
  constructor(private readonly keep: Int32Array) {}

  /** Whether the value may enter at all. */
  admits(owner: number, lo: number, hi: number): boolean {
    const limit = this.limit.get(owner);
    return limit === undefined || orderKey(lo, hi) <= limit;
  }

  /** To be told of each new value of an owner. */
  noteNew(owner: number): void {
    const held = (this.distinct.get(owner) ?? 0) + 1;
    this.distinct.set(owner, held);
    if (held > this.keep[owner % OWNER_STRIDE]!) this.excess++;
  }

  /** Whether a trim would free a worthwhile part of `size` held pairs. */
  worthTrimming(size: number): boolean {
    return this.excess * 5 > size;
  }

  /** Drops what is above each owner's keep. O(pairs held). */
  trim(counts: SparseCounts): void {
    const keys = new Map<number, number[]>();
    counts.forEach((owner, lo, hi) => {
      const k = this.keep[owner % OWNER_STRIDE]!;
      if (k === 0 || (this.distinct.get(owner) ?? 0) <= k) return;
      const list = keys.get(owner);
      if (list === undefined) keys.set(owner, [orderKey(lo, hi)]);
      else list.push(orderKey(lo, hi));
    });
    if (keys.size === 0) return;
    for (const [owner, list] of keys) {
      const k = this.keep[owner % OWNER_STRIDE]!;
      const limit = Float64Array.from(list).sort()[k - 1]!;
      this.limit.set(owner, limit);
      this.distinct.set(
        owner,
        list.reduce((n, key) => (key <= limit ? n + 1 : n), 0),
      );
    }
    this.excess = 0;
    counts.retain((owner, lo, hi) => !keys.has(owner) || orderKey(lo, hi) <= this.limit.get(owner)!);
  }
}
