import { facetIndex } from '../../facet/catalogue.js';
import { TICKS_PER_DAY } from '../../facet/tick.js';
import type { FacetTable } from '../../fingerprint/index.js';

/** When accounts begin and end, in ticks; NaN where the log's own borders may have cut them off. */
export interface Lifetimes {
  /** First and last tick of the log, inclusive. */
  readonly first: number;
  readonly last: number;
  readonly start: Float64Array;
  readonly end: Float64Array;
}

/**
 * An account begins where it is first seen, if the log was watching for more than a day before and for longer than the
 * account is ever silent in between: a weekly user that is first seen on the third day is not new. Ends alike.
 * O(entries).
 */
export function lifetimes(table: FacetTable): Lifetimes {
  const { starts, lo } = table.facets[facetIndex('tick')]!;
  const n = table.accounts.length;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (let a = 0; a < n; a++) {
    if (starts[a] === starts[a + 1]) continue;
    first = Math.min(first, lo[starts[a]!]!);
    last = Math.max(last, lo[starts[a + 1]! - 1]!);
  }
  const start = new Float64Array(n).fill(Number.NaN);
  const end = new Float64Array(n).fill(Number.NaN);
  for (let a = 0; a < n; a++) {
    const from = starts[a]!;
    const to = starts[a + 1]!;
    if (from === to) continue;
    let silence = TICKS_PER_DAY;
    for (let e = from + 1; e < to; e++) silence = Math.max(silence, lo[e]! - lo[e - 1]!);
    if (lo[from]! - first > silence) start[a] = lo[from]!;
    if (last - lo[to - 1]! > silence) end[a] = lo[to - 1]!;
  }
  return { first, last, start, end };
}

/** The members' times that are known, ascending. */
export function knownTimes(times: Float64Array, members: readonly number[]): Float64Array {
  return Float64Array.from(members, (a) => times[a]!)
    .filter((t) => !Number.isNaN(t))
    .sort();
}
