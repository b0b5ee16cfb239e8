import { CATALOGUE, facetIndex } from '../facet/catalogue.js';
import { type FacetTable, valueKey } from '../fingerprint/index.js';

/**
 * A value as a person would write it: its text where it may be remembered, else what the number itself says, else `#` and
 * its hash. Log content. `name`: of a facet, or `network` for a network whatever the day.
 */
export function showValue(table: FacetTable, name: string, lo: number, hi: number): string {
  const f = facetIndex(name === 'network' ? 'network_day' : name);
  const key = valueKey(lo, hi);
  return table.texts[f]!.get(key) ?? CATALOGUE[f]!.show(lo, hi) ?? `#${key}`;
}
