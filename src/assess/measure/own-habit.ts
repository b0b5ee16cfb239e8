import { mix32 } from '../../facet/murmur3.js';
import { TICKS_PER_DAY } from '../../facet/tick.js';
import type { FacetEntries } from '../../fingerprint/index.js';

/** Members looked at: pairs of so many say enough, and a group of thousands costs no more. */
export const MOST_MEMBERS = 256;
/** A log of fewer days has no habits to compare a day with. */
export const LEAST_DAYS = 5;

/** How what members do beyond their own habits adds up. */
export interface BeyondHabit {
  /** Members that ever left their habit. */
  readonly members: number;
  /** Sum over time of the squared sum of members' deviations. */
  readonly together: number;
  /** Sum over time and members of squared deviations: what `together` is on average if members are independent. */
  readonly apart: number;
}

/**
 * Deviations of members from their own habits. Time is cut into slots of `ticksPerSlot` ticks; a member's habit is its
 * mean per slot of the day, on working days and at weekends (UTC) apart, over the days between its first and its last
 * activity. Deviations of one slot of the day sum to 0, so that shared hours, nights and weekends, and a nightly job,
 * leave nothing; for members that are independent given their habits the products of two members' deviations have mean
 * 0: exactly so over all permutations of each one's days. `value` turns a slot's requests into what is compared. Of more
 * than 256 members a fixed sample is taken. Null for a log that is too short. O(entries + members · slots of the day · days).
 */
export function beyondHabit(
  ticks: FacetEntries,
  members: readonly number[],
  ticksPerSlot: number,
  value: (requests: number) => number,
): BeyondHabit | null {
  const { starts, lo } = ticks;
  const chosen = members
    .filter((a) => starts[a + 1]! > starts[a]!)
    .sort((a, b) => mix32(a) - mix32(b))
    .slice(0, MOST_MEMBERS)
    .sort((a, b) => a - b);
  let firstDay = Number.POSITIVE_INFINITY;
  let lastDay = Number.NEGATIVE_INFINITY;
  for (const a of chosen) {
    firstDay = Math.min(firstDay, Math.floor(lo[starts[a]!]! / TICKS_PER_DAY));
    lastDay = Math.max(lastDay, Math.floor(lo[starts[a + 1]! - 1]! / TICKS_PER_DAY));
  }
  const days = lastDay - firstDay + 1;
  if (!(days >= LEAST_DAYS)) return null;
  const perDay = TICKS_PER_DAY / ticksPerSlot;
  const sums = new Float64Array(days * perDay);
  const mine = new Float64Array(days * perDay);
  const used = new Uint8Array(perDay);
  let apart = 0;
  let deviating = 0;
  for (const a of chosen) {
    mine.fill(0);
    used.fill(0);
    for (let e = starts[a]!; e < starts[a + 1]!; e++) {
      const slot = Math.floor(lo[e]! / ticksPerSlot) - firstDay * perDay;
      mine[slot]! += ticks.count[e]!;
      used[slot % perDay] = 1;
    }
    const from = Math.floor(lo[starts[a]!]! / TICKS_PER_DAY) - firstDay;
    const to = Math.floor(lo[starts[a + 1]! - 1]! / TICKS_PER_DAY) - firstDay;
    let squares = 0;
    for (let slot = 0; slot < perDay; slot++) {
      if (used[slot] === 0) continue;
      for (const weekend of [false, true]) {
        let sum = 0;
        let n = 0;
        for (let d = from; d <= to; d++) {
          if (isWeekend(firstDay + d) !== weekend) continue;
          sum += value(mine[d * perDay + slot]!);
          n++;
        }
        if (sum === 0) continue;
        for (let d = from; d <= to; d++) {
          if (isWeekend(firstDay + d) !== weekend) continue;
          const deviation = value(mine[d * perDay + slot]!) - sum / n;
          sums[d * perDay + slot]! += deviation;
          squares += deviation * deviation;
        }
      }
    }
    apart += squares;
    if (squares > 0) deviating++;
  }
  let together = 0;
  for (const sum of sums) together += sum * sum;
  return { members: deviating, together, apart };
}

/** 1970-01-01 was a Thursday. */
function isWeekend(day: number): boolean {
  return (day + 4) % 7 === 0 || (day + 4) % 7 === 6;
}
