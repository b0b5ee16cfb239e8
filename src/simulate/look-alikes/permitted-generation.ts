import { ownClient } from '../clients.js';
import { makeCustomer } from '../customer.js';
import { cloudEgress } from '../egress.js';
import { newExchange, send } from '../exchange.js';
import { lognormalLengths } from '../lengths.js';
import { dispatch } from '../queue.js';
import { always } from '../weighted.js';
import { type LookAlike, memberVolume } from './look-alike.js';

/**
 * A customer who generates data by contract, in the open: service accounts of one organisation under one payment,
 * one queue, long answers, round the clock. Coordinated and extracting, but hiding nothing.
 */
export const permittedGeneration: LookAlike = {
  name: 'permitted-generation',
  size: [8, 60],
  plant(world, group, size, random) {
    const org = world.newOrg();
    const payment = world.newPayment();
    const egress = cloudEgress(world.networks, random);
    const agent = ownClient(world.agents, random);
    const lengths = lognormalLengths(random.lognormal(700, 0.5), 0.4, random.lognormal(1_800, 0.3), 0.35);
    const templates = Array.from({ length: random.integer(1, 6) }, () => world.newSystemPrompt());
    const mean = random.between(25, 90);
    const customers = Array.from({ length: size }, () =>
      makeCustomer(world, random, {
        group,
        interactive: false,
        perDay: memberVolume(mean, random),
        identity: { org, payment },
        egress,
        settings: {
          clients: [{ from: world.start, agents: always(agent) }],
          maxTokens: always(4096),
          temperature: always(100),
          systemPrompts: always(random.pick(templates)),
        },
      }),
    );
    const perHour = customers.map(({ volume }) => volume / world.days / 24);
    const total = perHour.reduce((sum, value) => sum + value, 0);
    const exchange = newExchange();
    dispatch(
      { members: size, load: (member) => perHour[member]!, demand: () => total, strict: false, jitter: 0.5 },
      world.start,
      world.days * 24,
      random,
      (time, member) => {
        lengths(random, exchange);
        exchange.time = time;
        exchange.session = world.newSession();
        exchange.prompt = world.newPrompt();
        send(world, customers[member]!.account, exchange, random);
      },
    );
    return { templates: templates.length, perHour: Math.round(total) };
  },
};
