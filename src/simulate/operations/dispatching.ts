import { arrivals } from '../arrivals.js';
import { dispatch } from '../queue.js';
import type { Random } from '../random.js';
import { DAY, HOUR } from '../rhythm.js';
import type { World } from '../world.js';
import type { Member } from './crew.js';

/**
 * Runs a crew from one queue. Below evasion 3 the queue drains evenly round the clock; at 3 each account gets the hours
 * of the client that it plays, and only what all of them get together stays steadier than chance.
 */
export function dispatchCrew(
  world: World,
  members: readonly Member[],
  random: Random,
  visit: (time: number, member: Member) => void,
): void {
  const load = (index: number, hour: number) => {
    const member = members[index]!;
    const time = world.start + hour * HOUR;
    if (time < member.from || time + HOUR > member.to + HOUR / 2) return 0;
    return member.perDay * 7 * member.rhythm[hour % 168]!;
  };
  const demand = (hour: number) => {
    let sum = 0;
    for (let index = 0; index < members.length; index++) sum += load(index, hour);
    return sum;
  };
  dispatch(
    {
      members: members.length,
      load,
      demand,
      strict: world.evasion === 1,
      jitter: [0.1, 0.35, 0.5][world.evasion - 1]!,
    },
    world.start,
    world.days * 24,
    random,
    (time, index) => visit(time, members[index]!),
  );
}

/** Runs each account on its own, as often as its rhythm says; nothing ties their moments together. */
export function workApart(
  world: World,
  members: readonly Member[],
  random: Random,
  visit: (time: number, member: Member) => void,
): void {
  for (const member of members) {
    const { perDay, rhythm, from, to } = member;
    const count = Math.max(1, random.round((perDay * (to - from)) / DAY));
    const times = arrivals(count, rhythm, random.between(0.8, 1.5), from, to, world.start, random);
    for (let n = 0; n < times.length; n++) visit(times[n]!, member);
  }
}
