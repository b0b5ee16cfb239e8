import { type Customer, makeCustomer } from '../customer.js';
import { anyOf, homeLine, mixed, officeAddresses } from '../egress.js';
import type { Random } from '../random.js';
import { officeRhythm } from '../rhythm.js';
import { mostly, someSystemPrompts } from '../settings.js';
import { always } from '../weighted.js';
import type { World } from '../world.js';

/**
 * A small company of 3 to 40 accounts behind one or two address translators: one organisation and one payment,
 * or an organisation for each member of staff under one payment, or everybody on expenses.
 */
export function makeCompany(world: World, limit: number, random: Random): Customer[] {
  const size = Math.min(limit, Math.max(3, Math.min(40, Math.round(random.lognormal(7, 0.8)))));
  const country = world.networks.country(random);
  const office = anyOf(officeAddresses(world.networks, country, random.integer(1, 2), random), 0.4);
  const billing = random.unit();
  const org = billing < 0.5 ? world.newOrg() : -1;
  const payment = billing < 0.8 ? world.newPayment() : -1;
  const prompts = mostly(random, () => (random.chance(0.5) ? world.newSystemPrompt() : -1));
  const begin = random.integer(7, 10);
  const example = makeCustomer(world, random, { country, egress: office, identity: identity() });
  const customers = [example];
  function identity(): { org?: number; payment?: number } {
    return { ...(org >= 0 ? { org } : {}), ...(payment >= 0 ? { payment } : {}) };
  }
  while (customers.length < size) {
    const remote = random.chance(0.4) ? random.between(0.1, 0.8) : 0;
    customers.push(
      makeCustomer(world, random, {
        country,
        identity: identity(),
        egress: remote > 0 ? mixed(office, homeLine(world.networks, country, random), remote) : office,
        habit: random.chance(0.7)
          ? { rhythm: officeRhythm(country.zone, begin + random.integer(-1, 1), begin + 9, 0.05, random) }
          : {},
        settings: {
          systemPrompts: random.chance(0.35) ? prompts : someSystemPrompts(world, random),
          ...(random.chance(0.4) ? { clients: example.account.settings.clients } : {}),
          ...(random.chance(0.3) ? { temperature: always(-1) } : {}),
        },
      }),
    );
  }
  return customers;
}
