import { facetIndex } from '../facet/catalogue.js';
import { halfOctave, MISSING_BIN } from '../facet/half-octave.js';
import { CELL_STRIDE } from '../facet/length-cell.js';
import { mix32 } from '../facet/murmur3.js';
import { TICKS_PER_DAY, TICKS_PER_HOUR } from '../facet/tick.js';
import type { FacetEntries, FacetTable } from '../fingerprint/index.js';
import { COUNT_STEP, DirichletPrior, fitDirichlet } from './dirichlet.js';
import { PLACE } from './evidence-family.js';

/** Requests of one account that count at most: requests come in bursts and are not independent draws. */
export const ACCOUNT_CAP = 60;
/** Requests that a pooled group counts for at most. */
export const GROUP_CAP = 240;
/** Accounts with fewer requests do not shape the population prior. */
const PRIOR_MIN_REQUESTS = 8;
/** The same in days, for what is counted by the day. */
const PRIOR_MIN_DAYS = 3;

/** Accounts that shape the population prior at most: a fixed pseudo-random part of those of a larger log. */
export const PRIOR_MOST_ACCOUNTS = 65_536;

/** A histogram facet of all accounts, dense: account a has `steps[a · bins … (a + 1) · bins)`. */
export interface Histogram {
  readonly name: 'input_length' | 'output_length' | 'cached_share' | 'hour' | 'daily_volume' | 'pace';
  /** Place of the family that it feeds, in an evidence vector. */
  readonly place: number;
  readonly bins: number;
  /** Counts after the cap, in steps of COUNT_STEP, and their sums per account. */
  readonly steps: Uint16Array;
  readonly stepSum: Uint32Array;
  readonly prior: DirichletPrior;
}

/** Place of the family that each histogram feeds. */
const FEEDS: Readonly<Record<Histogram['name'], number>> = {
  input_length: PLACE.lengths,
  output_length: PLACE.lengths,
  cached_share: PLACE.lengths,
  hour: PLACE.timing,
  daily_volume: PLACE.volume,
  pace: PLACE.volume,
};

/** Bins of daily volume (half-octaves of requests) and of pace (half-octaves of requests in a tick). */
const VOLUME_BINS = 32;
const PACE_BINS = 16;
/** Steps of the cached share, as the facet has them. */
const CACHED_BINS = 5;

/**
 * Length, hour and volume histograms with their population priors; a facet without data is left out. Raw counts are
 * held for one account at a time. O(entries + accounts · bins).
 */
export function histograms(table: FacetTable): Histogram[] {
  const facet = (name: string) => table.facets[facetIndex(name)]!;
  const cells = facet('length_cell');
  const ticks = facet('tick');
  const accounts = table.accounts.length;
  return [
    histogram('input_length', CELL_STRIDE, accounts, (a, raw) => {
      for (let e = cells.starts[a]!; e < cells.starts[a + 1]!; e++) {
        const bin = Math.floor(cells.lo[e]! / CELL_STRIDE);
        if (bin !== MISSING_BIN) raw[bin]! += cells.count[e]!;
      }
    }),
    histogram('output_length', CELL_STRIDE, accounts, (a, raw) => {
      for (let e = cells.starts[a]!; e < cells.starts[a + 1]!; e++) {
        const bin = cells.lo[e]! % CELL_STRIDE;
        if (bin !== MISSING_BIN) raw[bin]! += cells.count[e]!;
      }
    }),
    histogram('cached_share', CACHED_BINS, accounts, (a, raw) => {
      const { starts, lo, count } = facet('cached_share');
      for (let e = starts[a]!; e < starts[a + 1]!; e++) raw[lo[e]!]! += count[e]!;
    }),
    // A tick counts once, however many requests it holds: a burst is one decision to work at that hour.
    histogram('hour', 24, accounts, (a, raw) => {
      for (let e = ticks.starts[a]!; e < ticks.starts[a + 1]!; e++)
        raw[Math.floor(ticks.lo[e]! / TICKS_PER_HOUR) % 24]!++;
    }),
    histogram('daily_volume', VOLUME_BINS, accounts, (a, raw) => countDays(ticks, a, raw)),
    histogram('pace', PACE_BINS, accounts, (a, raw) => {
      for (let e = ticks.starts[a]!; e < ticks.starts[a + 1]!; e++)
        raw[Math.min(halfOctave(ticks.count[e]!), PACE_BINS - 1)]!++;
    }),
  ].filter((h) => h.stepSum.some((n) => n > 0));
}

/** Counts an account's days by how many requests each has. */
function countDays(ticks: FacetEntries, a: number, raw: Float64Array): void {
  let day = -1;
  let today = 0;
  const endDay = () => {
    if (today > 0) raw[Math.min(halfOctave(today), VOLUME_BINS - 1)]!++;
    today = 0;
  };
  for (let e = ticks.starts[a]!; e < ticks.starts[a + 1]!; e++) {
    const tickDay = Math.floor(ticks.lo[e]! / TICKS_PER_DAY);
    if (tickDay !== day) endDay();
    day = tickDay;
    today += ticks.count[e]!;
  }
  endDay();
}

/** Caps a histogram to `cap` requests, in steps, writing to `out[at …]`; returns the sum in steps. */
export function capCounts(
  raw: Float64Array,
  from: number,
  bins: number,
  cap: number,
  out: Uint16Array,
  at: number,
): number {
  let n = 0;
  for (let k = 0; k < bins; k++) n += raw[from + k]!;
  if (n === 0) return 0;
  const scale = Math.min(1, cap / n) / COUNT_STEP;
  let sum = 0;
  for (let k = 0; k < bins; k++) {
    const steps = Math.round(raw[from + k]! * scale);
    out[at + k] = steps;
    sum += steps;
  }
  return sum;
}

/** `count` adds an account's raw counts to an array that holds zeros. */
function histogram(
  name: Histogram['name'],
  bins: number,
  accounts: number,
  count: (a: number, raw: Float64Array) => void,
): Histogram {
  const steps = new Uint16Array(accounts * bins);
  const stepSum = new Uint32Array(accounts);
  const enough = name === 'daily_volume' ? PRIOR_MIN_DAYS : PRIOR_MIN_REQUESTS;
  const rows: Float64Array[] = [];
  const raw = new Float64Array(bins);
  for (let a = 0; a < accounts; a++) {
    raw.fill(0);
    count(a, raw);
    stepSum[a] = capCounts(raw, 0, bins, ACCOUNT_CAP, steps, a * bins);
    if (!shapesPrior(a, accounts)) continue;
    const n = raw.reduce((sum, x) => sum + x, 0);
    if (n >= enough) rows.push(raw.map((x) => x / n));
  }
  // Rounding may add half a step per bin to a pooled count, hence the room above the two caps.
  const prior = new DirichletPrior(fitDirichlet(rows, bins), 2 * GROUP_CAP + bins);
  return { name, place: FEEDS[name], bins, steps, stepSum, prior };
}

/** Whether an account is among those that may shape the prior: everybody in a log that is not large. */
function shapesPrior(a: number, accounts: number): boolean {
  return mix32(a) < (PRIOR_MOST_ACCOUNTS / accounts) * 2 ** 32;
}
