import { facetIndex } from '../facet/catalogue.js';
import { halfOctave, MISSING_BIN } from '../facet/half-octave.js';
import { CELL_STRIDE } from '../facet/length-cell.js';
import { TICKS_PER_DAY, TICKS_PER_HOUR } from '../facet/tick.js';
import type { FacetTable } from '../fingerprint/index.js';
import { COUNT_STEP, DirichletPrior, fitDirichlet } from './dirichlet.js';

/** Requests of one account that count at most: requests come in bursts and are not independent draws. */
export const ACCOUNT_CAP = 60;
/** Requests that a pooled group counts for at most. */
export const GROUP_CAP = 240;
/** Accounts with fewer requests do not shape the population prior. */
const PRIOR_MIN_REQUESTS = 8;
/** The same in days, for what is counted by the day. */
const PRIOR_MIN_DAYS = 3;

/** A histogram facet of all accounts, dense: account a has `counts[a · bins … (a + 1) · bins)`. */
export interface Histogram {
  readonly name: 'input_length' | 'output_length' | 'cached_share' | 'hour' | 'daily_volume' | 'pace';
  readonly bins: number;
  /** Raw integer counts. */
  readonly raw: Float64Array;
  /** Counts after the cap, in steps of COUNT_STEP, and their sums per account. */
  readonly steps: Uint16Array;
  readonly stepSum: Uint32Array;
  readonly prior: DirichletPrior;
}

/** Bins of daily volume (half-octaves of requests) and of pace (half-octaves of requests in a tick). */
const VOLUME_BINS = 32;
const PACE_BINS = 16;
/** Steps of the cached share, as the facet has them. */
const CACHED_BINS = 5;

/** Length, hour and volume histograms with their population priors; a facet without data is left out. */
export function histograms(table: FacetTable): Histogram[] {
  const accounts = table.accounts.length;
  const cells = table.facets[facetIndex('length_cell')]!;
  const ticks = table.facets[facetIndex('tick')]!;
  const input = new Float64Array(accounts * CELL_STRIDE);
  const output = new Float64Array(accounts * CELL_STRIDE);
  const hour = new Float64Array(accounts * 24);
  const volume = new Float64Array(accounts * VOLUME_BINS);
  const pace = new Float64Array(accounts * PACE_BINS);
  const cachedShares = table.facets[facetIndex('cached_share')]!;
  const cached = new Float64Array(accounts * CACHED_BINS);
  for (let a = 0; a < accounts; a++) {
    for (let e = cells.starts[a]!; e < cells.starts[a + 1]!; e++) {
      const cell = cells.lo[e]!;
      const i = Math.floor(cell / CELL_STRIDE);
      const o = cell % CELL_STRIDE;
      if (i !== MISSING_BIN) input[a * CELL_STRIDE + i]! += cells.count[e]!;
      if (o !== MISSING_BIN) output[a * CELL_STRIDE + o]! += cells.count[e]!;
    }
    for (let e = cachedShares.starts[a]!; e < cachedShares.starts[a + 1]!; e++) {
      cached[a * CACHED_BINS + cachedShares.lo[e]!]! += cachedShares.count[e]!;
    }
    // A tick counts once, however many requests it holds: a burst is one decision to work at that hour.
    let day = -1;
    let today = 0;
    const endDay = () => {
      if (today > 0) volume[a * VOLUME_BINS + Math.min(halfOctave(today), VOLUME_BINS - 1)]!++;
      today = 0;
    };
    for (let e = ticks.starts[a]!; e < ticks.starts[a + 1]!; e++) {
      const count = ticks.count[e]!;
      hour[a * 24 + (Math.floor(ticks.lo[e]! / TICKS_PER_HOUR) % 24)]!++;
      pace[a * PACE_BINS + Math.min(halfOctave(count), PACE_BINS - 1)]!++;
      const tickDay = Math.floor(ticks.lo[e]! / TICKS_PER_DAY);
      if (tickDay !== day) endDay();
      day = tickDay;
      today += count;
    }
    endDay();
  }
  return [
    histogram('input_length', CELL_STRIDE, input, accounts),
    histogram('output_length', CELL_STRIDE, output, accounts),
    histogram('cached_share', CACHED_BINS, cached, accounts),
    histogram('hour', 24, hour, accounts),
    histogram('daily_volume', VOLUME_BINS, volume, accounts),
    histogram('pace', PACE_BINS, pace, accounts),
  ].filter((h) => h.stepSum.some((n) => n > 0));
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

function histogram(name: Histogram['name'], bins: number, raw: Float64Array, accounts: number): Histogram {
  const steps = new Uint16Array(accounts * bins);
  const stepSum = new Uint32Array(accounts);
  const rows: Float64Array[] = [];
  for (let a = 0; a < accounts; a++) {
    stepSum[a] = capCounts(raw, a * bins, bins, ACCOUNT_CAP, steps, a * bins);
    const row = raw.slice(a * bins, (a + 1) * bins);
    const n = row.reduce((sum, x) => sum + x, 0);
    if (n >= (name === 'daily_volume' ? PRIOR_MIN_DAYS : PRIOR_MIN_REQUESTS))
      rows.push(row.map((x) => x / n));
  }
  // Rounding may add half a step per bin to a pooled count, hence the room above the two caps.
  const prior = new DirichletPrior(fitDirichlet(rows, bins), 2 * GROUP_CAP + bins);
  return { name, bins, raw, steps, stepSum, prior };
}
