import { coinedName } from '../clients.js';
import { makeCustomer } from '../customer.js';
import { cloudEgress } from '../egress.js';
import { newExchange, send } from '../exchange.js';
import { type LengthSource, replayedLengths } from '../lengths.js';
import { DAY } from '../rhythm.js';
import { always } from '../weighted.js';
import type { LookAlike } from './look-alike.js';

/** Several labs run one public benchmark: the same items, the same harness, temperature 0, once or twice a model. */
export const benchmarkRuns: LookAlike = {
  name: 'benchmark-runs',
  size: [8, 40],
  plant(world, group, size, random) {
    const items = Array.from({ length: random.integer(80, 400) }, () => world.newPrompt());
    const harness = world.agents.code(`${coinedName(random)}-eval/0.4.${random.integer(0, 9)}`);
    const template = always(random.chance(0.5) ? world.newSystemPrompt() : -1);
    const limit = random.pick([256, 1024, 2048]);
    const lengths: LengthSource = replayedLengths(random.pick(world.profiles), 1, 1, 0.1);
    const exchange = newExchange();
    let labs = 0;
    for (let left = size; left > 0; labs++) {
      const mates = Math.min(left, random.integer(1, 5));
      left -= mates;
      const org = world.newOrg();
      const payment = random.chance(0.4) ? -1 : world.newPayment();
      const egress = cloudEgress(world.networks, random);
      for (let n = 0; n < mates; n++) {
        const { account } = makeCustomer(world, random, {
          group,
          interactive: false,
          identity: { org, payment },
          egress,
          settings: {
            clients: [{ from: world.start, agents: always(harness) }],
            temperature: always(0),
            maxTokens: always(limit),
            systemPrompts: template,
          },
        });
        for (let run = random.integer(1, 2); run > 0; run--) {
          let time = world.start + random.unit() * Math.max(0.2, world.days - 0.5) * DAY;
          const pace = random.lognormal(3_000, 0.8);
          const part = random.chance(0.5)
            ? items
            : random.sample(items, Math.ceil(items.length * random.between(0.2, 0.9)));
          for (const prompt of part) {
            time += random.exponential(pace);
            if (time >= world.end) break;
            lengths(random, exchange);
            exchange.time = time;
            exchange.session = world.newSession();
            exchange.prompt = prompt;
            send(world, account, exchange, random);
          }
        }
      }
    }
    return { items: items.length, labs };
  },
};
