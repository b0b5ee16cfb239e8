import { DAY, HOUR } from '../rhythm.js';
import { type Member, memberVolumes, operationVolume, recruit, volume, work } from './crew.js';
import { Disguise, harvestShape } from './disguise.js';
import { dispatchCrew } from './dispatching.js';
import { someCards, someRoute } from './logistics.js';
import type { Operation } from './operation.js';

/** Accounts get lost, some one by one and some in sweeps; a new one takes over the slot: its work, its exit, its persona. */
export const handOver: Operation = {
  name: 'hand-over',
  size: [60, 400],
  plant(world, group, size, random) {
    const disguise = new Disguise(world, harvestShape(random), random);
    const life = random.between(0.25, 0.5) * (world.end - world.start);
    const slots = Math.max(3, Math.round(size / (1 + (world.end - world.start) / life)));
    const route = someRoute(world, slots, random, ['hosting', 'sticky-proxies', 'cloud']);
    const cards = someCards(world, size, random);
    const delay = [0.5, 3, 8][world.evasion - 1]! * HOUR;
    const sweeps = Array.from({ length: random.integer(1, 2) }, () =>
      random.between(world.start + DAY / 2, world.end),
    );
    const mean = volume(world, operationVolume(random));
    const volumes = memberVolumes(world, slots, mean, random);
    const members: Member[] = [];
    let losses = 0;
    // A slot is worth filling again only when its persona is awake on most days.
    const awake = world.profiles.filter(({ rhythm }) => rhythm.filter((share) => share > 0).length > 84);
    const seats = volumes.map((perDay) => {
      const country = world.networks.country(random);
      return {
        perDay,
        country,
        egress: route.egress(country, random),
        profile: random.pick(awake),
        settings: disguise.settings(random),
        free: world.start,
      };
    });
    // The seat that is free first is filled first, until the accounts are used up.
    while (members.length < size) {
      const seat = seats.reduce((first, other) => (other.free < first.free ? other : first));
      if (seat.free >= world.end - HOUR) break;
      const from = seat.free;
      const sweep = sweeps.find((time) => time > from + 2 * HOUR);
      const lost = from + 3 * HOUR + random.exponential(life);
      const to = sweep !== undefined && sweep < lost && random.chance(0.5) ? sweep : lost;
      const traits = { ...seat, payment: cards.payments[members.length]!, from, to: Math.min(to, world.end) };
      members.push(recruit(world, group, disguise, traits, random));
      if (to < world.end) losses++;
      seat.free = to + random.exponential(delay);
    }
    dispatchCrew(world, members, random, (time, member) => {
      if (time >= member.from && time < member.to) work(world, member, time, random);
    });
    return { slots, losses, route: route.style, payments: cards.style, perDay: mean };
  },
};
