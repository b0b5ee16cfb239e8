import type { Random } from './random.js';
import { HOUR, type Rhythm } from './rhythm.js';

const SPREAD = 700; // milliseconds

/**
 * Times of `count` events between `from` and `to`, ascending, milliseconds. A gamma renewal process of the given
 * coefficient of variation runs in operational time and is mapped through the rhythm, as ServeGen does: cv 1 is
 * Poisson-like, larger is burstier, smaller is more regular. Cost O(count + hours).
 * @param start Time of hour 0 of the log, a Monday 00:00 UTC.
 */
export function arrivals(
  count: number,
  rhythm: Rhythm,
  cv: number,
  from: number,
  to: number,
  start: number,
  random: Random,
): Float64Array {
  const times = new Float64Array(count);
  if (count === 0 || to <= from) return times.subarray(0, 0);
  const first = Math.floor((from - start) / HOUR);
  const last = Math.ceil((to - start) / HOUR);
  const cumulative = new Float64Array(last - first + 1);
  for (let hour = first; hour < last; hour++) {
    const share = Math.min(to, start + (hour + 1) * HOUR) - Math.max(from, start + hour * HOUR);
    // A trace of activity everywhere keeps an account alive whose window misses its client's hours.
    cumulative[hour - first + 1] = cumulative[hour - first]! + ((rhythm[hour % 168]! + 1e-7) * share) / HOUR;
  }
  const total = cumulative[last - first]!;
  const shape = 1 / (cv * cv);
  let sum = 0;
  for (let i = 0; i < count; i++) {
    sum += random.gamma(shape);
    times[i] = sum;
  }
  // The gap after the last event keeps the process from ending exactly at the edge; a random phase keeps bursts
  // from gathering at the start.
  sum += random.gamma(shape) + 1e-12;
  const phase = random.unit();
  for (let i = 0; i < count; i++) times[i] = ((times[i]! / sum + phase) % 1) * total;
  times.sort();
  let hour = 0;
  for (let i = 0; i < count; i++) {
    const at = times[i]!;
    while (hour < last - first - 1 && cumulative[hour + 1]! < at) hour++;
    const width = cumulative[hour + 1]! - cumulative[hour]!;
    const low = Math.max(from, start + (first + hour) * HOUR);
    const high = Math.min(to, start + (first + hour + 1) * HOUR);
    const moment = low + (width > 0 ? (at - cumulative[hour]!) / width : 0) * (high - low);
    // Even the tightest burst leaves through a network that spreads it.
    times[i] = Math.min(to - 1, moment + random.exponential(SPREAD));
  }
  return times.sort();
}
