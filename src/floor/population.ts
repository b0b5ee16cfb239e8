import { CATALOGUE, facetIndex } from '../facet/catalogue.js';
import { supported } from '../facet/facet.js';
import { TICKS_PER_HOUR } from '../facet/tick.js';
import type { FacetTable } from '../fingerprint/index.js';

/** What planting needs to know of the log. */
export interface Population {
  readonly table: FacetTable;
  /** Whether any account has a value of the facet; one without a column, or with an empty one, gets nothing planted. */
  readonly has: readonly boolean[];
  /** Hours since the epoch with at least one record, ascending. */
  readonly hours: readonly number[];
  /** The same by hour of the day, UTC. */
  readonly hoursAt: readonly (readonly number[])[];
  /** First and last tick with a record. */
  readonly ticks: readonly [first: number, last: number];
  /** Length of the log in days, hours without records left out. */
  readonly days: number;
  /** Accounts whose habits may be lent, by requests, fewest first; ties by number. */
  readonly donors: readonly number[];
}

/**
 * Reads the population off the table. `flagged`: accounts of the log's own alerts, which lend nothing, because what is
 * planted would look like a part of those. O(entries).
 */
export function population(table: FacetTable, flagged: ReadonlySet<string>): Population {
  const { requests } = table.totals;
  const ticks = table.facets[facetIndex('tick')]!;
  const covered = new Set<number>();
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const tick of ticks.lo) {
    covered.add(Math.floor(tick / TICKS_PER_HOUR));
    first = Math.min(first, tick);
    last = Math.max(last, tick);
  }
  const hours = [...covered].sort((a, b) => a - b);
  const donors = table.accounts
    .map((_, a) => a)
    .filter((a) => !flagged.has(table.accounts[a]!))
    .sort((a, b) => requests[a]! - requests[b]! || a - b);
  return {
    table,
    has: CATALOGUE.map(
      (facet, f) => supported(facet, (field) => table.fields.has(field)) && table.facets[f]!.lo.length > 0,
    ),
    hours,
    hoursAt: Array.from({ length: 24 }, (_, at) => hours.filter((hour) => hour % 24 === at)),
    ticks: [first, last],
    days: hours.length / 24,
    donors,
  };
}
