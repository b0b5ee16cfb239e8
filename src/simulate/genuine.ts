import type { Account } from './account.js';
import { ownLengths } from './lengths.js';
import type { Random } from './random.js';
import { replayedRhythm } from './rhythm.js';
import { customerSettings } from './settings.js';
import { live } from './traffic.js';
import type { World } from './world.js';

/**
 * Lays the traffic of one to five genuine customers under an account, as a proxy service does that resells it: hours,
 * lengths, settings and prompts are the customers' own, and what identifies the account is shared.
 * @param requests Requests of all of them; each sends at least one.
 * @param from Milliseconds since the epoch: when the account is used, `to` exclusive.
 */
export function layGenuine(
  world: World,
  account: Account,
  requests: number,
  from: number,
  to: number,
  random: Random,
): void {
  for (let left = random.integer(1, 5), rest = requests; left > 0; left--) {
    const part = left === 1 ? rest : rest * random.between(0.2, 0.7);
    rest -= part;
    const profile = random.pick(world.profiles);
    const interactive = random.chance(0.6);
    const tenant = { ...account, settings: customerSettings(world, random, interactive) };
    const habit = {
      rhythm: replayedRhythm(profile, world.networks.country(random).zone, 0.3),
      cv: Math.min(4, Math.max(0.25, profile.cv)),
      lengths: ownLengths(profile, random),
      turns: interactive ? random.between(1.2, 7) : 1,
      pause: random.lognormal(30_000, 0.5),
      from,
      to,
      repeats: 0.03,
      commonplaces: interactive ? random.between(0.01, 0.1) : 0,
    };
    live(world, tenant, habit, part, random);
  }
}
