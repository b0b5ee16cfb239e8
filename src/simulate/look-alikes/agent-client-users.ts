import { coinedName } from '../clients.js';
import { makeCustomer } from '../customer.js';
import { perturbedLengths, replayedLengths } from '../lengths.js';
import { always, weighted } from '../weighted.js';
import { type LookAlike, liveAll, memberVolume } from './look-alike.js';

/** Users of one popular agent: they share its template, settings and versions, and nothing else. */
export const agentClientUsers: LookAlike = {
  name: 'agent-client-users',
  size: [200, 900],
  plant(world, group, size, random) {
    const name = `${coinedName(random)}-agent`;
    const versions = [0, 1, 2].map((n) => world.agents.code(`${name}/1.${random.integer(2, 9)}.${n}`));
    const templates = weighted([
      [world.newSystemPrompt(), 1],
      [world.newSystemPrompt(), random.between(0.1, 0.5)],
    ]);
    const limit = random.pick([4096, 8192, 16384, 32000]);
    const temperature = random.pick([0, 20, 100, -1]);
    const longInputs = world.profiles.filter((profile) => profile.input[16]! > 800);
    const base = replayedLengths(random.pick(longInputs), 1, 1, 0.1);
    const mean = random.between(10, 35);
    const customers = Array.from({ length: size }, () =>
      makeCustomer(world, random, {
        group,
        interactive: true,
        perDay: memberVolume(mean, random),
        settings: {
          clients: [{ from: world.start, agents: always(versions[random.rank(3)]!) }],
          maxTokens: always(limit),
          temperature: always(temperature),
          systemPrompts: templates,
          namesSessions: true,
          caching: 0.9,
          streamShare: 1,
          toolShare: random.between(0.3, 0.8),
        },
        habit: {
          lengths: perturbedLengths(base, random.lognormal(1, 0.3), random.lognormal(1, 0.3), 0.2),
          turns: random.between(3, 15),
        },
      }),
    );
    liveAll(world, customers, random);
    return { agent: name, limit };
  },
};
