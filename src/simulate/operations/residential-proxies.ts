import { proxyPool, residentialPool } from '../egress.js';
import { HOUR } from '../rhythm.js';
import { memberVolumes, operationVolume, recruit, volume, work } from './crew.js';
import { Disguise, harvestShape } from './disguise.js';
import { workApart } from './dispatching.js';
import { someCards, someStarts } from './logistics.js';
import type { Operation } from './operation.js';

/** Every account leaves through a rented pool of household lines and changes line and country all the time. */
export const residentialProxies: Operation = {
  name: 'residential-proxies',
  size: [100, 800],
  plant(world, group, size, random) {
    const disguise = new Disguise(world, harvestShape(random), random);
    const poolSize = Math.ceil(size * random.between(1.5, 5));
    const pool = residentialPool(world.networks, poolSize, random);
    const hold = random.between(0.02, [0.3, 0.8, 2][world.evasion - 1]!) * HOUR;
    const cards = someCards(world, size, random);
    const starts = someStarts(world, size, random);
    const mean = volume(world, operationVolume(random));
    const members = memberVolumes(world, size, mean, random).map((perDay, n) => {
      const country = world.networks.country(random);
      const egress = proxyPool(pool, hold * random.between(0.7, 1.4));
      return recruit(
        world,
        group,
        disguise,
        { country, perDay, payment: cards.payments[n]!, egress, from: starts.from[n]! },
        random,
      );
    });
    workApart(world, members, random, (time, member) => work(world, member, time, random));
    return {
      pool: poolSize,
      holdMinutes: hold / 60_000,
      payments: cards.style,
      starts: starts.style,
      perDay: mean,
    };
  },
};
