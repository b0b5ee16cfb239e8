import { makeCustomer } from '../customer.js';
import { anyOf, hostedAddresses } from '../egress.js';
import { ownLengths } from '../lengths.js';
import { replayedRhythm } from '../rhythm.js';
import { customerSettings } from '../settings.js';
import { live } from '../traffic.js';
import { type LookAlike, liveAll, memberVolume } from './look-alike.js';

/** Accounts of a gateway that resells access: each carries several real customers with nothing in common but the gateway. */
export const resellerCustomers: LookAlike = {
  name: 'reseller-customers',
  size: [30, 200],
  plant(world, group, size, random) {
    const servers = hostedAddresses(world.networks, random.integer(2, 6), random.integer(4, 24), random);
    const org = random.chance(0.5) ? world.newOrg() : -1;
    const payment = world.newPayment();
    const mean = random.between(8, 30);
    const customers = Array.from({ length: size }, () =>
      makeCustomer(world, random, {
        group,
        perDay: memberVolume(mean / 2, random),
        identity: org >= 0 ? { org, payment } : { payment },
        egress: anyOf(random.sample(servers, 4), 0.3),
      }),
    );
    liveAll(world, customers, random);
    for (const { account, habit } of customers) {
      for (let more = random.integer(1, 4); more > 0; more--) {
        const profile = random.pick(world.profiles);
        const tenant = { ...account, settings: customerSettings(world, random, random.chance(0.6)) };
        const own = {
          ...habit,
          lengths: ownLengths(profile, random),
          rhythm: replayedRhythm(profile, world.networks.country(random).zone, 0.3),
        };
        live(world, tenant, own, memberVolume(mean / 4, random) * world.days, random);
      }
    }
    return { servers: servers.length, oneOrganisation: org >= 0 };
  },
};
