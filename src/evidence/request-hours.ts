import { timeColumns } from '../assess/figures/time-columns.js';
import { facetIndex } from '../facet/catalogue.js';
import { TICKS_PER_HOUR } from '../facet/tick.js';
import type { FacetTable } from '../fingerprint/index.js';

/** Accepted requests of one hour. */
export interface RequestHour {
  /** Hours since the epoch. */
  readonly hour: number;
  readonly requests: number;
}

/** Hours in a row without any record. */
export interface Gap {
  /** Hours since the epoch; the gap is from `from` (inclusive) to `to` (exclusive). */
  readonly from: number;
  readonly to: number;
}

/** A run of hours, and its requests. */
export interface VolumeColumns {
  /** Hours since the epoch at which the first column starts. */
  readonly from: number;
  /** Width of a column in hours. */
  readonly columnHours: number;
  readonly requests: readonly number[];
}

/** The hours with at least one record, ascending, with their requests. O(accounts × ticks); memory by hours. */
export function requestHours(table: FacetTable): RequestHour[] {
  const { lo, count } = table.facets[facetIndex('tick')]!;
  const requests = new Map<number, number>();
  for (let e = 0; e < lo.length; e++) {
    const hour = Math.floor(lo[e]! / TICKS_PER_HOUR);
    requests.set(hour, (requests.get(hour) ?? 0) + count[e]!);
  }
  return Array.from(requests, ([hour, n]) => ({ hour, requests: n })).sort((a, b) => a.hour - b.hour);
}

/** The runs of hours between hours with records, in order of time. */
export function gapsBetween(hours: readonly RequestHour[]): Gap[] {
  const gaps: Gap[] = [];
  for (let i = 1; i < hours.length; i++) {
    const from = hours[i - 1]!.hour + 1;
    if (hours[i]!.hour > from) gaps.push({ from, to: hours[i]!.hour });
  }
  return gaps;
}

/** Requests over time in columns of equal width, `most` at most, of whole hours; null without records. */
export function volumeColumns(hours: readonly RequestHour[], most: number): VolumeColumns | null {
  if (hours.length === 0) return null;
  const { from, columnHours, columns } = timeColumns(hours[0]!.hour, hours.at(-1)!.hour, most);
  const requests = new Array<number>(columns).fill(0);
  for (const { hour, requests: n } of hours) requests[Math.floor((hour - from) / columnHours)]! += n;
  return { from, columnHours, requests };
}
