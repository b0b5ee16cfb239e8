import { median } from 'simple-statistics';
import { halfOctave } from '../facet/half-octave.js';
import { mix32 } from '../facet/murmur3.js';

/** Accounts outside a group that its members are ranked among, at most. */
const MOST_PEERS = 4000;
/** Peers of about the same volume that a rank needs. */
const FEWEST_PEERS = 20;

/**
 * Ranks members among accounts outside the group that made about as many requests (same half-octave), because an
 * account with three requests can neither be busy round the clock nor repeat itself.
 */
export class MatchedRank {
  private readonly peers: readonly number[];
  private readonly binOf: Uint8Array;

  constructor(requests: Float64Array) {
    this.binOf = Uint8Array.from(requests, halfOctave);
    const all = Array.from(requests, (_, a) => a);
    this.peers = all.sort((x, y) => mix32(x + 1) - mix32(y + 1)).slice(0, MOST_PEERS);
  }

  /**
   * Median over the members of the share of their peers with a smaller value (ties count half), in [0, 1]; NaN when
   * hardly any member has peers.
   */
  medianRank(values: Float64Array, members: readonly number[], memberSet: ReadonlySet<number>): number {
    const byBin = new Map<number, number[]>();
    for (const a of this.peers) {
      if (memberSet.has(a) || Number.isNaN(values[a]!)) continue;
      const bin = this.binOf[a]!;
      const list = byBin.get(bin);
      if (list === undefined) byBin.set(bin, [values[a]!]);
      else list.push(values[a]!);
    }
    for (const list of byBin.values()) list.sort((x, y) => x - y);
    const ranks: number[] = [];
    for (const a of members) {
      const list = byBin.get(this.binOf[a]!);
      if (Number.isNaN(values[a]!) || list === undefined || list.length < FEWEST_PEERS) continue;
      ranks.push((below(list, values[a]!, false) + below(list, values[a]!, true)) / 2 / list.length);
    }
    return ranks.length === 0 || ranks.length * 2 < members.length ? Number.NaN : median(ranks);
  }
}

/** Values of a sorted list that are below x, or not above it. */
function below(sorted: readonly number[], x: number, orEqual: boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const before = orEqual ? sorted[middle]! <= x : sorted[middle]! < x;
    if (before) low = middle + 1;
    else high = middle;
  }
  return low;
}
