import { publicClient } from '../clients.js';
import { makeCustomer } from '../customer.js';
import { anyOf, homeLine, hostedAddresses, mixed } from '../egress.js';
import { officeRhythm } from '../rhythm.js';
import { mostly } from '../settings.js';
import { always } from '../weighted.js';
import { type LookAlike, liveAll, memberVolume } from './look-alike.js';

/** Remote staff in several countries who leave through the company's VPN and signed up one by one, mostly on expenses. */
export const corporateVpn: LookAlike = {
  name: 'corporate-vpn',
  size: [30, 180],
  plant(world, group, size, random) {
    const exits = hostedAddresses(world.networks, random.integer(1, 2), random.integer(1, 4), random);
    const companyCard = world.newPayment();
    const cardShare = random.between(0, 0.6);
    const agent = publicClient(world.agents, random, true);
    const mean = random.between(6, 25);
    const customers = Array.from({ length: size }, () => {
      const country = world.networks.country(random);
      return makeCustomer(world, random, {
        group,
        country,
        interactive: true,
        perDay: memberVolume(mean, random),
        identity: random.chance(cardShare) ? { payment: companyCard } : {},
        egress: mixed(anyOf(exits, 0.3), homeLine(world.networks, country, random), random.between(0, 0.35)),
        settings: random.chance(0.6)
          ? { clients: [{ from: world.start, agents: mostly(random, () => agent) }], temperature: always(-1) }
          : {},
        habit: random.chance(0.7)
          ? { rhythm: officeRhythm(country.zone, random.integer(7, 11), random.integer(16, 21), 0.1, random) }
          : {},
      });
    });
    liveAll(world, customers, random);
    return { exits: exits.length, companyCardShare: cardShare };
  },
};
