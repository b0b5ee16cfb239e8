import type { Settings } from './account.js';
import { ownClient, publicClient } from './clients.js';
import { customerModels } from './models.js';
import type { Random } from './random.js';
import { always, type Weighted, weighted } from './weighted.js';
import type { World } from './world.js';

const COMMON_LIMITS = [
  1024, 4096, 2048, 8192, 4000, 1000, 512, 2000, 16000, 8000, 16384, 256, 32000, 300, 1500,
];
const COMMON_TEMPERATURES = [0, 70, 100, 20, 30, 50, 10, 80, 90, 60, 40, 1];

/** An output limit as callers set them: mostly a common one, at times an odd one, often none. */
export function someLimit(random: Random): number {
  const u = random.unit();
  if (u < 0.3) return -1;
  if (u < 0.93) return COMMON_LIMITS[random.rank(COMMON_LIMITS.length, 0.6)]!;
  return random.integer(3, 120) * 50;
}

/** A temperature, in hundredths. */
export function someTemperature(random: Random): number {
  const u = random.unit();
  if (u < 0.38) return -1;
  if (u < 0.95) return COMMON_TEMPERATURES[random.rank(COMMON_TEMPERATURES.length, 0.5)]!;
  return random.integer(1, 24) * 5;
}

/** One value for most requests, and in some accounts a second one. */
export function mostly(random: Random, value: () => number): Weighted<number> {
  if (random.chance(0.65)) return always(value());
  return weighted([
    [value(), random.between(0.6, 0.97)],
    [value(), random.between(0.05, 0.4)],
  ]);
}

/** What customers send as system prompts: nothing, a published one, or their own (some put the date into it). */
export function someSystemPrompts(world: World, random: Random): Weighted<number> {
  const u = random.unit();
  if (u < 0.28) return always(-1);
  if (u < 0.52) return always(world.publicSystemPrompt(random));
  if (u < 0.78) return always(world.newSystemPrompt());
  const several = Array.from({ length: random.integer(2, 9) }, (_, n) => {
    const prompt = random.chance(0.2) ? world.publicSystemPrompt(random) : world.newSystemPrompt();
    return [prompt, 1 / (n + 1)] as const;
  });
  return weighted(random.chance(0.3) ? [...several, [-1, 0.3]] : several);
}

/** User agents over time: three in ten accounts upgrade once in the week, some use two programs. */
export function someClients(world: World, random: Random, interactive: boolean): Settings['clients'] {
  const agent = () =>
    random.chance(0.03)
      ? -1
      : !interactive && random.chance(0.22)
        ? ownClient(world.agents, random)
        : publicClient(world.agents, random, random.chance(0.85) ? interactive : undefined);
  const clients = [{ from: world.start, agents: mostly(random, agent) }];
  if (random.chance(0.3))
    clients.push({ from: random.between(world.start, world.end), agents: mostly(random, agent) });
  return clients;
}

/** Settings of an unrelated customer: a person at an application, or a program. */
export function customerSettings(world: World, random: Random, interactive: boolean): Settings {
  return {
    models: customerModels(world.release, random),
    endpoint: random.rank(3, 0.8),
    clients: someClients(world, random, interactive),
    maxTokens: mostly(random, () => someLimit(random)),
    temperature: mostly(random, () => someTemperature(random)),
    streamShare: interactive ? random.between(0.6, 1) : random.chance(0.7) ? 0 : random.between(0.2, 1),
    namesSessions: random.chance(interactive ? 0.8 : 0.45),
    caching: random.chance(interactive ? 0.6 : 0.35) ? random.between(0.5, 0.98) : 0,
    systemPrompts: someSystemPrompts(world, random),
    toolShare: random.chance(0.3) ? random.between(0.02, 0.7) : 0,
    stopShare: random.chance(0.2) ? random.between(0.01, 0.4) : 0,
    errorShare: Math.min(0.3, random.lognormal(0.012, 1)),
  };
}
