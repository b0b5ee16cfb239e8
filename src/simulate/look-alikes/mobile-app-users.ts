import { coinedName } from '../clients.js';
import { makeCustomer } from '../customer.js';
import { homeLine, mixed, mobileLine } from '../egress.js';
import { perturbedLengths, replayedLengths } from '../lengths.js';
import { always, weighted } from '../weighted.js';
import { type LookAlike, liveAll, memberVolume } from './look-alike.js';

/** Users of one mobile application, behind the carriers' shared gateways of one or two countries, paid through a store. */
export const mobileAppUsers: LookAlike = {
  name: 'mobile-app-users',
  size: [150, 700],
  plant(world, group, size, random) {
    const countries = [world.networks.country(random), world.networks.country(random)];
    const name = `${coinedName(random)}-app`;
    const versions = [0, 1, 2, 3].map((n) => world.agents.code(`${name}/3.${random.integer(1, 4)}.${n}`));
    const templates = weighted([
      [world.newSystemPrompt(), 1],
      [world.newSystemPrompt(), 0.2],
    ]);
    const base = replayedLengths(random.pick(world.profiles), 1, 1, 0.2);
    const limit = random.pick([-1, 512, 1024, 2048]);
    const mean = random.between(4, 16);
    const customers = Array.from({ length: size }, () => {
      const country = random.pick(countries);
      return makeCustomer(world, random, {
        group,
        country,
        interactive: true,
        perDay: memberVolume(mean, random),
        identity: random.chance(0.8) ? { payment: -1 } : {},
        egress: mixed(
          mobileLine(world.networks, country),
          homeLine(world.networks, country, random),
          random.between(0, 0.6),
        ),
        settings: {
          clients: [
            { from: world.start, agents: always(versions[random.rank(4)]!) },
            { from: random.between(world.start, world.end), agents: always(versions[3]!) },
          ],
          maxTokens: always(limit),
          temperature: always(70),
          systemPrompts: templates,
          namesSessions: true,
          streamShare: 1,
        },
        habit: { lengths: perturbedLengths(base, random.lognormal(1, 0.25), random.lognormal(1, 0.2), 0.15) },
      });
    });
    liveAll(world, customers, random);
    return { app: name, countries: [...new Set(countries.map((country) => country.code))].join(' ') };
  },
};
