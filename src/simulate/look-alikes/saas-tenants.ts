import { ownClient } from '../clients.js';
import { makeCustomer } from '../customer.js';
import { cloudEgress } from '../egress.js';
import { perturbedLengths, replayedLengths } from '../lengths.js';
import { always, weighted } from '../weighted.js';
import { type LookAlike, liveAll, memberVolume } from './look-alike.js';

/** Tenants of one software product, an account each: its template, its client, its servers, lengths much alike. */
export const saasTenants: LookAlike = {
  name: 'saas-tenants',
  size: [80, 500],
  plant(world, group, size, random) {
    const servers = cloudEgress(world.networks, random);
    const agent = ownClient(world.agents, random);
    const templates = weighted(
      Array.from({ length: random.integer(1, 4) }, (_, n) => [world.newSystemPrompt(), 1 / (n + 1)] as const),
    );
    const billing = random.chance(0.6) ? world.newPayment() : -1;
    const billed = billing >= 0 && random.chance(0.6);
    const base = replayedLengths(random.pick(world.profiles), 1, 1, 0.2);
    const limit = random.pick([1024, 2048, 4096]);
    const temperature = random.pick([0, 30, 70]);
    const mean = random.between(8, 40);
    const customers = Array.from({ length: size }, () =>
      makeCustomer(world, random, {
        group,
        interactive: true,
        perDay: memberVolume(mean, random),
        identity: billed ? { payment: billing } : {},
        egress: servers,
        settings: {
          clients: [{ from: world.start, agents: always(agent) }],
          maxTokens: always(limit),
          temperature: always(temperature),
          systemPrompts: templates,
        },
        habit: {
          lengths: perturbedLengths(base, random.lognormal(1, 0.15), random.lognormal(1, 0.15), 0.15),
          turns: random.between(1, 3),
        },
      }),
    );
    liveAll(world, customers, random);
    return { billedTogether: billed, templates: templates.items.length };
  },
};
