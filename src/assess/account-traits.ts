import { facetIndex } from '../facet/catalogue.js';
import { TICKS_PER_DAY, TICKS_PER_HOUR } from '../facet/tick.js';
import type { FacetEntries, FacetTable } from '../fingerprint/index.js';

/** What single accounts do, one place per account; NaN where the columns for it are missing. */
export interface AccountTraits {
  readonly activeDays: Float64Array; // days (UTC) with at least one request
  readonly requestsPerDay: Float64Array; // requests per active day
  readonly hourEntropy: Float64Array; // bits, of the hours of the day over active ticks; at most log2(24)
  readonly pace: Float64Array; // requests per active tick, >= 1
  readonly meanOutput: Float64Array; // output tokens per request
  readonly repetition: Float64Array; // requests per distinct prompt, over the prompts kept
  readonly turns: Float64Array; // requests per session, over the sessions kept
  readonly uncached: Float64Array; // share of requests without cached input, in [0, 1]
  readonly countries: Float64Array; // distinct countries
}

/** Reads the traits off the table. O(entries). */
export function accountTraits(table: FacetTable): AccountTraits {
  const n = table.accounts.length;
  const column = () => new Float64Array(n).fill(Number.NaN);
  const facet = (name: string) => table.facets[facetIndex(name)]!;
  const ticks = facet('tick');
  const traits = {
    activeDays: column(),
    requestsPerDay: column(),
    hourEntropy: column(),
    pace: column(),
    meanOutput: column(),
    repetition: meanCount(facet('prompt')),
    turns: meanCount(facet('session')),
    uncached: shareOfZero(facet('cached_share')),
    countries: distinct(facet('country')),
  };
  const hours = new Float64Array(24);
  for (let a = 0; a < n; a++) {
    hours.fill(0);
    let days = 0;
    let lastDay = -1;
    const from = ticks.starts[a]!;
    const to = ticks.starts[a + 1]!;
    for (let e = from; e < to; e++) {
      const day = Math.floor(ticks.lo[e]! / TICKS_PER_DAY);
      if (day !== lastDay) days++;
      lastDay = day;
      hours[Math.floor(ticks.lo[e]! / TICKS_PER_HOUR) % 24]!++;
    }
    const requests = table.totals.requests[a]!;
    traits.activeDays[a] = days;
    traits.requestsPerDay[a] = requests / days;
    traits.hourEntropy[a] = entropy(hours);
    traits.pace[a] = requests / (to - from);
    if (table.fields.has('output_tokens')) traits.meanOutput[a] = table.totals.outputTokens[a]! / requests;
  }
  return traits;
}

/** Shannon entropy of counts, in bits; 0 for no counts. */
export function entropy(counts: Float64Array): number {
  let n = 0;
  for (const c of counts) n += c;
  let bits = 0;
  for (const c of counts) if (c > 0) bits -= (c / n) * Math.log2(c / n);
  return bits;
}

function meanCount({ starts, count }: FacetEntries): Float64Array {
  return perAccount(starts, (from, to) => {
    let sum = 0;
    for (let e = from; e < to; e++) sum += count[e]!;
    return sum / (to - from);
  });
}

function shareOfZero({ starts, lo, count }: FacetEntries): Float64Array {
  return perAccount(starts, (from, to) => {
    let zero = 0;
    let all = 0;
    for (let e = from; e < to; e++) {
      all += count[e]!;
      if (lo[e] === 0) zero += count[e]!;
    }
    return zero / all;
  });
}

function distinct({ starts }: FacetEntries): Float64Array {
  return perAccount(starts, (from, to) => to - from);
}

function perAccount(starts: Uint32Array, value: (from: number, to: number) => number): Float64Array {
  const out = new Float64Array(starts.length - 1).fill(Number.NaN);
  for (let a = 0; a < out.length; a++) {
    if (starts[a + 1]! > starts[a]!) out[a] = value(starts[a]!, starts[a + 1]!);
  }
  return out;
}
