import { memberVolumes, operationVolume, recruit, volume, work } from './crew.js';
import { Disguise, harvestShape } from './disguise.js';
import { dispatchCrew } from './dispatching.js';
import { someCards, someRoute } from './logistics.js';
import type { Operation } from './operation.js';

/** A proxy service whose accounts carry the traffic of genuine customers, with the extraction laid over it. */
export const resoldProxy: Operation = {
  name: 'resold-proxy',
  size: [40, 260],
  plant(world, group, size, random) {
    const disguise = new Disguise(world, harvestShape(random), random);
    const route = someRoute(world, size, random, ['hosting', 'residential-proxies', 'sticky-proxies']);
    const cards = someCards(world, size, random, 'batches');
    const mean = volume(world, operationVolume(random) * 1.4);
    const drawn = [random.between(0.3, 0.45), random.between(0.5, 0.7)] as const;
    const { mixing } = world.fixed;
    const [low, high] = mixing === undefined ? drawn : [mixing, mixing];
    const members = memberVolumes(world, size, mean, random).map((perDay, n) => {
      const country = world.networks.country(random);
      const extraction = random.between(low, high);
      const egress = route.egress(country, random);
      return recruit(
        world,
        group,
        disguise,
        { country, perDay, extraction, payment: cards.payments[n]!, egress },
        random,
      );
    });
    dispatchCrew(world, members, random, (time, member) => work(world, member, time, random));
    return { extractionLow: low, extractionHigh: high, route: route.style, cards: cards.cards, perDay: mean };
  },
};
