import { type Customer, makeCustomer } from '../customer.js';
import { cloudEgress } from '../egress.js';
import { lognormalLengths } from '../lengths.js';
import type { Random } from '../random.js';
import { HOUR, normalised, steadyRhythm } from '../rhythm.js';
import { always } from '../weighted.js';
import type { World } from '../world.js';

/** One account of a program that runs by itself: extraction of fields, translation, watching, or a nightly report. */
export function makeMachine(world: World, random: Random): Customer {
  const egress = cloudEgress(world.networks, random);
  const prompt = always(random.chance(0.2) ? world.publicSystemPrompt(random) : world.newSystemPrompt());
  const common = { interactive: false, egress };
  const rhythm = steadyRhythm(random.between(0.02, 0.4), random);
  const u = random.unit();
  if (u < 0.4) {
    // Fields out of documents: long in, short out, single questions.
    return makeCustomer(world, random, {
      ...common,
      perDay: Math.min(1_500, random.lognormal(60, 1)),
      settings: { systemPrompts: prompt, temperature: always(0), stopShare: 0 },
      habit: {
        rhythm,
        cv: random.between(0.3, 2.5),
        turns: 1,
        lengths: lognormalLengths(
          random.lognormal(1_500, 0.7),
          random.between(0.2, 0.8),
          random.lognormal(90, 0.7),
          0.5,
        ),
      },
    });
  }
  if (u < 0.75) {
    // Translation, summaries, product texts: single questions with long answers, all day.
    return makeCustomer(world, random, {
      ...common,
      perDay: Math.min(900, random.lognormal(45, 0.9)),
      settings: { systemPrompts: prompt },
      habit: {
        rhythm,
        cv: random.between(0.2, 1.5),
        turns: 1,
        lengths: lognormalLengths(
          random.lognormal(900, 0.6),
          random.between(0.2, 0.7),
          random.lognormal(1_100, 0.5),
          random.between(0.2, 0.6),
        ),
      },
    });
  }
  if (u < 0.88) {
    // A probe every few minutes with the same few questions.
    return makeCustomer(world, random, {
      ...common,
      perDay: (24 * 60) / random.pick([5, 10, 15, 30, 60]),
      settings: { systemPrompts: always(-1), maxTokens: always(random.pick([1, 5, 16, 64])) },
      habit: {
        rhythm: normalised(new Float64Array(168).fill(1)),
        cv: 0.03,
        turns: 1,
        lengths: lognormalLengths(random.lognormal(30, 0.5), 0.02, random.lognormal(20, 0.5), 0.4),
        fixedPrompts: Array.from({ length: random.integer(1, 5) }, () => world.newPrompt()),
      },
    });
  }
  // A job at a fixed hour of the night.
  const hour = random.integer(0, 23);
  const nightly = new Float64Array(168);
  for (let day = 0; day < 7; day++) {
    nightly[day * 24 + hour] = 1;
    nightly[(day * 24 + hour + 1) % 168] = random.between(0, 0.6);
  }
  return makeCustomer(world, random, {
    ...common,
    perDay: Math.min(600, random.lognormal(40, 0.8)),
    settings: { systemPrompts: prompt },
    habit: { rhythm: normalised(nightly), cv: random.between(0.6, 2), turns: 1, pause: HOUR / 600 },
  });
}
