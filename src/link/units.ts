import type { FacetTable } from '../fingerprint/index.js';
import { type AccountRows, accountRows } from './account-rows.js';
import {
  type Category,
  type CategoryView,
  category,
  ORIGINS,
  roundShares,
  SETTING_GROUP_CAP,
  SETTINGS,
} from './categories.js';
import { COUNT_STEP, type HistogramView } from './dirichlet.js';
import { GROUP_CAP, type Histogram, histograms } from './histograms.js';
import { type Identifier, type IdentifierView, identifiers } from './identifiers.js';
import { pseudoRandomOrder } from './pseudo-random-order.js';

/** All that linking compares, read off the facet table once. */
export interface LinkData {
  readonly accounts: number;
  /** Accounts drawn at random once, to learn how common a profile is. */
  readonly reference: readonly number[];
  readonly histograms: readonly Histogram[];
  readonly categories: readonly Category[];
  readonly identifiers: readonly Identifier[];
  /** The same of each account in one place. */
  readonly rows: AccountRows;
  /** Place of the first bin of each histogram where all are laid side by side, and of the end of the last. */
  readonly binStarts: readonly number[];
}

/** Reads what linking compares off the table. O(entries · log entries). */
export function linkData(table: FacetTable): LinkData {
  const accounts = table.accounts.length;
  const compared = {
    histograms: histograms(table),
    categories: [...SETTINGS, ...ORIGINS].map((name) => category(table, name)).filter((c) => c !== null),
    identifiers: identifiers(table),
  };
  const binStarts = [0];
  for (const { bins } of compared.histograms) binStarts.push(binStarts.at(-1)! + bins);
  return {
    accounts,
    reference: referenceAccounts(accounts),
    ...compared,
    rows: accountRows(accounts, compared.histograms, compared.categories, compared.identifiers),
    binStarts,
  };
}

/** Enough that a trait of one in a hundred is seen, and a cap of ln 300 can be claimed. */
const REFERENCE_SIZE = 300;

/** A fixed pseudo-random sample of the account numbers, without repetition. */
function referenceAccounts(accounts: number): number[] {
  const all = Uint32Array.from({ length: accounts }, (_, a) => a);
  pseudoRandomOrder(all, 0);
  return Array.from(all.subarray(0, REFERENCE_SIZE));
}

/** Accounts pooled as if they were one source. A single account is a unit of size 1. */
export interface Unit {
  readonly members: readonly number[]; // account numbers, ascending
  readonly histograms: readonly HistogramView[];
  readonly categories: readonly CategoryView[];
  readonly identifiers: readonly IdentifierView[];
  /** What the members' counts add up to before the group cap, from which a member can be taken off; null for one account. */
  readonly pool: Pool | null;
}

/** Sums of the members' counts, in steps. */
interface Pool {
  /** Filled bins of each histogram, ascending, with their sums. */
  readonly histograms: readonly SparseSums[];
  readonly categories: readonly SparseSums[];
}

/** Sums by place or value, ascending. */
export interface SparseSums {
  readonly ids: Uint32Array;
  readonly sums: Uint32Array;
  readonly total: number;
}

