import { facetIndex } from '../../facet/catalogue.js';
import { TICKS_PER_HOUR } from '../../facet/tick.js';
import type { LogView, Measure } from './measure.js';
import { beyondHabit } from './own-habit.js';

/** Members that leave their habits at all, below which nothing is said. */
export const LEAST = 3;
/** ln of the ratio is clipped here: twenty times steadier is as steady as a log can tell. */
export const MOST = 3;

/**
 * A steady central budget: −ln(V / Σ v_i), clipped to [−3, 3], unit ln, with V the variance of the group's hourly requests
 * and v_i that of each member's, all as deviations from members' own habits (`own-habit.ts`: mean per hour of the day,
 * working days and weekends apart). Hours, nights and weekends that members share are habit and cancel; what is left is
 * whether one member's more is another's less. 0 on average for independent accounts whatever their habits; above 0 for a
 * queue that spreads a fixed budget over accounts; below 0 for accounts that are busy and idle together. Dominated by the
 * busiest members, as the total is. Explained by load balancing over keys or seats of one customer (H3), and by a paced
 * scheduler (H7). NaN with fewer than three members that leave their habit, or five days. Source: evidence.md 5.3 row 2.
 * O(entries + members · 24 · days) a call.
 */
export const centralQueue: Measure = {
  name: 'central-queue',
  family: 'timing',
  unit: 'ln',
  speaks: 'high',
  needs: [['time']],
  explainedBy: ['H3', 'H7'],
  prepare({ table }: LogView) {
    const ticks = table.facets[facetIndex('tick')]!;
    return (members) => {
      const beyond = beyondHabit(ticks, members, TICKS_PER_HOUR, (requests) => requests);
      if (beyond === null || beyond.members < LEAST) return Number.NaN;
      return Math.max(-MOST, Math.min(MOST, -Math.log(beyond.together / beyond.apart)));
    };
  },
};
