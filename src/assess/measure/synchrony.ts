import { facetIndex } from '../../facet/catalogue.js';
import type { LogView, Measure } from './measure.js';
import { beyondHabit } from './own-habit.js';

/** Members that leave their habits at all, below which nothing is said. */
export const LEAST = 3;

/**
 * Co-activity in the same ticks beyond habit: the mean correlation of two members' activity (0 or 1 a tick) after each
 * one's own habit is taken off (`own-habit.ts`), r = (Σ_t (Σ_i d_it)² − Σ d²) / ((n − 1) · Σ d²) over the n members that
 * ever leave their habit. In [−1/(n − 1), 1], both inclusive; correlation. A habit is per tick of the day, working days
 * and weekends apart, so the expectation that is taken off is the mean over all ways of permuting each member's days:
 * whole-day shifts as surrogates, without drawing any. Members that never pause say nothing and do not dilute.
 * Unrelated accounts: 0, a little above where an outage or a holiday stops all. Nightly jobs at a fixed time: 0, jobs
 * that run on the first of the month or on Mondays are above (H7); so is a class that works in one lesson (H5). NaN with
 * fewer than three such members or five days. Source: evidence.md 5.3 row 3. O(members · 288 · days) a call.
 */
export const synchrony: Measure = {
  name: 'synchrony',
  family: 'timing',
  unit: 'correlation',
  speaks: 'high',
  needs: [['time']],
  explainedBy: ['H5', 'H7'],
  prepare({ table }: LogView) {
    const ticks = table.facets[facetIndex('tick')]!;
    return (members) => {
      const beyond = beyondHabit(ticks, members, 1, (requests) => (requests > 0 ? 1 : 0));
      if (beyond === null || beyond.members < LEAST) return Number.NaN;
      return (beyond.together - beyond.apart) / ((beyond.members - 1) * beyond.apart);
    };
  },
};
