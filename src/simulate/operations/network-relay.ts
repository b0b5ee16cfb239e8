import type { Egress } from '../egress.js';
import { HOUR } from '../rhythm.js';
import { memberVolumes, operationVolume, recruit, volume, work } from './crew.js';
import { Disguise, harvestShape } from './disguise.js';
import { workApart } from './dispatching.js';
import { someCards } from './logistics.js';
import type { Operation } from './operation.js';

/** Networks go from hand to hand: at any time a few accounts share one, and at the next turn others have it. */
export const networkRelay: Operation = {
  name: 'network-relay',
  size: [60, 360],
  plant(world, group, size, random) {
    const { networks } = world;
    const disguise = new Disguise(world, harvestShape(random), random);
    const cards = someCards(world, size, random, 'own');
    const mean = volume(world, operationVolume(random));
    const together = random.integer(2, 4);
    const hold = random.between(5, 30) * HOUR;
    const count = Math.max(3, Math.ceil((size / together) * random.between(1, 1.5)));
    const nets = Array.from({ length: count }, () => {
      const household = random.chance(0.5);
      const carrier = household
        ? networks.homeCarrier(networks.country(random).code, random)
        : random.pick(networks.hosters);
      const prefix = networks.prefix(carrier, random);
      return Array.from({ length: 3 }, () => networks.addressIn(prefix, carrier, random));
    });
    // A stride coprime with the number of networks visits all of them before it repeats.
    let stride = random.integer(1, count - 1);
    const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
    while (divisor(stride, count) !== 1) stride = (stride % (count - 1)) + 1;
    const relay =
      (place: number, phase: number): Egress =>
      (time, r) => {
        const turn = Math.floor((time - world.start) / hold + phase);
        return r.pick(nets[(place + turn * stride + count) % count]!);
      };
    const members = memberVolumes(world, size, mean, random).map((perDay, n) => {
      const country = networks.country(random);
      const egress = relay(Math.floor(n / together), random.unit() * 0.2);
      return recruit(
        world,
        group,
        disguise,
        { country, perDay, payment: cards.payments[n]!, egress },
        random,
      );
    });
    workApart(world, members, random, (time, member) => work(world, member, time, random));
    return { networks: count, together, holdHours: hold / HOUR, perDay: mean };
  },
};
