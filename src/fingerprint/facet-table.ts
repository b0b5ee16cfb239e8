import type { Field } from '../record/usage-record.js';

/**
 * One facet of all accounts, compressed by account: account a has the entries `starts[a]` (inclusive) to
 * `starts[a + 1]` (exclusive), sorted by low word, then high word.
 */
export interface FacetEntries {
  readonly starts: Uint32Array; // length: accounts + 1
  readonly lo: Uint32Array; // length: entries
  readonly hi: Uint32Array; // length: entries
  readonly count: Counts; // length: entries; positive integers below 2^53
}

/** Counts in as many bytes each as the largest needs, or more. */
export type Counts = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/** Sums and extremes of an account that no histogram holds exactly; each array has one place per account. */
export interface AccountTotals {
  readonly requests: Float64Array;
  readonly inputTokens: Float64Array;
  readonly outputTokens: Float64Array;
  /** Microseconds since the epoch, UTC, inclusive. */
  readonly firstTime: Float64Array;
  readonly lastTime: Float64Array;
}

/**
 * The fingerprints of all accounts: integers only, in one canonical order, so that equal records give equal
 * tables however they were split, ordered or merged.
 */
export interface FacetTable {
  /** Sorted by UTF-16 code units; the position is the account's number everywhere else. */
  readonly accounts: readonly string[];
  readonly totals: AccountTotals;
  /** One entry for each facet of the catalogue, in its order; a facet that stood aside has no entries. */
  readonly facets: readonly FacetEntries[];
  /** Readable texts of values, per facet of the catalogue, by `valueKey`. */
  readonly texts: readonly ReadonlyMap<string, string>[];
  /** Fields that at least one batch carried. */
  readonly fields: ReadonlySet<Field>;
}

/** A value as a map key: both words in hexadecimal, so that sorting keys is sorting values. */
export function valueKey(lo: number, hi: number): string {
  return lo.toString(16).padStart(8, '0') + hi.toString(16).padStart(8, '0');
}

/** The words of a value from its `valueKey`. */
export function keyWords(key: string): [lo: number, hi: number] {
  return [Number.parseInt(key.slice(0, 8), 16), Number.parseInt(key.slice(8), 16)];
}

/** Totals of accounts without requests. */
export function emptyTotals(accounts: number): AccountTotals {
  return {
    requests: new Float64Array(accounts),
    inputTokens: new Float64Array(accounts),
    outputTokens: new Float64Array(accounts),
    firstTime: new Float64Array(accounts).fill(Number.POSITIVE_INFINITY),
    lastTime: new Float64Array(accounts).fill(Number.NEGATIVE_INFINITY),
  };
}

/** Adds the totals of one account to those of another. */
export function addTotals(to: AccountTotals, a: number, from: AccountTotals, own: number): void {
  to.requests[a]! += from.requests[own]!;
  to.inputTokens[a]! += from.inputTokens[own]!;
  to.outputTokens[a]! += from.outputTokens[own]!;
  to.firstTime[a] = Math.min(to.firstTime[a]!, from.firstTime[own]!);
  to.lastTime[a] = Math.max(to.lastTime[a]!, from.lastTime[own]!);
}
