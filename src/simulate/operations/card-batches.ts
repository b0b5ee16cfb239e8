import { memberVolumes, operationVolume, recruit, volume, work } from './crew.js';
import { Disguise, harvestShape } from './disguise.js';
import { dispatchCrew } from './dispatching.js';
import { someCards, someRoute, someStarts } from './logistics.js';
import type { Operation } from './operation.js';

/** A small operation on a drawer of cards, each good for a handful of accounts; some accounts share an organisation. */
export const cardBatches: Operation = {
  name: 'card-batches',
  size: [10, 80],
  plant(world, group, size, random) {
    const disguise = new Disguise(world, harvestShape(random), random);
    const route = someRoute(world, size, random, ['cloud', 'vpn', 'residential-proxies']);
    const cards = someCards(world, size, random, 'batches');
    const starts = someStarts(world, size, random);
    const mean = volume(world, Math.min(90, operationVolume(random) * 1.6));
    let org = world.newOrg();
    const members = memberVolumes(world, size, mean, random).map((perDay, n) => {
      const country = world.networks.country(random);
      if (random.chance(0.85)) org = world.newOrg();
      const traits = {
        country,
        perDay,
        org,
        payment: cards.payments[n]!,
        egress: route.egress(country, random),
        from: starts.from[n]!,
      };
      return recruit(world, group, disguise, traits, random);
    });
    dispatchCrew(world, members, random, (time, member) => work(world, member, time, random));
    return { cards: cards.cards, route: route.style, starts: starts.style, perDay: mean };
  },
};
