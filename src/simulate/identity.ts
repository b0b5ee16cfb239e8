import type { Account } from './account.js';
import type { Random } from './random.js';
import { always, type Weighted, weighted } from './weighted.js';
import type { World } from './world.js';

export type Identity = Pick<Account, 'org' | 'payment' | 'devices' | 'keys'>;

/** Keys of an account: one, at times rotated. */
export function ownKeys(world: World, random: Random): Identity['keys'] {
  const keys = [{ from: world.start, key: world.newKey() }];
  while (keys.length < 4 && random.chance(0.14)) {
    keys.push({ from: random.between(world.start, world.end), key: world.newKey() });
  }
  return keys.sort((a, b) => a.from - b.from);
}

/** Devices: none for most programs; one or two for people, with the odd request that shows none. */
export function ownDevices(world: World, random: Random, interactive: boolean): Weighted<number> {
  if (random.chance(interactive ? 0.15 : 0.6)) return always(-1);
  const devices: [number, number][] = [[world.newDevice(), 1]];
  if (random.chance(0.3)) devices.push([world.newDevice(), random.between(0.1, 0.8)]);
  if (random.chance(0.2)) devices.push([-1, random.between(0.02, 0.2)]);
  return weighted(devices);
}

/** An unrelated customer: an organisation and a payment of its own; one in six pays by invoice or not yet. */
export function ownIdentity(world: World, random: Random, interactive: boolean): Identity {
  return {
    org: world.newOrg(),
    payment: random.chance(1 / 6) ? -1 : world.newPayment(),
    devices: ownDevices(world, random, interactive),
    keys: ownKeys(world, random),
  };
}
