import { DAY, HOUR } from '../rhythm.js';
import { always } from '../weighted.js';
import { memberVolumes, operationVolume, recruit, volume, work } from './crew.js';
import { Disguise, harvestShape } from './disguise.js';
import { workApart } from './dispatching.js';
import { someCards, someRoute } from './logistics.js';
import type { Operation } from './operation.js';

/** The whole operation turns to a new model within a day of its release. */
export const releasePivot: Operation = {
  name: 'release-pivot',
  size: [80, 500],
  plant(world, group, size, random) {
    const disguise = new Disguise(world, harvestShape(random), random);
    const route = someRoute(world, size, random);
    const cards = someCards(world, size, random, random.chance(0.7) ? 'batches' : 'own');
    const mean = volume(world, operationVolume(random));
    const target = random.chance(0.7) ? 5 : 4;
    const share = random.between(0.5, 0.95);
    const begin = world.release + random.between(0.5, 5) * HOUR;
    const spread = [1, 8, 18][world.evasion - 1]! * HOUR;
    const members = memberVolumes(world, size, mean, random).map((perDay, n) => {
      const country = world.networks.country(random);
      const settings = disguise.settings(random);
      const movesAt = Math.min(world.release + DAY, begin + random.unit() * spread);
      const models = {
        ...settings.models,
        next: always(target),
        movesAt,
        ramp: 0,
        share: Math.min(1, share * random.between(0.85, 1.15)),
      };
      const egress = route.egress(country, random);
      return recruit(
        world,
        group,
        disguise,
        { country, perDay, payment: cards.payments[n]!, egress, settings: { ...settings, models } },
        random,
      );
    });
    workApart(world, members, random, (time, member) => work(world, member, time, random));
    return {
      hoursAfterRelease: (begin - world.release) / HOUR,
      spreadHours: spread / HOUR,
      share,
      route: route.style,
      payments: cards.style,
      perDay: mean,
    };
  },
};
