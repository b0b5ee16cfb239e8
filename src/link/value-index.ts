import type { FacetEntries } from '../fingerprint/index.js';
import { ALL_BITS, HIGH_PART, valueOrder } from './value-order.js';

/** Sparse rows: row r holds `ids[starts[r] … starts[r + 1])`, ascending. */
export interface SparseRows {
  readonly starts: Uint32Array;
  readonly ids: Uint32Array;
}

/** A facet's values as dense numbers, seen from the accounts and from the values. */
export interface ValueIndex {
  /** Distinct values. */
  readonly size: number;
  /** Words of each value, for showing it. */
  readonly lo: Uint32Array;
  readonly hi: Uint32Array;
  /** Per account: value numbers ascending. */
  readonly ofAccount: SparseRows;
  /** Per value: accounts ascending. */
  readonly ofValue: SparseRows;
}

/** Number of accounts that have the value. */
export function owners(index: ValueIndex, value: number): number {
  return index.ofValue.starts[value + 1]! - index.ofValue.starts[value]!;
}

/**
 * Numbers the values of a facet in value order; two values that agree in the first 53 of their 64 bits count as one.
 * `mask`: the bits of the high word that count, for facets whose values have parts (a network and a day). O(entries), 12
 * bytes an entry while at work and 8 to stay.
 */
export function indexValues(entries: FacetEntries, mask = ALL_BITS): ValueIndex {
  const { idOf, lo, hi } = numberValues(entries, mask);
  const accounts = entries.starts.length - 1;
  const starts = new Uint32Array(accounts + 1);
  // An account's entries are in value order and `mask` only makes neighbours equal, so rows shrink in place.
  const ids = idOf;
  let at = 0;
  for (let a = 0; a < accounts; a++) {
    const first = at;
    for (let e = entries.starts[a]!; e < entries.starts[a + 1]!; e++) {
      const id = idOf[e]!;
      if (at === first || ids[at - 1] !== id) ids[at++] = id;
    }
    starts[a + 1] = at;
  }
  const ofAccount = { starts, ids: shortened(ids, at) };
  return { size: lo.length, lo, hi, ofAccount, ofValue: transpose(ofAccount, lo.length) };
}

/**
 * Requests of each account with each of its values, in the rows of `ofAccount` of an index of all parts of the values.
 * O(entries).
 */
export function requestsWith(
  { starts, lo, hi, count }: FacetEntries,
  { ofAccount }: ValueIndex,
): Float64Array {
  const requests = new Float64Array(ofAccount.ids.length);
  let at = -1;
  for (let a = 0; a + 1 < starts.length; a++) {
    for (let e = starts[a]!; e < starts[a + 1]!; e++) {
      const again = e > starts[a]! && lo[e] === lo[e - 1] && ((hi[e]! ^ hi[e - 1]!) & HIGH_PART) === 0;
      if (!again) at++;
      requests[at]! += count[e]!;
    }
  }
  return requests;
}

/** The number of each entry's value, and the words of each number. */
function numberValues({ lo: entryLo, hi: entryHi }: FacetEntries, mask: number) {
  const n = entryLo.length;
  const { order, spare: first } = valueOrder(entryLo, entryHi, mask); // per value, its first entry
  const idOf = new Uint32Array(n);
  const telling = mask & HIGH_PART;
  let size = 0;
  for (let i = 0; i < n; i++) {
    const e = order[i]!;
    const f = first[size - 1]!;
    if (size === 0 || entryLo[e] !== entryLo[f] || ((entryHi[e]! ^ entryHi[f]!) & telling) !== 0) {
      first[size++] = e;
    }
    idOf[e] = size - 1;
  }
  const lo = new Uint32Array(size);
  const hi = new Uint32Array(size);
  for (let v = 0; v < size; v++) {
    lo[v] = entryLo[first[v]!]!;
    hi[v] = (entryHi[first[v]!]! & mask) >>> 0;
  }
  return { idOf, lo, hi };
}

/** The first `length` places; copied where a view would keep much more memory than it shows. */
function shortened<T extends Uint32Array>(values: T, length: number): T {
  return (length > 0.9 * values.length ? values.subarray(0, length) : values.slice(0, length)) as T;
}

/** The same pairs by column. O(pairs). */
export function transpose(rows: SparseRows, columns: number): SparseRows {
  const starts = new Uint32Array(columns + 1);
  for (const id of rows.ids) starts[id + 1]!++;
  for (let c = 0; c < columns; c++) starts[c + 1]! += starts[c]!;
  const next = starts.slice();
  const ids = new Uint32Array(rows.ids.length);
  for (let r = 0; r + 1 < rows.starts.length; r++) {
    for (let e = rows.starts[r]!; e < rows.starts[r + 1]!; e++) ids[next[rows.ids[e]!]!++] = r;
  }
  return { starts, ids };
}
