/** Columns of time of equal width, of whole hours. */
export interface TimeColumns {
  /** Hours since the epoch at which the first column starts; a multiple of the width. */
  readonly from: number;
  readonly columnHours: number;
  readonly columns: number;
}

/** Widths that divide a day, or are days, so that columns line up with it. */
const WIDTHS = [1, 2, 3, 4, 6, 8, 12, 24];

/**
 * The narrowest columns that hold the hours from `first` to `last`, both inclusive, in `most` columns at most. `least`:
 * the narrowest width allowed, one that divides a day.
 */
export function timeColumns(first: number, last: number, most: number, least = 1): TimeColumns {
  const columnsOf = (width: number) => Math.floor(last / width) - Math.floor(first / width) + 1;
  let width = WIDTHS.find((each) => each >= least && columnsOf(each) <= most) ?? 24;
  while (columnsOf(width) > most) width += 24;
  return { from: Math.floor(first / width) * width, columnHours: width, columns: columnsOf(width) };
}
