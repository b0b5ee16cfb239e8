import type { Account } from './account.js';
import { arrivals } from './arrivals.js';
import { newExchange, send } from './exchange.js';
import { clampLengths, type LengthSource } from './lengths.js';
import type { Random } from './random.js';
import type { Rhythm } from './rhythm.js';
import type { World } from './world.js';

/** When and with what an account works, of its own accord. */
export interface Habit {
  readonly rhythm: Rhythm;
  /** Coefficient of variation of the gaps between conversations; 1 is Poisson-like. */
  readonly cv: number;
  readonly lengths: LengthSource;
  /** Mean turns of a conversation; 1 for single questions. */
  readonly turns: number;
  /** Median pause between turns, milliseconds. */
  readonly pause: number;
  /** Milliseconds since the epoch: first and last moment of the account, end exclusive. */
  readonly from: number;
  readonly to: number;
  /** Share of prompts that repeat one of the account's own, and that are prompts which many people send. */
  readonly repeats: number;
  readonly commonplaces: number;
  /** Own prompts that are sent over and over; empty for none. */
  readonly fixedPrompts?: readonly number[];
}

/**
 * Lets an account send about `requests` requests (at least one) by its habit. Conversations carry their context
 * along: each turn's input is the whole conversation so far, part of it served from the cache.
 */
export function live(world: World, account: Account, habit: Habit, requests: number, random: Random): void {
  const wanted = Math.max(1, Math.round(requests));
  const starts = arrivals(
    Math.max(1, Math.round(wanted / habit.turns)),
    habit.rhythm,
    habit.cv,
    habit.from,
    habit.to,
    world.start,
    random,
  );
  const exchange = newExchange();
  const recent: number[] = [];
  let sent = 0;
  for (let i = 0; i < starts.length && sent < wanted; i++) {
    exchange.time = starts[i]!;
    exchange.session = world.newSession();
    exchange.cached = 0;
    let context = 0;
    const turns = habit.turns <= 1 ? 1 : Math.min(80, 1 + Math.floor(random.exponential(habit.turns - 0.5)));
    for (let turn = 0; turn < turns && exchange.time < habit.to && sent < wanted; turn++) {
      habit.lengths(random, exchange);
      const fresh = turn === 0 ? exchange.input : Math.ceil(exchange.input * 0.25);
      exchange.cached = Math.floor(context * account.settings.caching);
      exchange.input = context + fresh;
      clampLengths(exchange);
      exchange.prompt = choosePrompt(world, habit, recent, random);
      send(world, account, exchange, random);
      sent++;
      context = Math.min(150_000, exchange.input + exchange.output);
      exchange.time += exchange.output * 12 + random.lognormal(habit.pause, 0.9);
    }
  }
}

function choosePrompt(world: World, habit: Habit, recent: number[], random: Random): number {
  if (habit.fixedPrompts && habit.fixedPrompts.length > 0) return random.pick(habit.fixedPrompts);
  const u = random.unit();
  if (u < habit.commonplaces) return world.publicPrompt(random);
  if (u < habit.commonplaces + habit.repeats && recent.length > 0) return random.pick(recent);
  const prompt = world.newPrompt();
  if (recent.length < 12) recent.push(prompt);
  else recent[random.integer(0, 11)] = prompt;
  return prompt;
}
