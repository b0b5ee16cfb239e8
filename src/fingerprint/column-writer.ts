import { CATALOGUE } from '../facet/catalogue.js';
import type { FacetEntries } from './facet-table.js';
import { ENTRY_WORDS, type EntrySink } from './sorted-run.js';

/** Writes entries, which come in order of accounts, into the columns of a table. */
export class ColumnWriter implements EntrySink {
  private readonly facets: FacetEntries[];
  private readonly at: number[];

  /** @param most entries by facet at most; room that is not used costs nothing */
  constructor(accounts: number, most: ArrayLike<number>) {
    this.facets = Array.from(most, (size) => ({
      starts: new Uint32Array(accounts + 1),
      lo: new Uint32Array(size),
      hi: new Uint32Array(size),
      count: new Float64Array(size),
    }));
    this.at = this.facets.map(() => 0);
  }

  take(facet: number, data: Uint32Array, at: number, count: number): void {
    const { lo, hi, count: counts } = this.facets[facet]!;
    let to = this.at[facet]!;
    let from = at;
    if (ENTRY_WORDS[facet] === 2) {
      for (let e = 0; e < count; e++, to++, from += 2) {
        lo[to] = data[from]!;
        counts[to] = data[from + 1]!;
      }
    } else {
      for (let e = 0; e < count; e++, to++, from += 3) {
        lo[to] = data[from]!;
        hi[to] = data[from + 1]!;
        counts[to] = data[from + 2]!;
      }
    }
    this.at[facet] = to;
  }

  endAccount(a: number): void {
    for (let f = 0; f < CATALOGUE.length; f++) this.facets[f]!.starts[a + 1] = this.at[f]!;
  }

  /** The columns, cut to what was written: memory beyond that was never touched and costs nothing. */
  finish(): FacetEntries[] {
    return this.facets.map(({ starts, lo, hi, count }, f) => {
      const size = this.at[f]!;
      if (size === lo.length) return { starts, lo, hi, count };
      return { starts, lo: lo.subarray(0, size), hi: hi.subarray(0, size), count: count.subarray(0, size) };
    });
  }
}
