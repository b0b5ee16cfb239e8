import type { FacetTable } from '../fingerprint/index.js';
import type { Random } from '../simulate/random.js';
import type { Words } from './renaming.js';

/** Draws values as one account of the log has them: each as often as it has it. */
export class Habit {
  private readonly sums = new Map<number, Float64Array>();

  constructor(
    private readonly table: FacetTable,
    private readonly account: number,
  ) {}

  /** A value of a facet, by the facet's number; null where the account has none. O(log of its entries). */
  draw(facet: number, random: Random): Words | null {
    const { starts, lo, hi, count } = this.table.facets[facet]!;
    const from = starts[this.account]!;
    let sums = this.sums.get(facet);
    if (sums === undefined) {
      let sum = 0;
      sums = Float64Array.from(count.subarray(from, starts[this.account + 1]!), (n) => {
        sum += n;
        return sum;
      });
      this.sums.set(facet, sums);
    }
    if (sums.length === 0) return null;
    const at = random.integer(1, sums[sums.length - 1]!);
    let low = 0;
    let high = sums.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle]! < at) low = middle + 1;
      else high = middle;
    }
    return [lo[from + low]!, hi[from + low]!];
  }

  /** Requests per value of a facet, at least 1; 1 where the account has none. */
  perValue(facet: number): number {
    const { starts, count } = this.table.facets[facet]!;
    const [from, to] = [starts[this.account]!, starts[this.account + 1]!];
    let sum = 0;
    for (let e = from; e < to; e++) sum += count[e]!;
    return from === to ? 1 : sum / (to - from);
  }
}
