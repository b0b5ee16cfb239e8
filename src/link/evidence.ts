import { categorySameSource } from './categories.js';
import { FAMILIES, PLACE } from './evidence-family.js';
import { STRANGER_NOVELTY, sharedEvidence } from './identifiers.js';
import type { LinkData, Unit } from './units.js';

/** Places of the families that histograms feed. */
export const HISTOGRAM_FAMILIES: readonly number[] = [PLACE.lengths, PLACE.timing, PLACE.volume];

/** Nats that a shared or differing origin counts for at least and at most, before it is halved. */
export const ORIGIN_LEAST = -1;
export const ORIGIN_MOST = 3;

/**
 * Evidence for "one source" against "two" between two units, in nats, by family in the order of FAMILIES and before
 * any bound, written to `out`. `within`: x is a single member of y, and its own identifiers do not count as shared.
 * `novelty`: per identifier, how often a value of y's source that others have has no owner in y; null for strangers.
 * x is a single account.
 */
export function rawEvidence(
  data: LinkData,
  x: Unit,
  y: Unit,
  within: boolean,
  novelty: Float64Array | null,
  out: Float64Array,
): void {
  rawHabits(data, x, y, out);
  addIdentifiers(data, x, y, within, novelty, 1, out);
}

/** Raw evidence, in nats, of what two units do rather than what they share: the families of identifiers are left 0. */
export function rawHabits(data: LinkData, x: Unit, y: Unit, out: Float64Array): void {
  for (let f = 0; f < out.length; f++) out[f] = 0;
  addHistograms(data, x, y, out);
  addCategories(data, x, y, out);
}

function addHistograms({ histograms }: LinkData, x: Unit, y: Unit, out: Float64Array): void {
  for (let h = 0; h < histograms.length; h++) {
    const { place, prior } = histograms[h]!;
    const a = x.histograms[h]!;
    const b = y.histograms[h]!;
    if (a.sum === 0 || b.sum === 0) continue;
    out[place]! += prior.sameSource(a, b);
  }
}

function addCategories({ categories }: LinkData, x: Unit, y: Unit, out: Float64Array): void {
  for (let c = 0; c < categories.length; c++) {
    const of = categories[c]!;
    const nats = categorySameSource(of, x.categories[c]!, y.categories[c]!);
    // A system and its country are one fact told twice, and millions of customers share either: half, and bounded.
    if (of.origin) out[PLACE.infrastructure]! += Math.min(Math.max(nats, ORIGIN_LEAST), ORIGIN_MOST) / 2;
    else out[PLACE.settings]! += nats;
  }
}

/** Adds raw evidence from identifiers, in nats times `weight`; x is a single account. The rest as in `rawEvidence`. */
export function addIdentifiers(
  { identifiers }: LinkData,
  x: Unit,
  y: Unit,
  within: boolean,
  novelty: Float64Array | null,
  weight: number,
  out: Float64Array,
): void {
  for (let i = 0; i < identifiers.length; i++) {
    const of = identifiers[i]!;
    const eta = novelty === null ? STRANGER_NOVELTY : novelty[i]!;
    out[of.place]! += weight * sharedEvidence(of, x.identifiers[i]!, y.identifiers[i]!, eta, within);
  }
}

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
/** The same as a vector in the order of FAMILIES. */
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
/** The same as a vector in the order of FAMILIES. */
export const PAIR_KEPT: Float64Array = Float64Array.from(FAMILIES, (family) => KEPT[family]);

/**
 * Bounds raw evidence in place and returns its sum: each family becomes ln(kept · e^min(raw, cap) + 1 − kept), so
 * its floor is ln(1 − kept).
 */
export function boundEvidence(evidence: Float64Array, kept: Float64Array, caps: Float64Array): number {
  let total = 0;
  for (let f = 0; f < evidence.length; f++) {
    evidence[f] = bounded(evidence[f]!, kept[f]!, caps[f]!);
    total += evidence[f]!;
  }
  return total;
}

/** Places of the families that identifiers feed: what an operator needs, however well the accounts imitate others. */
export const IDENTIFIER_FAMILIES: readonly number[] = [PLACE.content, PLACE.infrastructure, PLACE.payment];

function bounded(nats: number, kept: number, cap: number): number {
  return Math.log(kept * Math.exp(Math.min(nats, cap)) + 1 - kept);
}
