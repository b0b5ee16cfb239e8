import { homeLine, mixed } from '../egress.js';
import { DAY, HOUR } from '../rhythm.js';
import { memberVolumes, operationVolume, recruit, volume, work } from './crew.js';
import { Disguise, harvestShape } from './disguise.js';
import { someCards, someRoute } from './logistics.js';
import type { Operation } from './operation.js';

/**
 * Workers in shifts round the clock, each with a set of accounts of which one at a time is in hand: an account rests
 * exactly while its worker uses another.
 */
export const shiftCover: Operation = {
  name: 'shift-cover',
  size: [40, 240],
  plant(world, group, size, random) {
    const { networks, days, evasion } = world;
    const disguise = new Disguise(world, harvestShape(random), random);
    const workers = Math.max(3, Math.round(size / random.integer(8, 16)));
    const cards = someCards(world, size, random, 'batches');
    const route = someRoute(world, size, random, ['sticky-proxies', 'hosting', 'vpn']);
    const home = networks.country(random);
    const desks = Array.from({ length: workers }, () => homeLine(networks, home, random));
    const leak = [0.9, 0.25, 0.12][evasion - 1]!; // share of requests straight from the worker's own line
    const mean = volume(world, operationVolume(random));
    const members = memberVolumes(world, size, mean, random).map((perDay, n) => {
      const country = networks.country(random);
      const egress = mixed(route.egress(country, random), desks[n % workers]!, leak);
      return recruit(
        world,
        group,
        disguise,
        { country, perDay, payment: cards.payments[n]!, egress },
        random,
      );
    });
    const shift = random.pick([6, 8, 12]) * HOUR;
    for (let worker = 0; worker < workers; worker++) {
      const own = members.filter((_, n) => n % workers === worker);
      const perDay = own.reduce((sum, member) => sum + member.perDay, 0);
      const gap = shift / perDay;
      const begin = ((worker * DAY) / workers) % DAY;
      for (let day = -1; day < days; day++) {
        let time = world.start + day * DAY + begin + random.between(-0.3, 0.3) * HOUR;
        const end = time + shift;
        while (time < end) {
          // The account whose turn it is: any below evasion 3, then one that its client's hours make likely.
          const hour = ((Math.floor((time - world.start) / HOUR) % 168) + 168) % 168;
          let member = random.pick(own);
          for (let tries = evasion === 3 ? 4 : 0; tries > 0; tries--) {
            const other = random.pick(own);
            if (other.rhythm[hour]! > member.rhythm[hour]!) member = other;
          }
          const stint = Math.min(end, time + random.between(10, 45) * 60_000);
          for (; time < stint; time += random.exponential(gap * 0.8) + gap * 0.2) {
            if (time >= world.start && time < world.end) work(world, member, time, random);
          }
        }
      }
    }
    return { workers, shiftHours: shift / HOUR, route: route.style, cards: cards.cards, perDay: mean };
  },
};
