import { CATALOGUE } from '../facet/catalogue.js';
import type { Counts, FacetEntries } from './facet-table.js';
import { ENTRY_WORDS, type EntrySink } from './sorted-run.js';

/** Writes entries, which come in order of accounts, into the columns of a table. */
export class ColumnWriter implements EntrySink {
  private readonly facets: Column[];
  private readonly at: number[];

  /** @param most entries by facet at most; room that is not used, and high words that are 0, cost nothing */
  constructor(accounts: number, most: ArrayLike<number>) {
    this.facets = Array.from(most, (size) => ({
      starts: new Uint32Array(accounts + 1),
      lo: new Uint32Array(size),
      hi: new Uint32Array(size),
      count: new Uint8Array(size),
    }));
    this.at = this.facets.map(() => 0);
  }

  take(facet: number, data: Uint32Array, at: number, count: number): void {
    const column = this.facets[facet]!;
    const first = this.at[facet]!;
    const words = ENTRY_WORDS[facet]!;
    const { lo, hi } = column;
    let { count: counts } = column;
    let any = 0; // bits that are set in some count
    for (let e = 0, from = at + words - 1; e < count; e++, from += words) any |= data[from]!;
    if (any >>> (counts.BYTES_PER_ELEMENT * 8 - 1) > 1) {
      counts = widened(counts, first, any >>> 16 === 0 ? Uint16Array : Uint32Array);
      column.count = counts;
    }
    let to = first;
    let from = at;
    if (words === 2) {
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

interface Column extends FacetEntries {
  count: Counts;
}

/** The first `length` counts in an array of as many places with wider ones. */
function widened(
  counts: Counts,
  length: number,
  Wider: Uint16ArrayConstructor | Uint32ArrayConstructor,
): Counts {
  const wider = new Wider(counts.length);
  wider.set(counts.subarray(0, length));
  return wider;
}
