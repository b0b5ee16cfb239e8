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
 * Dispatches jobs hour by hour. The hour's number of jobs is the demand, to within one, however the members differ;
 * each member earns credit in proportion to its load, and the jobs go to those with the most credit. So the total keeps
 * to the demand far more closely than independent accounts would. Calls `visit` in time order within each hour.
 * Cost O(hours × members × log members + jobs).
 */
export function dispatch(
  queue: Queue,
  start: number,
  hours: number,
  random: Random,
  visit: (time: number, member: number) => void,
): void {
  const { members, strict, jitter } = queue;
  const credit = Float64Array.from({ length: members }, () => random.unit() - 0.5);
  const loads = new Float64Array(members);
  let carried = 0; // what rounding left over, in jobs
  for (let hour = 0; hour < hours; hour++) {
    let total = 0;
    for (let member = 0; member < members; member++) {
      loads[member] = queue.load(member, hour);
      total += loads[member]!;
    }
    if (total <= 0) continue;
    const demand = queue.demand(hour);
    const jobs = Math.floor(demand + carried);
    carried += demand - jobs;
    const present: number[] = [];
    for (let member = 0; member < members; member++) {
      if (loads[member]! <= 0) continue;
      credit[member]! += (demand * loads[member]!) / total;
      present.push(member);
    }
    const turns = deal(jobs, present, credit);
    if (!strict) random.shuffle(turns);
    const spacing = HOUR / turns.length;
    const times = turns.map(
      (_, n) => start + hour * HOUR + spacing * (n + 0.5 + jitter * (random.unit() * 2 - 1)),
    );
    times.sort((a, b) => a - b);
    for (let n = 0; n < turns.length; n++) visit(times[n]!, turns[n]!);
  }
}

/**
 * Takes the credit of exactly `jobs` jobs: first whole credits in rounds, so that one member's jobs do not follow each
 * other, then from the largest remainders.
 */
function deal(jobs: number, present: readonly number[], credit: Float64Array): number[] {
  const turns: number[] = [];
  for (let open = true; open && turns.length < jobs; ) {
    open = false;
    for (const member of present) {
      if (credit[member]! < 1 || turns.length === jobs) continue;
      credit[member]! -= 1;
      turns.push(member);
      open = true;
    }
  }
  while (turns.length < jobs) {
    const byCredit = [...present].sort((a, b) => credit[b]! - credit[a]! || a - b);
    for (const member of byCredit.slice(0, jobs - turns.length)) {
      credit[member]! -= 1;
      turns.push(member);
    }
  }
  return turns;
}
