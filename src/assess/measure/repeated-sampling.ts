import { CATALOGUE, facetIndex } from '../../facet/catalogue.js';
import { orderKey } from '../../facet/order-key.js';
import type { Identifier } from '../../link/identifiers.js';
import { owners } from '../../link/value-index.js';
import { heldValues } from './held-values.js';
import type { LogView, Measure } from './measure.js';

/** Shared prompts below which a spread says nothing. */
export const LEAST_PROMPTS = 20;
/** Share of members that may have dropped a prompt of the range looked at; one busy account must not close the range. */
export const DROPPED = 0.1;

/**
 * Fixed multiplicity: whether prompts that only the group has are asked by one and the same number k of members. The
 * variance of k over prompts is compared with that of a binomial over the members of the same mean, cut off below: 1 −
 * var(k) / var(binomial), clipped to [−1, 1], unit share. Taken once over prompts of two and more members (cut off at 2)
 * and once with prompts of a single member (cut off at 1), the larger of both: a mixture with the accounts' own prompts
 * hides k from the second, and k = 2 is invisible to the first. The binomial and not a Poisson, because a sheet that
 * nearly everybody works through is concentrated near the group's size, and that is no design. Near 0 for independent
 * askers, 1 for a fixed k. Only prompts in the part of the hash range that nine in ten members kept whole are looked at,
 * or else the kept sample itself would spread k. Explained by an evaluation that runs everything k times (H5) and by
 * retries over several keys (H7). NaN below 20 shared prompts. Source: evidence.md 5.3 row 13. O(v log v) a call.
 */
export const repeatedSampling: Measure = {
  name: 'repeated-sampling',
  family: 'content',
  unit: 'share',
  speaks: 'high',
  needs: [['prompt']],
  explainedBy: ['H5', 'H7'],
  prepare({ data }: LogView) {
    const prompt = data.identifiers.find(({ name }) => name === 'prompt');
    if (prompt === undefined) return () => Number.NaN;
    const kept = keptRange(prompt);
    return (members) => {
      const ranges = Float64Array.from(members, (a) => kept[a]!).sort();
      const range = ranges[Math.floor(DROPPED * members.length)]!;
      const { ids, starts } = heldValues(prompt, members, 'all');
      const promptsOf = new Float64Array(members.length + 1); // by number of members
      for (let v = 0; v < ids.length; v++) {
        const inside = starts[v + 1]! - starts[v]!;
        const id = ids[v]!;
        if (owners(prompt.values, id) !== inside) continue;
        if (orderKey(prompt.values.lo[id]!, prompt.values.hi[id]!) <= range) promptsOf[inside]!++;
      }
      const shared = promptsOf.reduce((n, x, k) => n + (k >= 2 ? x : 0), 0);
      if (shared < LEAST_PROMPTS) return Number.NaN;
      return Math.max(concentration(promptsOf, 1), concentration(promptsOf, 2));
    };
  },
};

/** Per account the largest order key up to which it kept every prompt. */
function keptRange({ values }: Identifier): Float64Array {
  const keep = CATALOGUE[facetIndex('prompt')]!.keep ?? Number.POSITIVE_INFINITY;
  const { starts, ids } = values.ofAccount;
  return Float64Array.from({ length: starts.length - 1 }, (_, a) => {
    if (starts[a + 1]! - starts[a]! < keep) return Number.POSITIVE_INFINITY;
    let largest = 0;
    for (let e = starts[a]!; e < starts[a + 1]!; e++) {
      largest = Math.max(largest, orderKey(values.lo[ids[e]!]!, values.hi[ids[e]!]!));
    }
    return largest;
  });
}

/** 1 − var(k) / var(binomial cut off below `from`), clipped to [−1, 1]; 0 where the mean leaves no room to spread. */
function concentration(promptsOf: Float64Array, from: 1 | 2): number {
  let n = 0;
  let sum = 0;
  let squares = 0;
  for (let k = from; k < promptsOf.length; k++) {
    n += promptsOf[k]!;
    sum += k * promptsOf[k]!;
    squares += k * k * promptsOf[k]!;
  }
  const mean = sum / n;
  const expected = binomialVariance(promptsOf.length - 1, mean, from);
  if (expected === 0) return 0;
  return Math.max(-1, Math.min(1, 1 - (squares / n - mean * mean) / expected));
}

/** Variance of a binomial over `size` trials, cut off below `from`, that has this mean; 0 at either end of its range. */
function binomialVariance(size: number, mean: number, from: 1 | 2): number {
  const moments = (p: number) => {
    const none = (1 - p) ** size;
    const one = size * p * (1 - p) ** (size - 1);
    const held = 1 - none - (from === 2 ? one : 0);
    const cut = from === 2 ? one : 0;
    return {
      mean: (size * p - cut) / held,
      square: (size * p * (1 - p) + (size * p) ** 2 - cut) / held,
    };
  };
  // Below this rate the tail is lost in rounding, and k cannot vary to speak of.
  let low = 1e-3 / size;
  let high = 1 - 1e-6;
  if (mean <= moments(low).mean || mean >= moments(high).mean) return 0;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (moments(middle).mean < mean) low = middle;
    else high = middle;
  }
  return moments(low).square - mean * mean;
}
