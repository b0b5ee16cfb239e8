import { halfOctave } from '../facet/half-octave.js';

/** Accounts of about the same volume that a rank needs. */
export const FEWEST_PEERS = 20;

/**
 * Each account's rank among accounts that made about as many requests (same half-octave), because an account with
 * three requests can neither be busy round the clock nor repeat itself: the share of them with a smaller value, ties
 * counting half, in [0, 1]. NaN where the value is NaN or there are fewer than 20 such accounts. O(n log n).
 */
export function matchedRanks(values: Float64Array, requests: Float64Array): Float64Array {
  const byBin = new Map<number, number[]>();
  for (let a = 0; a < values.length; a++) {
    if (Number.isNaN(values[a]!)) continue;
    const bin = halfOctave(requests[a]!);
    const list = byBin.get(bin);
    if (list === undefined) byBin.set(bin, [a]);
    else list.push(a);
  }
  const ranks = new Float64Array(values.length).fill(Number.NaN);
  for (const list of byBin.values()) {
    if (list.length < FEWEST_PEERS) continue;
    list.sort((x, y) => values[x]! - values[y]! || x - y);
    for (let from = 0; from < list.length; ) {
      let to = from + 1;
      while (to < list.length && values[list[to]!] === values[list[from]!]) to++;
      for (let i = from; i < to; i++) ranks[list[i]!] = (from + to) / 2 / list.length;
      from = to;
    }
  }
  return ranks;
}
