import { mix32 } from '../facet/murmur3.js';
import type { FacetTable } from '../fingerprint/index.js';
import {
  type Category,
  type CategoryView,
  category,
  categorySameSource,
  ORIGINS,
  SETTING_GROUP_CAP,
  SETTINGS,
} from './categories.js';
import { COUNT_STEP } from './dirichlet.js';
import { FAMILIES } from './evidence-family.js';
import { capCounts, GROUP_CAP, type Histogram, histograms } from './histograms.js';
import {
  type Identifier,
  type IdentifierView,
  identifiers,
  STRANGER_NOVELTY,
  sharedEvidence,
} from './identifiers.js';
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
      const steps = sums.map((x) => Math.round(x * scale));
      return { ids, steps, from: 0, to: ids.length, sum: steps.reduce((n, x) => n + x, 0) };
    }),
    identifiers: data.identifiers.map((identifier) => poolValues(identifier, members)),
  };
}

const FAMILY_OF_HISTOGRAM = {
  input_length: 1,
  output_length: 1,
  cached_share: 1,
  hour: 5,
  daily_volume: 6,
  pace: 6,
} as const;
const FAMILY_OF_IDENTIFIER = { content: 0, infrastructure: 3, payment: 4 } as const;

/**
 * Evidence for "one source" against "two" between two units, in nats, by family in the order of FAMILIES and before
 * any bound, written to `out`. `within`: x is a single member of y, and its own identifiers do not count as shared.
 * `novelty`: per identifier, how often the source of y takes new values; null for strangers.
 * Give the smaller unit as x.
 */
export function rawEvidence(
  data: LinkData,
  x: Unit,
  y: Unit,
  within: boolean,
  novelty: Float64Array | null,
  out: Float64Array,
): void {
  histogramEvidence(data, x, y, out);
  for (let c = 0; c < data.categories.length; c++) {
    const of = data.categories[c]!;
    const nats = categorySameSource(of, x.categories[c]!, y.categories[c]!);
    if (of.name === 'asn' || of.name === 'country') out[3]! += Math.min(Math.max(nats, -1), 3) / 2;
    else out[2]! += nats;
  }
  for (let i = 0; i < data.identifiers.length; i++) {
    const of = data.identifiers[i]!;
    out[FAMILY_OF_IDENTIFIER[of.family as keyof typeof FAMILY_OF_IDENTIFIER]]! += sharedEvidence(
      of,
      x.identifiers[i]!,
      y.identifiers[i]!,
      novelty === null ? STRANGER_NOVELTY : novelty[i]!,
      within,
    );
  }
}

/** The part of the evidence that comes from lengths and hours; the other families are set to 0. */
export function histogramEvidence(data: LinkData, x: Unit, y: Unit, out: Float64Array): void {
  out.fill(0);
  for (let h = 0; h < data.histograms.length; h++) {
    const { name, prior } = data.histograms[h]!;
    const a = x.histograms[h]!;
    const b = y.histograms[h]!;
    if (a.sum === 0 || b.sum === 0) continue;
    out[FAMILY_OF_HISTOGRAM[name]]! += prior.sameSource(a.steps, a.at, a.sum, b.steps, b.at, b.sum);
  }
}

/** Families that histograms feed. */
export const HISTOGRAM_FAMILIES: readonly number[] = [1, 5, 6];

/**
 * What a family may say at most, in nats, so that none decides alone: 10 to 12 nats are the odds of one in the
 * accounts of a large log.
 */
const CAP = {
  content: 10,
  lengths: 10,
  settings: 8,
  infrastructure: 12,
  payment: 12,
  timing: 6,
  volume: 6,
} as const;
export const CAPS: Float64Array = Float64Array.from(FAMILIES, (family) => CAP[family]);

/**
 * How often one source is taken to show through in a family, for a pair of accounts. An operator who varies an aspect
 * on purpose makes two accounts look as different as strangers there, and no more; the likelihood ratio is
 * therefore a mixture, `kept` of it the source showing through and the rest a disguise that says nothing.
 */
const KEPT = {
  content: 0.5,
  lengths: 0.95,
  settings: 0.95,
  infrastructure: 0.5,
  payment: 0.5,
  timing: 0.9,
  volume: 0.9,
} as const;
export const PAIR_KEPT: Float64Array = Float64Array.from(FAMILIES, (family) => KEPT[family]);

/**
 * Bounds raw evidence in place and returns its sum: each family becomes ln(kept · e^min(raw, cap) + 1 − kept), so
 * its floor is ln(1 − kept).
 */
export function boundEvidence(evidence: Float64Array, kept: Float64Array, caps: Float64Array): number {
  let total = 0;
  for (let f = 0; f < evidence.length; f++) {
    const share = kept[f]!;
    evidence[f] = Math.log(share * Math.exp(Math.min(evidence[f]!, caps[f]!)) + 1 - share);
    total += evidence[f]!;
  }
  return total;
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
