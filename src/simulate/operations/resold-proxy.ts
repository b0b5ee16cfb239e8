import { ownLengths } from '../lengths.js';
import { replayedRhythm } from '../rhythm.js';
import { customerSettings } from '../settings.js';
import { live } from '../traffic.js';
import { memberVolumes, operationVolume, recruit, work } from './crew.js';
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
    const mean = operationVolume(random) * 1.4;
    const [low, high] = [random.between(0.3, 0.45), random.between(0.5, 0.7)];
    const members = memberVolumes(world, size, mean, random).map((perDay, n) => {
      const country = world.networks.country(random);
      const share = random.between(low, high);
      const egress = route.egress(country, random);
      const member = recruit(
        world,
        group,
        disguise,
        { country, perDay: perDay * share, payment: cards.payments[n]!, egress },
        random,
      );
      for (let left = random.integer(1, 5), genuine = perDay * (1 - share); left > 0; left--) {
        const part = left === 1 ? genuine : genuine * random.between(0.2, 0.7);
        genuine -= part;
        const profile = random.pick(world.profiles);
        const interactive = random.chance(0.6);
        const tenant = { ...member.account, settings: customerSettings(world, random, interactive) };
        const habit = {
          rhythm: replayedRhythm(profile, world.networks.country(random).zone, 0.3),
          cv: Math.min(4, Math.max(0.25, profile.cv)),
          lengths: ownLengths(profile, random),
          turns: interactive ? random.between(1.2, 7) : 1,
          pause: random.lognormal(30_000, 0.5),
          from: world.start,
          to: world.end,
          repeats: 0.03,
          commonplaces: interactive ? random.between(0.01, 0.1) : 0,
        };
        live(world, tenant, habit, part * world.days, random);
      }
      return member;
    });
    dispatchCrew(world, members, random, (time, member) => work(world, member, time, random));
    return { extractionLow: low, extractionHigh: high, route: route.style, cards: cards.cards, perDay: mean };
  },
};
