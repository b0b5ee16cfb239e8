import type { ClientProfile } from './client-profile.js';
import type { Random } from './random.js';

export const HOUR = 3_600_000; // milliseconds
export const DAY = 24 * HOUR;

/** Expected share of activity in each hour of a week that starts on Monday 00:00 UTC; 168 entries, sum 1. */
export type Rhythm = Float64Array;

/** Scales to a sum of 1; a rhythm without any activity becomes flat. */
export function normalised(hours: Float64Array): Rhythm {
  let sum = 0;
  for (const value of hours) sum += value;
  return sum > 0 ? hours.map((value) => value / sum) : hours.map(() => 1 / hours.length);
}

/**
 * A real client's week moved to another zone. `shiftHours` is how far east of UTC the account lives, plus any
 * personal habit; `blur` in [0, 1] is the share spread over neighbouring hours, because no two people keep the same.
 */
export function replayedRhythm(profile: ClientProfile, shiftHours: number, blur: number): Rhythm {
  const hours = new Float64Array(168);
  for (let local = 0; local < 168; local++) {
    const utc = (local - Math.round(shiftHours) + 336) % 168;
    const weight = profile.rhythm[local]!;
    hours[utc]! += weight * (1 - blur);
    for (const near of [-2, -1, 1, 2]) hours[(utc + near + 168) % 168]! += (weight * blur) / 4;
  }
  return normalised(hours);
}

/** Office hours, local: a plateau from `from` to `to` on working days, little else. */
export function officeRhythm(
  zone: number,
  from: number,
  to: number,
  weekend: number,
  random: Random,
): Rhythm {
  const hours = new Float64Array(168);
  for (let local = 0; local < 168; local++) {
    const hour = local % 24;
    const working = local < 120 ? 1 : weekend;
    const at =
      hour >= from && hour < to ? (hour === 12 ? 0.5 : 1) : hour >= from - 2 && hour < to + 3 ? 0.12 : 0.004;
    hours[(local - zone + 336) % 168] = working * at * random.lognormal(1, 0.4);
  }
  return normalised(hours);
}

/** Round the clock, with mild waves. */
export function steadyRhythm(ripple: number, random: Random): Rhythm {
  return normalised(new Float64Array(168).map(() => random.lognormal(1, ripple)));
}
