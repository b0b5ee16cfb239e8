import { CATALOGUE, facetIndex } from '../facet/catalogue.js';
import type { Random } from '../simulate/random.js';
import { binomial } from './binomial.js';
import type { PlantedCounts } from './planted-counts.js';
import type { Population } from './population.js';
import type { Renaming } from './renaming.js';

const TICK = facetIndex('tick');

/**
 * Gives a planted account the share `kept`, in [0, 1], of its donor's requests: every count is thinned by a binomial
 * draw, facet by facet, so that the sums of two facets differ by chance. Only values that the donor's fingerprint
 * keeps can be thinned, so that an account of many prompts ends with somewhat fewer than its requests had. O(entries
 * of the donor).
 */
export function addDonorTraffic(
  { table, has }: Population,
  counts: PlantedCounts,
  account: number,
  donor: number,
  kept: number,
  renaming: Renaming,
  random: Random,
): void {
  if (kept <= 0) return;
  let requests = 0;
  for (let f = 0; f < CATALOGUE.length; f++) {
    if (!has[f]) continue;
    const { starts, lo, hi, count } = table.facets[f]!;
    for (let e = starts[donor]!; e < starts[donor + 1]!; e++) {
      const n = binomial(random, count[e]!, kept);
      if (n === 0) continue;
      const [low, high] = renaming.rename(f, lo[e]!, hi[e]!);
      counts.add(account, f, low, high, n);
      if (f !== TICK) continue;
      counts.addRequests(account, low, n);
      requests += n;
    }
  }
  const part = requests / table.totals.requests[donor]!;
  counts.addTokens(
    account,
    Math.round(table.totals.inputTokens[donor]! * part),
    Math.round(table.totals.outputTokens[donor]! * part),
  );
}
