import { median } from 'simple-statistics';

/** Members with a value, below which a median says nothing. */
export const LEAST = 3;

/** The median of a trait over the members that have it; NaN with fewer than three. */
export function medianOver(trait: Float64Array): (members: readonly number[]) => number {
  return (members) => {
    const known = members.map((a) => trait[a]!).filter((x) => !Number.isNaN(x));
    return known.length < LEAST ? Number.NaN : median(known);
  };
}
