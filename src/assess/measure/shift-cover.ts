import { facetIndex } from '../../facet/catalogue.js';
import { TICKS_PER_HOUR } from '../../facet/tick.js';
import type { LogView, Measure } from './measure.js';
import { beyondHabit } from './own-habit.js';

/** Members that leave their habits at all, below which nothing is said. */
export const LEAST = 2;

/**
 * Members rest while others are used: 1 − V / Σ v_i, clipped to [−1, 1], with V the variance of the number of members
 * that are active in an hour and v_i that of each member's activity (0 or 1), as deviations from members' own habits
 * (`own-habit.ts`), so within hours in which both are generally active. Share: 1 if the number of active members is always
 * what habit says, 0 on average for independent accounts, below 0 for accounts that are active together. Unlike
 * `central-queue` it does not see volumes, so that one busy account cannot decide it. Fixed shifts are habit: see
 * `hour-cover`. Explained by seats or keys of one customer that take turns (H3). NaN with fewer than two members that
 * leave their habit, or five days. Source: design.md 6, shift cover. O(entries + members · 24 · days) a call.
 */
export const shiftCover: Measure = {
  name: 'shift-cover',
  family: 'timing',
  unit: 'share',
  speaks: 'high',
  needs: [['time']],
  explainedBy: ['H3'],
  prepare({ table }: LogView) {
    const ticks = table.facets[facetIndex('tick')]!;
    return (members) => {
      const beyond = beyondHabit(ticks, members, TICKS_PER_HOUR, (requests) => (requests > 0 ? 1 : 0));
      if (beyond === null || beyond.members < LEAST) return Number.NaN;
      return Math.max(-1, 1 - beyond.together / beyond.apart);
    };
  },
};
