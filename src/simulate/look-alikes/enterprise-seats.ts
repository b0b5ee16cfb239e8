import { ownClient, publicClient } from '../clients.js';
import { makeCustomer } from '../customer.js';
import { anyOf, homeLine, mixed, officeAddresses } from '../egress.js';
import { officeRhythm } from '../rhythm.js';
import { customerSettings, mostly } from '../settings.js';
import { always, weighted } from '../weighted.js';
import { type LookAlike, liveAll, memberVolume } from './look-alike.js';

/** Seats of one enterprise: one organisation by single sign-on, one invoice, one office network, one rolled-out client. */
export const enterpriseSeats: LookAlike = {
  name: 'enterprise-seats',
  size: [60, 400],
  plant(world, group, size, random) {
    const country = world.networks.country(random);
    const addresses = officeAddresses(world.networks, country, random.integer(1, 4), random);
    const org = world.newOrg();
    const payment = random.chance(0.5) ? world.newPayment() : -1;
    const agent = () =>
      random.chance(0.4) ? ownClient(world.agents, random) : publicClient(world.agents, random, true);
    const rollout = random.between(world.start, world.end);
    const clients = [
      { from: world.start, agents: always(agent()) },
      { from: rollout, agents: always(agent()) },
    ];
    const template = world.newSystemPrompt();
    const mean = random.between(8, 30);
    const limits = mostly(random, () => 4096);
    const customers = Array.from({ length: size }, () => {
      const office = anyOf(addresses, 0.3);
      const own = customerSettings(world, random, true);
      return makeCustomer(world, random, {
        group,
        country,
        interactive: true,
        perDay: memberVolume(mean, random),
        identity: { org, payment },
        egress: random.chance(0.3)
          ? mixed(office, homeLine(world.networks, country, random), random.between(0.1, 0.6))
          : office,
        settings: {
          clients,
          maxTokens: limits,
          systemPrompts: random.chance(0.7)
            ? weighted([
                [template, 1],
                [-1, random.between(0.01, 0.5)],
              ])
            : own.systemPrompts,
        },
        habit: {
          rhythm: officeRhythm(country.zone, random.integer(7, 10), random.integer(16, 19), 0.04, random),
        },
      });
    });
    liveAll(world, customers, random);
    return { country: country.code, addresses: addresses.length, oneOrganisation: true };
  },
};