/** The unit of one account. */
export function accountUnit(data: LinkData, a: number): Unit {
  return new AccountReader(data).at(a);
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * Reads account after account as a unit without allocating: millions of pairs are compared. The unit that `at` returns
 * is the same one each time, and holds the last account asked for; where two are compared, use two readers.
 */
export class AccountReader {
  private readonly members: [number] = [0];
  private readonly histograms: Writable<HistogramView>[];
  private readonly categories: Writable<CategoryView>[];
  private readonly identifiers: Writable<IdentifierView>[];
  private readonly unit: Unit;
  private readonly dense: Uint16Array;

  constructor(private readonly data: LinkData) {
    const { binStarts, rows } = data;
    const { ids, steps } = rows;
    const dense = new Uint16Array(binStarts.at(-1)!);
    this.dense = dense;
    this.histograms = data.histograms.map((_, h) => ({
      bins: ids,
      steps,
      from: 0,
      to: 0,
      dense,
      at: binStarts[h]!,
      sum: 0,
    }));
    this.categories = data.categories.map(() => ({ ids, steps, from: 0, to: 0, sum: 0 }));
    this.identifiers = data.identifiers.map(() => ({
      ids,
      members: null,
      from: 0,
      to: 0,
      distinct: 0,
      draws: 0,
    }));
    const { members, categories, identifiers } = this;
    this.unit = { members, histograms: this.histograms, categories, identifiers, pool: null };
  }

  /** The unit of account `a`, valid until the next call. O(filled bins). */
  at(a: number): Unit {
    const { histograms, categories, identifiers, dense } = this;
    const { starts, ids, steps } = this.data.rows;
    this.members[0] = a;
    let e = starts[a]!;
    for (let h = 0; h < histograms.length; h++) {
      const view = histograms[h]!;
      const { at } = view;
      for (let old = view.from; old < view.to; old++) dense[at + ids[old]!] = 0;
      view.sum = steps[e]!;
      view.from = e + 1;
      view.to = e + 1 + ids[e]!;
      for (e++; e < view.to; e++) dense[at + ids[e]!] = steps[e]!;
    }
    for (let c = 0; c < categories.length; c++) {
      const view = categories[c]!;
      view.sum = steps[e]!;
      view.from = e + 1;
      e += 1 + ids[e]!;
      view.to = e;
    }
    for (let i = 0; i < identifiers.length; i++) {
      const view = identifiers[i]!;
      view.distinct = ids[e + 1]!;
      view.draws = view.distinct;
      view.from = e + 2;
      e += 2 + ids[e]!;
      view.to = e;
    }
    return this.unit;
  }
}

/** The pooled unit of several accounts. Each member counts up to the account cap. O(n log n) in the members' entries. */
export function groupUnit(data: LinkData, members: readonly number[]): Unit {
  const { starts, ids, steps } = data.rows;
  const { binStarts } = data;
  const next = new Float64Array(members.length); // per member, the next place of its row
  for (let m = 0; m < members.length; m++) next[m] = starts[members[m]!]!;
  const counts = new Uint32Array(binStarts.at(-1)!);
  for (let m = 0; m < members.length; m++) {
    let e = next[m]!;
    for (let h = 0; h < data.histograms.length; h++) {
      const at = binStarts[h]!;
      const end = e + 1 + ids[e]!;
      for (e++; e < end; e++) counts[at + ids[e]!]! += steps[e]!;
    }
    next[m] = e;
  }
  const pool: Pool = {
    histograms: data.histograms.map((_, h) => filled(counts.subarray(binStarts[h]!, binStarts[h + 1]!))),
    categories: data.categories.map(() => poolSteps(data.rows, next)),
  };
  const dense = new Uint16Array(binStarts.at(-1)!);
  return {
    members,
    histograms: pool.histograms.map((sums, h) => cappedHistogram(sums, dense, binStarts[h]!)),
    categories: pool.categories.map(({ ids, sums, total }) => {
      const steps = new Uint16Array(sums.length);
      const sum = roundShares(sums, 0, sums.length, settingScale(total), steps);
      return { ids, steps, from: 0, to: ids.length, sum };
    }),
    identifiers: data.identifiers.map(() => poolValues(data.rows, next)),
    pool,
  };
}

/** Counts that are not zero, with their places. */
function filled(counts: Uint32Array): SparseSums {
  let n = 0;
  let total = 0;
  for (let k = 0; k < counts.length; k++) {
    if (counts[k]! === 0) continue;
    total += counts[k]!;
    n++;
  }
  const ids = new Uint32Array(n);
  const sums = new Uint32Array(n);
  for (let k = 0, at = 0; k < counts.length; k++) {
    if (counts[k]! === 0) continue;
    ids[at] = k;
    sums[at++] = counts[k]!;
  }
  return { ids, sums, total };
}

/** What a pooled count in steps is multiplied by, for a histogram that counts for GROUP_CAP requests at most. */
export function histogramScale(total: number): number {
  return Math.min(1, GROUP_CAP / (total * COUNT_STEP)) / COUNT_STEP;
}

/** The same for a setting. */
export function settingScale(total: number): number {
  return Math.min(1, SETTING_GROUP_CAP / COUNT_STEP / Math.max(total, 1));
}

/** A pooled histogram capped to what a group counts for; its bins are written to `dense[at …)`. */
function cappedHistogram(
  { ids: bins, sums, total }: SparseSums,
  dense: Uint16Array,
  at: number,
): HistogramView {
  const steps = new Uint16Array(bins.length);
  const scale = histogramScale(total);
  let sum = 0;
  for (let i = 0; i < bins.length; i++) {
    const n = Math.round(sums[i]! * COUNT_STEP * scale);
    steps[i] = n;
    dense[at + bins[i]!] = n;
    sum += n;
  }
  return { bins, steps, from: 0, to: bins.length, dense, at, sum };
}

/** Sums of the steps of a category by value, ascending. `next`: where it begins in each member's row; moved past it. */
function poolSteps({ ids, steps }: AccountRows, next: Float64Array): SparseSums {
  let entries = 0;
  for (let m = 0; m < next.length; m++) entries += ids[next[m]!]!;
  const all = new Float64Array(entries); // value · 2^16 + steps
  let at = 0;
  for (let m = 0; m < next.length; m++) {
    let e = next[m]!;
    const end = e + 1 + ids[e]!;
    for (e++; e < end; e++) all[at++] = ids[e]! * 65536 + steps[e]!;
    next[m] = e;
  }
  all.sort();
  const values = new Uint32Array(entries);
  const sums = new Uint32Array(entries);
  let distinct = 0;
  let total = 0;
  for (let i = 0; i < entries; i++) {
    const value = Math.floor(all[i]! / 65536);
    const n = all[i]! - value * 65536;
    if (i === 0 || value !== values[distinct - 1]) values[distinct++] = value;
    sums[distinct - 1]! += n;
    total += n;
  }
  return { ids: values.slice(0, distinct), sums: sums.slice(0, distinct), total };
}

/** Members per value of an identifier, by sorting all their values at once. `next`: as for a category. */
function poolValues({ ids }: AccountRows, next: Float64Array): IdentifierView {
  let entries = 0;
  let draws = 0;
  for (let m = 0; m < next.length; m++) {
    const e = next[m]!;
    entries += ids[e]!;
    draws += ids[e + 1]!;
  }
  const all = new Uint32Array(entries);
  let at = 0;
  for (let m = 0; m < next.length; m++) {
    let e = next[m]!;
    const end = e + 2 + ids[e]!;
    for (e += 2; e < end; e++) all[at++] = ids[e]!;
    next[m] = e;
  }
  all.sort();
  const counts = new Uint32Array(entries);
  let distinct = 0;
  for (let e = 0; e < entries; e++) {
    if (e === 0 || all[e] !== all[distinct - 1]) {
      all[distinct] = all[e]!;
      distinct++;
    }
    counts[distinct - 1]!++;
  }
  return {
    ids: all.slice(0, distinct),
    members: counts.slice(0, distinct),
    from: 0,
    to: distinct,
    distinct: distinct + draws - entries,
    draws,
  };
}
