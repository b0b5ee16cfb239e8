import { mix32 } from '../facet/murmur3.js';
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
import { type Identifier, type IdentifierView, identifiers } from './identifiers.js';
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
  const all = Array.from({ length: accounts }, (_, a) => a);
  return all.sort((x, y) => mix32(x) - mix32(y)).slice(0, REFERENCE_SIZE);
}

/** Accounts pooled as if they were one source. A single account is a unit of size 1. */
export interface Unit {
  readonly members: readonly number[]; // account numbers, ascending
  readonly histograms: readonly { readonly steps: Uint16Array; readonly at: number; readonly sum: number }[];
  readonly categories: readonly CategoryView[];
  readonly identifiers: readonly IdentifierView[];
}

/** The unit of one account: views into the data, nothing copied. */
export function accountUnit(data: LinkData, a: number): Unit {
  return {
    members: [a],
    histograms: data.histograms.map((h) => ({ steps: h.steps, at: a * h.bins, sum: h.stepSum[a]! })),
    categories: data.categories.map(({ steps, stepSum }) => ({
      ids: steps.ids,
      steps: steps.weights,
      from: steps.starts[a]!,
      to: steps.starts[a + 1]!,
      sum: stepSum[a]!,
    })),
    identifiers: data.identifiers.map(({ common, alone }) => {
      const from = common.starts[a]!;
      const to = common.starts[a + 1]!;
      const distinct = to - from + alone[a]!;
      return { ids: common.ids, members: null, from, to, distinct, draws: distinct };
    }),
  };
}

/** The pooled unit of several accounts. Each member counts up to the account cap. O(entries of the members). */
export function groupUnit(data: LinkData, members: readonly number[]): Unit {
  return {
    members,
    histograms: data.histograms.map((h) => {
      const pooled = new Float64Array(h.bins);
      for (const a of members)
        for (let k = 0; k < h.bins; k++) pooled[k]! += h.steps[a * h.bins + k]! * COUNT_STEP;
      const steps = new Uint16Array(h.bins);
      return { steps, at: 0, sum: capCounts(pooled, 0, h.bins, GROUP_CAP, steps, 0) };
    }),
    categories: data.categories.map((c) => {
      const { ids, sums } = poolWeights(c.steps, members);
      const total = sums.reduce((n, x) => n + x, 0);
      const scale = Math.min(1, SETTING_GROUP_CAP / COUNT_STEP / Math.max(total, 1));
      const steps = new Float64Array(sums.length);
      const sum = roundShares(sums, 0, sums.length, scale, steps);
      return { ids, steps, from: 0, to: ids.length, sum };
    }),
    identifiers: data.identifiers.map((identifier) => poolValues(identifier, members)),
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
