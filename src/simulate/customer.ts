import type { Account, Settings } from './account.js';
import { cloudEgress, type Egress, personalEgress } from './egress.js';
import { type Identity, ownIdentity } from './identity.js';
import { ownLengths } from './lengths.js';
import type { Country } from './networks.js';
import type { Random } from './random.js';
import { replayedRhythm, steadyRhythm } from './rhythm.js';
import { customerSettings } from './settings.js';
import type { Habit } from './traffic.js';
import type { World } from './world.js';

/** An account with its habit and how much it would send, in requests over the whole log. */
export interface Customer {
  readonly account: Account;
  readonly habit: Habit;
  readonly volume: number;
}

/** What a maker of customers may fix; the rest is drawn. */
export interface CustomerTraits {
  readonly group?: number;
  readonly country?: Country;
  readonly interactive?: boolean;
  readonly identity?: Partial<Identity>;
  readonly egress?: Egress;
  readonly settings?: Partial<Settings>;
  readonly habit?: Partial<Habit>;
  /** Requests per day. */
  readonly perDay?: number;
}

/** Heavy-tailed daily volume of unrelated customers: median 5, mean about 16. */
export function customerVolume(random: Random): number {
  return Math.min(2_500, random.lognormal(5, 1.55));
}

/** When the account is there at all: most all the time, some arrive or leave within the log. */
export function presence(world: World, random: Random): { from: number; to: number } {
  const u = random.unit();
  const span = world.end - world.start;
  const from = u < 0.14 ? world.start + span * random.between(0.02, 0.95) : world.start;
  const to = u > 0.9 ? from + (world.end - from) * random.between(0.05, 0.97) : world.end;
  return { from, to };
}

/** A customer like any other: habits of a random real client in the customer's own zone, all else its own. */
export function makeCustomer(world: World, random: Random, traits: CustomerTraits = {}): Customer {
  const interactive = traits.interactive ?? random.chance(0.6);
  const country = traits.country ?? world.networks.country(random);
  const profile = random.pick(world.profiles);
  const roundTheClock = !interactive && random.chance(0.2);
  const habit: Habit = {
    rhythm: roundTheClock
      ? steadyRhythm(random.between(0.05, 0.5), random)
      : replayedRhythm(profile, country.zone + random.integer(-2, 3), random.between(0.1, 0.5)),
    cv: Math.min(4, Math.max(0.25, profile.cv * random.lognormal(1, 0.2))),
    lengths: ownLengths(profile, random),
    turns: interactive ? random.between(1.2, 7) : random.chance(0.75) ? 1 : random.between(2, 14),
    pause: interactive ? random.lognormal(40_000, 0.5) : random.lognormal(4_000, 0.8),
    ...presence(world, random),
    repeats: random.chance(0.5) ? 0.02 : random.between(0, 0.25),
    commonplaces: interactive ? random.between(0.01, 0.1) : random.chance(0.5) ? 0 : random.between(0, 0.03),
    ...traits.habit,
  };
  const account = world.join({
    group: traits.group ?? -1,
    ...ownIdentity(world, random, interactive),
    ...traits.identity,
    egress:
      traits.egress ??
      (interactive || random.chance(0.25)
        ? personalEgress(world.networks, country, random)
        : cloudEgress(world.networks, random)),
    settings: { ...customerSettings(world, random, interactive), ...traits.settings },
  });
  return { account, habit, volume: (traits.perDay ?? customerVolume(random)) * world.days };
}
