import { type Customer, makeCustomer } from '../customer.js';
import { cloudEgress, mixed, personalEgress } from '../egress.js';
import { ownDevices } from '../identity.js';
import type { Random } from '../random.js';
import type { World } from '../world.js';

/** A developer with two to five accounts (work, private, one a project): one card, one desk, often one program. */
export function makeDeveloper(world: World, random: Random): Customer[] {
  const country = world.networks.country(random);
  const desk = personalEgress(world.networks, country, random);
  const devices = ownDevices(world, random, true);
  const payment = world.newPayment();
  const first = makeCustomer(world, random, { country, egress: desk, identity: { payment, devices } });
  const customers = [first];
  for (let n = random.integer(1, 4); n > 0; n--) {
    const { systemPrompts, clients, models } = first.account.settings;
    customers.push(
      makeCustomer(world, random, {
        country,
        identity: { payment: random.chance(0.8) ? payment : world.newPayment(), devices },
        egress: random.chance(0.3) ? mixed(desk, cloudEgress(world.networks, random), 0.6) : desk,
        settings: random.chance(0.5) ? { systemPrompts, clients, models } : {},
      }),
    );
  }
  return customers;
}
