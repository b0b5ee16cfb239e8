import { facetIndex } from '../../facet/catalogue.js';
import { TICKS_PER_DAY, TICKS_PER_HOUR } from '../../facet/tick.js';
import { entropy } from '../account-traits.js';
import type { Measure } from './measure.js';

/** Whole days that the least day needs. */
export const FEWEST_DAYS = 4;

/**
 * Entropy of the group's pooled hours of the day, in bits, in [0, log2 24 = 4.585]. Everything within few hours is a
 * schedule or an office; small values speak against a round-the-clock source. O(ticks of the members).
 */
export const scheduledHours: Measure = {
  name: 'scheduled-hours',
  family: 'timing',
  unit: 'bits',
  speaks: 'high',
  needs: [['time']],
  explainedBy: ['H7'],
  prepare: ({ table }) => {
    const { starts, lo } = table.facets[facetIndex('tick')]!;
    return (members) => {
      const hours = new Float64Array(24);
      for (const a of members) {
        for (let e = starts[a]!; e < starts[a + 1]!; e++) hours[Math.floor(lo[e]! / TICKS_PER_HOUR) % 24]!++;
      }
      return entropy(hours);
    };
  },
};

/**
 * Requests on the group's least day over those on its mean day, first and last day left out, in [0, 1]; NaN for fewer
 * than four whole days. Customers have weekends, a fed group has a steady budget. O(ticks of the members).
 */
export const leastDay: Measure = {
  name: 'least-day',
  family: 'timing',
  unit: 'share',
  speaks: 'high',
  needs: [['time']],
  explainedBy: ['H7'],
  prepare: ({ table }) => {
    const { starts, lo, count } = table.facets[facetIndex('tick')]!;
    return (members) => {
      const requestsOn = new Map<number, number>();
      for (const a of members) {
        for (let e = starts[a]!; e < starts[a + 1]!; e++) {
          const day = Math.floor(lo[e]! / TICKS_PER_DAY);
          requestsOn.set(day, (requestsOn.get(day) ?? 0) + count[e]!);
        }
      }
      const days = [...requestsOn.keys()];
      const first = days.reduce((x, y) => Math.min(x, y), Number.POSITIVE_INFINITY);
      const last = days.reduce((x, y) => Math.max(x, y), Number.NEGATIVE_INFINITY);
      if (last - first - 1 < FEWEST_DAYS) return Number.NaN;
      let least = Number.POSITIVE_INFINITY;
      let total = 0;
      for (let day = first + 1; day < last; day++) {
        const n = requestsOn.get(day) ?? 0;
        least = Math.min(least, n);
        total += n;
      }
      return total === 0 ? Number.NaN : least / (total / (last - first - 1));
    };
  },
};
