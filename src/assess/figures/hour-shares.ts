import { facetIndex } from '../../facet/catalogue.js';
import { TICKS_PER_HOUR } from '../../facet/tick.js';
import type { FacetTable } from '../../fingerprint/index.js';
import { sharesOf } from './shares.js';

/**
 * Shares of the accounts' active ticks by hour of the day (UTC), 24 places. A tick counts once for each account that is
 * active in it, however many requests it holds. O(ticks of the accounts).
 */
export function hourShares(table: FacetTable, accounts: Iterable<number>): number[] {
  const { starts, lo } = table.facets[facetIndex('tick')]!;
  const hours = new Float64Array(24);
  for (const a of accounts) {
    for (let e = starts[a]!; e < starts[a + 1]!; e++) hours[Math.floor(lo[e]! / TICKS_PER_HOUR) % 24]!++;
  }
  return sharesOf(hours);
}
