import { TICKS_PER_DAY } from '../../facet/tick.js';
import { lowerBound } from '../../link/identifiers.js';
import { knownTimes, lifetimes } from './lifetimes.js';
import type { LogView, Measure } from './measure.js';

/** Members whose start is known, below which nothing is said. */
export const LEAST = 4;

/**
 * Registration burst: the largest share of the members' starts that falls within one day (a scan over all windows of 288
 * ticks), less the share of the other accounts' starts in the same window, so that a launch which brings everybody does
 * not count. Only accounts that began while the log was watching (`lifetimes.ts`). In (−1, 1], share. The others' share
 * is taken with one more account spread evenly over the log. Unrelated accounts: the largest of n starts is above 0 by
 * chance, and more so for few, so compare with groups of the same size. Explained by a roll-out to an employer's seats
 * (H3) and by a class or hackathon (H5). NaN with fewer than four known starts. Source: evidence.md 5.3 row 20.
 * O(n log N) a call for n members of N accounts.
 */
export const startBurst: Measure = {
  name: 'start-burst',
  family: 'timing',
  unit: 'share',
  speaks: 'high',
  needs: [['time']],
  explainedBy: ['H3', 'H5'],
  prepare({ table }: LogView) {
    const { first, last, start } = lifetimes(table);
    const all = Uint32Array.from(start.filter((t) => !Number.isNaN(t))).sort();
    return (members) => {
      const mine = Uint32Array.from(knownTimes(start, members));
      if (mine.length < LEAST) return Number.NaN;
      const others = all.length - mine.length;
      const even = TICKS_PER_DAY / (last - first);
      let best = Number.NEGATIVE_INFINITY;
      for (const from of mine) {
        const inside = (times: Uint32Array) =>
          lowerBound(times, from + TICKS_PER_DAY, 0, times.length) - lowerBound(times, from, 0, times.length);
        const here = inside(mine);
        best = Math.max(best, here / mine.length - (inside(all) - here + even) / (others + 1));
      }
      return best;
    };
  },
};
