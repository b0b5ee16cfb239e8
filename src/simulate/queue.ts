import type { Random } from './random.js';
import { HOUR } from './rhythm.js';

/** How one dispatcher spreads a stream of jobs over its accounts. */
export interface Queue {
  readonly members: number;
  /** Jobs that a member should get in an hour counted from the start of the log; 0 while it is not there. */
  readonly load: (member: number, hour: number) => number;
  /** Jobs of all members in an hour. */
  readonly demand: (hour: number) => number;
  /** Whether members take turns in a fixed order, or in a new order every hour. */
  readonly strict: boolean;
  /** How far a job strays from its even place in the hour, in units of the spacing; 0.5 is nearly Poisson. */
  readonly jitter: number;
}

/**
 * Dispatches jobs hour by hour: each member earns credit in proportion to its load and gets a job for each whole
 * credit, so that the total keeps to the demand far more closely than independent accounts would. Calls
 * `visit` in time order within each hour. Cost O(hours × members + jobs).
 */
export function dispatch(
  queue: Queue,
  start: number,
  hours: number,
  random: Random,
  visit: (time: number, member: number) => void,
): void {
  const credit = Float64Array.from({ length: queue.members }, () => random.unit());
  const loads = new Float64Array(queue.members);
  for (let hour = 0; hour < hours; hour++) {
    let total = 0;
    for (let member = 0; member < queue.members; member++) {
      loads[member] = queue.load(member, hour);
      total += loads[member]!;
    }
    if (total <= 0) continue;
    const demand = queue.demand(hour);
    const turns: number[] = [];
    for (let member = 0; member < queue.members; member++)
      credit[member]! += (demand * loads[member]!) / total;
    // Several rounds, so that one member's jobs of an hour do not follow each other.
    for (let open = true; open; ) {
      open = false;
      for (let member = 0; member < queue.members; member++) {
        if (loads[member]! <= 0 || credit[member]! < 1) continue;
        credit[member]! -= 1;
        turns.push(member);
        open = true;
      }
    }
    if (!queue.strict) random.shuffle(turns);
    const spacing = HOUR / turns.length;
    const times = turns.map(
      (_, n) => start + hour * HOUR + spacing * (n + 0.5 + queue.jitter * (random.unit() * 2 - 1)),
    );
    times.sort((a, b) => a - b);
    for (let n = 0; n < turns.length; n++) visit(times[n]!, turns[n]!);
  }
}
