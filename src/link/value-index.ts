import type { FacetEntries } from '../fingerprint/index.js';
import { highPart, valueOrder } from './value-order.js';

/** Sparse rows: row r holds `ids[starts[r] … starts[r + 1])`, ascending, each with a weight. */
export interface SparseRows {
  readonly starts: Uint32Array;
  readonly ids: Uint32Array;
  readonly weights: Float64Array;
}

/** A facet's values as dense numbers, seen from the accounts and from the values. */
export interface ValueIndex {
  /** Distinct values. */
  readonly size: number;
  /** Words of each value, for showing it. */
  readonly lo: Uint32Array;
  readonly hi: Uint32Array;
  /** Per account: value numbers ascending, with request counts. */
  readonly ofAccount: SparseRows;
  /** Per value: accounts ascending. */
  readonly ofValue: Pick<SparseRows, 'starts' | 'ids'>;
}

/** Number of accounts that have the value. */
export function owners(index: ValueIndex, value: number): number {
  return index.ofValue.starts[value + 1]! - index.ofValue.starts[value]!;
}

/**
 * Numbers the values of a facet in value order; two values that agree in the first 53 of their 64 bits count as one.
 * `high` reduces a value's high word first, for facets whose values have parts (a network and a day): entries of an
 * account that become equal are added up. O(entries), about 40 bytes an entry in all.
 */
export function indexValues(entries: FacetEntries, high: ((hi: number) => number) | null = null): ValueIndex {
  const accounts = entries.starts.length - 1;
  const n = entries.lo.length;
  const entryHi = high === null ? entries.hi : entries.hi.map(high);
  const { idOf, lo, hi } = numberValues(entries.lo, entryHi);
  const starts = new Uint32Array(accounts + 1);
  // An account's entries are in value order and `high` only makes neighbours equal, so rows shrink in place.
  const ids = idOf;
  const weights = new Float64Array(n);
  let at = 0;
  for (let a = 0; a < accounts; a++) {
    const first = at;
    for (let e = entries.starts[a]!; e < entries.starts[a + 1]!; e++) {
      const id = idOf[e]!;
      if (at > first && ids[at - 1] === id) {
        weights[at - 1]! += entries.count[e]!;
      } else {
        ids[at] = id;
        weights[at++] = entries.count[e]!;
      }
    }
    starts[a + 1] = at;
  }
  const ofAccount = { starts, ids: shortened(ids, at), weights: shortened(weights, at) };
  return { size: lo.length, lo, hi, ofAccount, ofValue: transpose(ofAccount, lo.length) };
}

/** The number of each entry's value, and the words of each number. */
function numberValues(entryLo: Uint32Array, entryHi: Uint32Array) {
  const n = entryLo.length;
  const order = valueOrder(entryLo, entryHi);
  const idOf = new Uint32Array(n);
  const first = new Uint32Array(n); // per value, its first entry
  let size = 0;
  for (let i = 0; i < n; i++) {
    const e = order[i]!;
    const f = first[size - 1]!;
    if (size === 0 || entryLo[e] !== entryLo[f] || highPart(entryHi[e]!) !== highPart(entryHi[f]!)) {
      first[size++] = e;
    }
    idOf[e] = size - 1;
  }
  const lo = new Uint32Array(size);
  const hi = new Uint32Array(size);
  for (let v = 0; v < size; v++) {
    lo[v] = entryLo[first[v]!]!;
    hi[v] = entryHi[first[v]!]!;
  }
  return { idOf, lo, hi };
}

/** The first `length` places; copied where a view would keep much more memory than it shows. */
function shortened<T extends Uint32Array | Float64Array>(values: T, length: number): T {
  return (length > 0.9 * values.length ? values.subarray(0, length) : values.slice(0, length)) as T;
}

/** The same pairs by column, without their weights. O(pairs). */
export function transpose(
  rows: Pick<SparseRows, 'starts' | 'ids'>,
  columns: number,
): Pick<SparseRows, 'starts' | 'ids'> {
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
