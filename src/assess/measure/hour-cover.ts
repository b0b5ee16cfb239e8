import { facetIndex } from '../../facet/catalogue.js';
import { TICKS_PER_HOUR } from '../../facet/tick.js';
import type { LogView, Measure } from './measure.js';

/** Active ticks of a member below which its hours are chance. */
export const LEAST_TICKS = 12;
/** Members with hours, below which nothing is said. */
export const LEAST = 3;

/**
 * Fixed shifts that fill the day: 1 − V / Σ v_i, clipped to [−1, 1], with v_i the variance over the 24 hours (UTC) of the
 * share of a member's active ticks in each, and V that of the members' sum. Share: 1 if members' hours complete one
 * another to an even day, 0 on average for habits of unrelated phase, below 0 for shared hours (most groups of one
 * region: compare with groups of the same log). Members that are round the clock themselves have little variance and
 * say little. Explained by a team in shifts or offices round the world (H3). NaN with fewer than three members of
 * twelve active ticks, or without any variance. Source: design.md 6, shift cover. O(entries of the members) a call.
 */
export const hourCover: Measure = {
  name: 'hour-cover',
  family: 'timing',
  unit: 'share',
  speaks: 'high',
  needs: [['time']],
  explainedBy: ['H3'],
  prepare({ table }: LogView) {
    const { starts, lo } = table.facets[facetIndex('tick')]!;
    return (members) => {
      const sum = new Float64Array(24);
      const mine = new Float64Array(24);
      let apart = 0;
      let n = 0;
      for (const a of members) {
        const ticks = starts[a + 1]! - starts[a]!;
        if (ticks < LEAST_TICKS) continue;
        mine.fill(0);
        for (let e = starts[a]!; e < starts[a + 1]!; e++) mine[Math.floor(lo[e]! / TICKS_PER_HOUR) % 24]!++;
        for (let h = 0; h < 24; h++) {
          const deviation = mine[h]! / ticks - 1 / 24;
          sum[h]! += deviation;
          apart += deviation * deviation;
        }
        n++;
      }
      if (n < LEAST || apart === 0) return Number.NaN;
      return Math.max(-1, 1 - sum.reduce((all, x) => all + x * x, 0) / apart);
    };
  },
};
