import type { FacetTable } from '../fingerprint/index.js';
import {
  type Category,
  type CategoryView,
  category,
  ORIGINS,
  roundShares,
  SETTING_GROUP_CAP,
  SETTINGS,
} from './categories.js';
import { COUNT_STEP } from './dirichlet.js';
import { capCounts, GROUP_CAP, type Histogram, histograms } from './histograms.js';
import { type Identifier, type IdentifierView, identifiers, lowerBound } from './identifiers.js';
import { pseudoRandomOrder } from './pseudo-random-order.js';
import type { SparseRows } from './value-index.js';

/** All that linking compares, read off the facet table once. */
export interface LinkData {
  readonly accounts: number;
  /** Accounts drawn at random once, to learn how common a profile is. */
  readonly reference: readonly number[];
  readonly histograms: readonly Histogram[];
  readonly categories: readonly Category[];
  readonly identifiers: readonly Identifier[];
}

/** Reads what linking compares off the table. O(entries · log entries). */
export function linkData(table: FacetTable): LinkData {
  return {
    accounts: table.accounts.length,
    reference: referenceAccounts(table.accounts.length),
    histograms: histograms(table),
    categories: [...SETTINGS, ...ORIGINS].map((name) => category(table, name)).filter((c) => c !== null),
    identifiers: identifiers(table),
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

/** Counts of a group's members before the group's cap, from which a member can be taken out again. */
export interface Pooled {
  /** Per histogram and bin, in steps. */
  readonly histograms: readonly Uint32Array[];
  /** Per category, values ascending with their sums in steps. */
  readonly categories: readonly { readonly ids: Uint32Array; readonly sums: Float64Array }[];
}

/** Accounts pooled as if they were one source. A single account is a unit of size 1. */
export interface Unit {
  readonly members: readonly number[]; // account numbers, ascending
  readonly histograms: readonly { readonly steps: Uint16Array; readonly at: number; readonly sum: number }[];
  readonly categories: readonly CategoryView[];
  readonly identifiers: readonly IdentifierView[];
  /** Null for a single account. */
  readonly pooled: Pooled | null;
}

/** The unit of one account: views into the data, nothing copied. */
export function accountUnit(data: LinkData, a: number): Unit {
  return new AccountReader(data).at(a);
}

/**
 * Reads account after account as a unit without allocating: millions of pairs are compared. The unit that `at` returns
 * is the same one each time, and holds the last account asked for; where two are compared, use two readers.
 */
export class AccountReader {
  private readonly members: [number] = [0];
  private readonly histograms: { steps: Uint16Array; at: number; sum: number }[];
  private readonly categories: { -readonly [K in keyof CategoryView]: CategoryView[K] }[];
  private readonly identifiers: { -readonly [K in keyof IdentifierView]: IdentifierView[K] }[];
  private readonly unit: Unit;

  constructor(private readonly data: LinkData) {
    this.histograms = data.histograms.map(({ steps }) => ({ steps, at: 0, sum: 0 }));
    this.categories = data.categories.map(({ steps }) => ({
      ids: steps.ids,
      steps: steps.weights,
      from: 0,
      to: 0,
      sum: 0,
    }));
    this.identifiers = data.identifiers.map(({ common }) => ({
      ids: common.ids,
      members: null,
      from: 0,
      to: 0,
      distinct: 0,
      draws: 0,
    }));
    const { members, histograms, categories, identifiers } = this;
    this.unit = { members, histograms, categories, identifiers, pooled: null };
  }

  /** The unit of account `a`, valid until the next call. */
  at(a: number): Unit {
    const { data } = this;
    this.members[0] = a;
    for (let h = 0; h < data.histograms.length; h++) {
      const { bins, stepSum } = data.histograms[h]!;
      const view = this.histograms[h]!;
      view.at = a * bins;
      view.sum = stepSum[a]!;
    }
    for (let c = 0; c < data.categories.length; c++) {
      const { steps, stepSum } = data.categories[c]!;
      const view = this.categories[c]!;
      view.from = steps.starts[a]!;
      view.to = steps.starts[a + 1]!;
      view.sum = stepSum[a]!;
    }
    for (let i = 0; i < data.identifiers.length; i++) {
      const { common, alone } = data.identifiers[i]!;
      const view = this.identifiers[i]!;
      view.from = common.starts[a]!;
      view.to = common.starts[a + 1]!;
      view.distinct = view.to - view.from + alone[a]!;
      view.draws = view.distinct;
    }
    return this.unit;
  }
}

/** The pooled unit of several accounts. Each member counts up to the account cap. O(entries of the members). */
export function groupUnit(data: LinkData, members: readonly number[]): Unit {
  const pooled: Pooled = {
    histograms: data.histograms.map(({ bins, steps }) => {
      const sums = new Uint32Array(bins);
      for (const a of members) for (let k = 0; k < bins; k++) sums[k]! += steps[a * bins + k]!;
      return sums;
    }),
    categories: data.categories.map(({ steps }) => poolWeights(steps, members)),
  };
  const identifiers = data.identifiers.map((identifier) => poolValues(identifier, members));
  return { members, ...capped(data, pooled), identifiers, pooled };
}

/**
 * A group's unit without one of its members, for comparing the member with the others. Its identifiers are still
 * those of all: give `within` to rawEvidence, which leaves the member's own out. O(bins + settings of the group).
 */
export function unitWithout(data: LinkData, group: Unit, a: number): Unit {
  if (group.pooled === null) throw new Error('a single account has no other members');
  const pooled: Pooled = {
    histograms: group.pooled.histograms.map((sums, h) => {
      const { bins, steps } = data.histograms[h]!;
      return sums.map((n, k) => n - steps[a * bins + k]!);
    }),
    categories: group.pooled.categories.map(({ ids, sums }, c) => {
      const { starts, ids: own, weights } = data.categories[c]!.steps;
      const others = sums.slice();
      let j = 0;
      for (let e = starts[a]!; e < starts[a + 1]!; e++) {
        j = lowerBound(ids, own[e]!, j, ids.length);
        others[j]! -= weights[e]!;
      }
      return { ids, sums: others };
    }),
  };
  const members = group.members.filter((b) => b !== a);
  return { members, ...capped(data, pooled), identifiers: group.identifiers, pooled };
}

/** Pooled counts under the caps of a group. */
function capped(data: LinkData, pooled: Pooled): Pick<Unit, 'histograms' | 'categories'> {
  return {
    histograms: data.histograms.map(({ bins }, h) => {
      const counts = Float64Array.from(pooled.histograms[h]!);
      for (let k = 0; k < bins; k++) counts[k]! *= COUNT_STEP;
      const steps = new Uint16Array(bins);
      return { steps, at: 0, sum: capCounts(counts, 0, bins, GROUP_CAP, steps, 0) };
    }),
    categories: pooled.categories.map(({ ids, sums }) => {
      const total = sums.reduce((n, x) => n + x, 0);
      const scale = Math.min(1, SETTING_GROUP_CAP / COUNT_STEP / Math.max(total, 1));
      const steps = new Float64Array(sums.length);
      const sum = roundShares(sums, 0, sums.length, scale, steps);
      return { ids, steps, from: 0, to: ids.length, sum };
    }),
  };
}

/** Sums of sparse rows by value, ascending. */
function poolWeights(rows: SparseRows, members: readonly number[]): { ids: Uint32Array; sums: Float64Array } {
  const sumOf = new Map<number, number>();
  for (const a of members) {
    for (let e = rows.starts[a]!; e < rows.starts[a + 1]!; e++) {
      sumOf.set(rows.ids[e]!, (sumOf.get(rows.ids[e]!) ?? 0) + rows.weights[e]!);
    }
  }
  const ids = Uint32Array.from(sumOf.keys()).sort();
  return { ids, sums: Float64Array.from(ids, (id) => sumOf.get(id)!) };
}

/** Members per value, by sorting all their values at once: several times faster than counting in a map. */
function poolValues({ common, alone }: Identifier, members: readonly number[]): IdentifierView {
  let entries = 0;
  let unique = 0;
  for (const a of members) {
    entries += common.starts[a + 1]! - common.starts[a]!;
    unique += alone[a]!;
  }
  const all = new Uint32Array(entries);
  let at = 0;
  for (const a of members) {
    const mine = common.ids.subarray(common.starts[a]!, common.starts[a + 1]!);
    all.set(mine, at);
    at += mine.length;
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
    ids: all.subarray(0, distinct),
    members: counts.subarray(0, distinct),
    from: 0,
    to: distinct,
    distinct: distinct + unique,
    draws: entries + unique,
  };
}
