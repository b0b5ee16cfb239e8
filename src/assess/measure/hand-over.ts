import { TICKS_PER_DAY } from '../../facet/tick.js';
import { knownTimes, lifetimes } from './lifetimes.js';
import type { LogView, Measure } from './measure.js';

/** A replacement is there within a day and a half: an operator's next morning in any time zone. */
export const WITHIN = 1.5 * TICKS_PER_DAY;
/** Starts and ends, each, below which nothing is said. */
export const LEAST = 3;
/** Days in which starts may fall, below which shifting them says nothing. */
export const LEAST_DAYS = 6;

/**
 * Replacement after loss: ends of members that a start of another member follows within a day and a half, one start for
 * one end, as a share of what could be matched (the rarer of both), less the mean share when all starts are moved by a
 * whole number of days (2 … D − 2, in a circle over the D days in which a start can be seen). Moving them together keeps
 * the bunching of starts and of ends, and the hours. Only starts and ends that the log's borders did not make. In
 * (−1, 1); share. Unrelated accounts: 0 on average. Explained by keys that an employer or a gateway rotates under new
 * account names (H3, H4), and by renamed accounts (H8). NaN with fewer than three starts or ends, or a log of a week.
 * Source: evidence.md 5.3 row 19; the shifted surrogates are those of row 3. O(D · n) a call for n members.
 */
export const handOver: Measure = {
  name: 'hand-over',
  family: 'timing',
  unit: 'share',
  speaks: 'high',
  needs: [['time']],
  explainedBy: ['H3', 'H4', 'H8'],
  prepare({ table }: LogView) {
    const { first, last, start, end } = lifetimes(table);
    const base = first + TICKS_PER_DAY;
    const days = Math.floor((last - base) / TICKS_PER_DAY);
    return (members) => {
      const starts = knownTimes(start, members);
      const ends = knownTimes(end, members);
      if (Math.min(starts.length, ends.length) < LEAST || !(days >= LEAST_DAYS)) return Number.NaN;
      let expected = 0;
      for (let shift = 2; shift <= days - 2; shift++) {
        const moved = starts
          .map((t) => base + ((t - base + shift * TICKS_PER_DAY) % (days * TICKS_PER_DAY)))
          .sort();
        expected += matched(ends, moved);
      }
      expected /= days - 3;
      return (matched(ends, starts) - expected) / Math.min(starts.length, ends.length);
    };
  },
};

/** Ends that a start follows in time, each start used once. The earliest start that fits is always a best choice. */
function matched(ends: Float64Array, starts: Float64Array): number {
  let n = 0;
  let s = 0;
  for (const end of ends) {
    while (s < starts.length && starts[s]! <= end) s++;
    if (s === starts.length) break;
    if (starts[s]! - end > WITHIN) continue;
    n++;
    s++;
  }
  return n;
}
