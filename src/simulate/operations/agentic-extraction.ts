import { arrivals } from '../arrivals.js';
import { clampLengths } from '../lengths.js';
import { memberVolumes, operationVolume, recruit, volume, work } from './crew.js';
import { Disguise } from './disguise.js';
import { someCards, someRoute } from './logistics.js';
import type { Operation } from './operation.js';

/** Trajectories of tool use: long and growing inputs, short answers, conversations of many turns, one task after another. */
export const agenticExtraction: Operation = {
  name: 'agentic-extraction',
  size: [60, 400],
  plant(world, group, size, random) {
    const shape = {
      input: random.lognormal(5_000, 0.4),
      inputSigma: random.between(0.3, 0.6),
      output: random.lognormal(140, 0.4),
      outputSigma: random.between(0.4, 0.8),
    };
    const disguise = new Disguise(world, shape, random);
    const route = someRoute(world, size, random, ['hosting', 'residential-proxies', 'sticky-proxies']);
    const cards = someCards(world, size, random, random.chance(0.6) ? 'batches' : 'own');
    const mean = volume(world, Math.min(120, operationVolume(random) * random.between(1.2, 2.5)));
    const budget = random.integer(12, 40); // turns at which a trajectory is given up
    const fitting = world.profiles.filter(({ input, output }) => input[16]! > 900 && output[16]! < 300);
    const members = memberVolumes(world, size, mean, random).map((perDay, n) => {
      const country = world.networks.country(random);
      const settings = {
        ...disguise.settings(random),
        namesSessions: random.chance(0.85),
        caching: random.between(0.6, 0.98),
      };
      const traits = {
        country,
        perDay,
        payment: cards.payments[n]!,
        egress: route.egress(country, random),
        profile: random.pick(fitting),
        settings,
      };
      return recruit(world, group, disguise, traits, random);
    });
    for (const member of members) {
      // An account that is to send little gives up sooner: one long trajectory would be more than its week.
      const most = member.perDay < 5 ? member.perDay * world.days : budget;
      const turns = Math.min(budget * 0.6, most);
      const tasks = Math.max(1, random.round((member.perDay * world.days) / turns));
      for (const begin of arrivals(tasks, member.rhythm, 0.9, member.from, member.to, world.start, random)) {
        const session = world.newSession();
        let context = 0;
        let time = begin;
        const length = Math.min(budget, 2 + Math.floor(random.exponential(turns)));
        for (let turn = 0; turn < length && time < world.end; turn++) {
          work(world, member, time, random, world.newPrompt(), (exchange) => {
            exchange.session = session;
            exchange.cached = Math.floor(context * member.account.settings.caching);
            exchange.input = context > 0 ? context + Math.ceil(exchange.input * 0.12) : exchange.input;
            exchange.tool = turn < length - 1 && random.chance(0.92);
            clampLengths(exchange);
            context = exchange.input + exchange.output;
          });
          time += 2_000 + random.lognormal(6_000, 0.8);
        }
      }
    }
    return { turnBudget: budget, route: route.style, payments: cards.style, perDay: mean };
  },
};
