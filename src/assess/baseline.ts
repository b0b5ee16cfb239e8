import { quantileSorted } from 'simple-statistics';
import { pseudoRandomOrder } from '../link/pseudo-random-order.js';

/** Groups drawn at random. */
export const GROUPS = 60;
/** Accounts in each, in a log that has enough of them. */
export const SIZE = 48;

/**
 * Groups of accounts drawn at random from a log, ascending: what unrelated customers of this log have in common. Fixed
 * for a number of accounts, so that equal logs give equal groups.
 */
export function randomGroups(accounts: number): number[][] {
  const size = Math.min(SIZE, Math.max(1, Math.floor(accounts / 4)));
  const order = Uint32Array.from({ length: accounts }, (_, a) => a);
  const groups: number[][] = [];
  if (accounts === 0) return groups;
  for (let round = 1; groups.length < GROUPS; round++) {
    pseudoRandomOrder(order, round);
    for (let from = 0; from + size <= accounts && groups.length < GROUPS; from += size) {
      groups.push(Array.from(order.subarray(from, from + size)).sort((x, y) => x - y));
    }
  }
  return groups;
}

/** Median of a measure over the random groups that it can be taken of; NaN where there is none. */
export function baseline(
  measure: (members: readonly number[]) => number,
  groups: readonly number[][],
): number {
  const values = groups
    .map(measure)
    .filter((x) => !Number.isNaN(x))
    .sort((x, y) => x - y);
  return values.length === 0 ? Number.NaN : quantileSorted(values, 0.5);
}
