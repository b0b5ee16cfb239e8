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

/** Widths that divide a day, or are days, so that columns line up with it. */
const WIDTHS = [1, 2, 3, 4, 6, 8, 12, 24];

/** Requests over time in columns of equal width, `most` at most, of whole hours; null without records. */
export function volumeColumns(hours: readonly RequestHour[], most: number): VolumeColumns | null {
  if (hours.length === 0) return null;
  const first = hours[0]!.hour;
  const last = hours.at(-1)!.hour;
  const columnsOf = (width: number) => Math.floor(last / width) - Math.floor(first / width) + 1;
  let width = WIDTHS.find((each) => columnsOf(each) <= most) ?? 24;
  while (columnsOf(width) > most) width += 24;
  const from = Math.floor(first / width);
  const requests = new Array<number>(columnsOf(width)).fill(0);
  for (const { hour, requests: n } of hours) requests[Math.floor(hour / width) - from]! += n;
  return { from: from * width, columnHours: width, requests };
}
