import { type Customer, makeCustomer } from '../customer.js';
import { homeLine, mixed, mobileLine } from '../egress.js';
import type { Random } from '../random.js';
import type { World } from '../world.js';

/** Two to four accounts of a family: one line at home and one card, everything else apart. */
export function makeHousehold(world: World, random: Random): Customer[] {
  const country = world.networks.country(random);
  const home = homeLine(world.networks, country, random);
  const payment = world.newPayment();
  return Array.from({ length: random.integer(2, 4) }, () =>
    makeCustomer(world, random, {
      country,
      interactive: true,
      identity: { payment: random.chance(0.85) ? payment : -1 },
      egress: mixed(home, mobileLine(world.networks, country), random.between(0, 0.4)),
    }),
  );
}
