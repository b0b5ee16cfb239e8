import { publicClient } from '../clients.js';
import { makeCustomer } from '../customer.js';
import { anyOf, homeLine, mixed, mobileLine, officeAddresses } from '../egress.js';
import { newExchange, send } from '../exchange.js';
import { DAY, HOUR } from '../rhythm.js';
import { always } from '../weighted.js';
import { type LookAlike, liveAll, memberVolume } from './look-alike.js';

/** A class with one exercise sheet and one deadline: personal accounts, campus network, the same questions pasted in. */
export const universityClass: LookAlike = {
  name: 'university-class',
  size: [40, 250],
  plant(world, group, size, random) {
    const country = world.networks.country(random);
    const campus = officeAddresses(world.networks, country, random.integer(3, 12), random);
    const sheet = Array.from({ length: random.integer(6, 25) }, () => world.newPrompt());
    const day = random.integer(Math.min(1, world.days - 1), world.days - 1);
    const deadline = world.start + day * DAY + (18 - country.zone) * HOUR + 5 * HOUR;
    const agent = publicClient(world.agents, random, true);
    const exchange = newExchange();
    const customers = Array.from({ length: size }, () =>
      makeCustomer(world, random, {
        group,
        country,
        interactive: true,
        perDay: memberVolume(5, random),
        identity: random.chance(0.7) ? { payment: -1 } : {},
        egress: random.chance(0.5)
          ? mixed(anyOf(campus, 0.2), homeLine(world.networks, country, random), random.between(0.2, 0.8))
          : mixed(anyOf(campus, 0.2), mobileLine(world.networks, country), random.between(0.1, 0.5)),
        settings: random.chance(0.5) ? { clients: [{ from: world.start, agents: always(agent) }] } : {},
        habit: { from: world.start, to: world.end },
      }),
    );
    liveAll(world, customers, random);
    for (const { account, habit } of customers) {
      let time = deadline - Math.min(4 * DAY, random.exponential(14 * HOUR)) - HOUR;
      for (const prompt of sheet) {
        if (random.chance(0.2)) continue;
        const session = world.newSession();
        for (let tries = random.integer(1, 3); tries > 0; tries--) {
          if (time < world.start || time >= world.end) break;
          habit.lengths(random, exchange);
          exchange.time = time;
          exchange.session = session;
          // Pasted as it stands, or typed in one's own words.
          exchange.prompt = random.chance(0.6) ? prompt : world.newPrompt();
          send(world, account, exchange, random);
          time += random.lognormal(120_000, 1);
        }
      }
    }
    return { exercises: sheet.length, deadline: new Date(deadline).toISOString() };
  },
};
