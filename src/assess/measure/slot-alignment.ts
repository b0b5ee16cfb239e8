import { median } from 'simple-statistics';
import { facetIndex } from '../../facet/catalogue.js';
import { TICKS_PER_HOUR } from '../../facet/tick.js';
import type { Measure } from './measure.js';

/** Active ticks that a member needs: with fewer one slot is the fullest by chance. */
export const FEWEST_TICKS = 12;

/**
 * How far members start on the clock: the median over members of the share of their active ticks that fall into the
 * fullest five-minute slot of the hour, in (1/12, 1]. Jobs that a scheduler starts give up to 1, people and queues
 * little more than 1/12. It says for scheduled jobs (H7) what they may explain; by itself it speaks for nothing. NaN
 * when most members have fewer than twelve active ticks. O(ticks of the members).
 */
export const slotAlignment: Measure = {
  name: 'slot-alignment',
  family: 'timing',
  unit: 'share',
  speaks: 'high',
  needs: [['time']],
  explainedBy: ['H7'],
  prepare: ({ table }) => {
    const { starts, lo } = table.facets[facetIndex('tick')]!;
    return (members) => {
      const shares: number[] = [];
      const slots = new Float64Array(TICKS_PER_HOUR);
      for (const a of members) {
        const ticks = starts[a + 1]! - starts[a]!;
        if (ticks < FEWEST_TICKS) continue;
        slots.fill(0);
        for (let e = starts[a]!; e < starts[a + 1]!; e++) slots[lo[e]! % TICKS_PER_HOUR]!++;
        shares.push(slots.reduce((most, n) => Math.max(most, n), 0) / ticks);
      }
      return shares.length * 2 < members.length ? Number.NaN : median(shares);
    };
  },
};
