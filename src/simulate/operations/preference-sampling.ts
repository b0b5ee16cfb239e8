import { memberVolumes, operationVolume, recruit, volume, work } from './crew.js';
import { Disguise, harvestShape } from './disguise.js';
import { dispatchCrew } from './dispatching.js';
import { someCards, someRoute } from './logistics.js';
import type { Operation } from './operation.js';

/** Each prompt is answered exactly k times, by different accounts, so that answers can be ranked against each other. */
export const preferenceSampling: Operation = {
  name: 'preference-sampling',
  size: [30, 240],
  plant(world, group, size, random) {
    const disguise = new Disguise(world, harvestShape(random), random);
    const route = someRoute(world, size, random);
    const cards = someCards(world, size, random);
    const mean = volume(world, operationVolume(random));
    // Few accounts cannot give many answers to one prompt, each by another.
    const multiplicity = Math.min(random.pick([3, 4, 4, 5, 6, 8]), Math.floor(size / 2));
    const members = memberVolumes(world, size, mean, random).map((perDay, n) => {
      const country = world.networks.country(random);
      return recruit(
        world,
        group,
        disguise,
        { country, perDay, payment: cards.payments[n]!, egress: route.egress(country, random) },
        random,
      );
    });
    // Prompts that still lack answers; a careful operator keeps many open, so that the answers lie hours apart.
    const breadth = Math.ceil([2, size / 2, size * 2][world.evasion - 1]!);
    const open: { prompt: number; asked: number[] }[] = [];
    dispatchCrew(world, members, random, (time, member) => {
      while (open.length < breadth) open.push({ prompt: world.newPrompt(), asked: [] });
      let at = random.integer(0, breadth - 1);
      for (let tries = 0; tries < 8 && open[at]!.asked.includes(member.account.id); tries++)
        at = random.integer(0, breadth - 1);
      const job = open[at]!;
      job.asked.push(member.account.id);
      if (job.asked.length === multiplicity) open[at] = { prompt: world.newPrompt(), asked: [] };
      work(world, member, time, random, job.prompt);
    });
    return { multiplicity, open: breadth, route: route.style, payments: cards.style, perDay: mean };
  },
};
