import type { FacetEntries } from '../fingerprint/index.js';

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
  /** Per value: accounts ascending, with request counts. */
  readonly ofValue: SparseRows;
}

/** Number of accounts that have the value. */
export function owners(index: ValueIndex, value: number): number {
  return index.ofValue.starts[value + 1]! - index.ofValue.starts[value]!;
}

/**
 * Numbers the values of a facet in value order. `high` reduces a value's high word first, for facets whose values
 * have parts (a network and a day): entries of an account that become equal are added up. O(entries · log entries).
 */
export function indexValues(entries: FacetEntries, high: (hi: number) => number = (hi) => hi): ValueIndex {
  const accounts = entries.starts.length - 1;
  const n = entries.lo.length;
  const keys = new Float64Array(n); // two values that agree in 53 of their 64 bits count as one
  for (let e = 0; e < n; e++) keys[e] = entries.lo[e]! * 2_097_152 + (high(entries.hi[e]!) >>> 11);
  const order = sortedOrder(keys);
  const idOf = new Uint32Array(n);
  const lo: number[] = [];
  const hi: number[] = [];
  let last = Number.NaN;
  for (let i = 0; i < n; i++) {
    const e = order[i]!;
    if (keys[e] !== last) {
      last = keys[e]!;
      lo.push(entries.lo[e]!);
      hi.push(high(entries.hi[e]!));
    }
    idOf[e] = lo.length - 1;
  }
  const starts = new Uint32Array(accounts + 1);
  const ids: number[] = [];
  const weights: number[] = [];
  for (let a = 0; a < accounts; a++) {
    const from = entries.starts[a]!;
    const to = entries.starts[a + 1]!;
    let previous = -1;
    // Entries are in value order, and `high` keeps that order apart from making neighbours equal.
    for (let e = from; e < to; e++) {
      const id = idOf[e]!;
      if (id === previous) weights[weights.length - 1]! += entries.count[e]!;
      else {
        ids.push(id);
        weights.push(entries.count[e]!);
        previous = id;
      }
    }
    starts[a + 1] = ids.length;
  }
  const ofAccount = { starts, ids: Uint32Array.from(ids), weights: Float64Array.from(weights) };
  return {
    size: lo.length,
    lo: Uint32Array.from(lo),
    hi: Uint32Array.from(hi),
    ofAccount,
    ofValue: transpose(ofAccount, lo.length),
  };
}

/** The same pairs by column. O(pairs). */
export function transpose(rows: SparseRows, columns: number): SparseRows {
  const starts = new Uint32Array(columns + 1);
  for (const id of rows.ids) starts[id + 1]!++;
  for (let c = 0; c < columns; c++) starts[c + 1]! += starts[c]!;
  const next = starts.slice();
  const ids = new Uint32Array(rows.ids.length);
  const weights = new Float64Array(rows.ids.length);
  for (let r = 0; r + 1 < rows.starts.length; r++) {
    for (let e = rows.starts[r]!; e < rows.starts[r + 1]!; e++) {
      const at = next[rows.ids[e]!]!++;
      ids[at] = r;
      weights[at] = rows.weights[e]!;
    }
  }
  return { starts, ids, weights };
}

function sortedOrder(keys: Float64Array): Uint32Array {
  // Sorting floats natively is several times faster than sorting an index by comparator, so the keys are sorted
  // and each entry looks its place up by counting.
  const sorted = keys.slice().sort();
  const distinct = new Map<number, number>();
  for (let i = 0; i < sorted.length; i++) if (!distinct.has(sorted[i]!)) distinct.set(sorted[i]!, i);
  const order = new Uint32Array(keys.length);
  for (let e = 0; e < keys.length; e++) {
    const at = distinct.get(keys[e]!)!;
    order[at] = e;
    distinct.set(keys[e]!, at + 1);
  }
  return order;
}
