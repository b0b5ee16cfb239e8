import { facetIndex } from '../facet/catalogue.js';
import { TICKS_PER_HOUR } from '../facet/tick.js';
import type { FacetTable } from '../fingerprint/index.js';

/** Hours in a row without any record. */
export interface Gap {
  /** Hours since the epoch; the gap is from `from` (inclusive) to `to` (exclusive). */
  readonly from: number;
  readonly to: number;
}

/** Hours since the epoch with at least one record, ascending. O(accounts × ticks); memory by hours. */
export function coveredHours(table: FacetTable): number[] {
  const ticks = table.facets[facetIndex('tick')];
  const hours = new Set<number>();
  for (const tick of ticks?.lo ?? []) hours.add(Math.floor(tick / TICKS_PER_HOUR));
  return [...hours].sort((a, b) => a - b);
}

/** The runs of hours between covered hours, in order of time. */
export function gapsBetween(hours: readonly number[]): Gap[] {
  const gaps: Gap[] = [];
  for (let i = 1; i < hours.length; i++) {
    const from = hours[i - 1]! + 1;
    if (hours[i]! > from) gaps.push({ from, to: hours[i]! });
  }
  return gaps;
}
