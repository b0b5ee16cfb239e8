import { publicClient } from '../clients.js';
import { makeCustomer } from '../customer.js';
import { cloudEgress } from '../egress.js';
import { normalised } from '../rhythm.js';
import { always } from '../weighted.js';
import { type LookAlike, liveAll, memberVolume } from './look-alike.js';

/** Unrelated customers whose jobs start at the same full hour of the night, many from the same scheduler. */
export const nightlyJobs: LookAlike = {
  name: 'nightly-jobs',
  size: [15, 120],
  plant(world, group, size, random) {
    const hour = random.pick([0, 1, 2, 3, 4, 22]);
    const agent = publicClient(world.agents, random, false);
    const mean = random.between(20, 60);
    const customers = Array.from({ length: size }, () => {
      const rhythm = new Float64Array(168);
      const length = random.integer(1, 3);
      for (let day = 0; day < 7; day++)
        for (let n = 0; n < length; n++) rhythm[(day * 24 + hour + n) % 168] = 1 / (n + 1);
      return makeCustomer(world, random, {
        group,
        interactive: false,
        perDay: memberVolume(mean, random),
        egress: cloudEgress(world.networks, random),
        settings: random.chance(0.6) ? { clients: [{ from: world.start, agents: always(agent) }] } : {},
        habit: {
          rhythm: normalised(rhythm),
          cv: random.between(0.4, 1.5),
          turns: 1,
          from: world.start,
          to: world.end,
        },
      });
    });
    liveAll(world, customers, random);
    return { hourUtc: hour };
  },
};
