import { memberVolumes, operationVolume, recruit, volume, work } from './crew.js';
import { Disguise, harvestShape } from './disguise.js';
import { dispatchCrew } from './dispatching.js';
import { someCards, someRoute, someStarts } from './logistics.js';
import type { Operation } from './operation.js';

/** One queue of unique prompts, dealt out to many accounts in turn. */
export const centralQueue: Operation = {
  name: 'central-queue',
  size: [300, 1_500],
  plant(world, group, size, random) {
    const disguise = new Disguise(world, harvestShape(random), random);
    const route = someRoute(world, size, random);
    const cards = someCards(world, size, random);
    const starts = someStarts(world, size, random);
    const mean = volume(world, operationVolume(random));
    const members = memberVolumes(world, size, mean, random).map((perDay, n) => {
      const country = world.networks.country(random);
      const traits = {
        country,
        perDay,
        payment: cards.payments[n]!,
        egress: route.egress(country, random),
        from: starts.from[n]!,
      };
      return recruit(world, group, disguise, traits, random);
    });
    dispatchCrew(world, members, random, (time, member) => work(world, member, time, random));
    return {
      route: route.style,
      payments: cards.style,
      cards: cards.cards,
      starts: starts.style,
      perDay: mean,
    };
  },
};
