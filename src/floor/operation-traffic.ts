import { CATALOGUE, facetIndex } from '../facet/catalogue.js';
import { halfOctaveFloor, MISSING_BIN } from '../facet/half-octave.js';
import { CELL_STRIDE } from '../facet/length-cell.js';
import { TICKS_PER_DAY, TICKS_PER_HOUR } from '../facet/tick.js';
import type { Random } from '../simulate/random.js';
import type { Disguise } from './grid.js';
import type { GroupMeans, PoolNetwork } from './group-means.js';
import type { Habit } from './habit.js';
import type { PlantedCounts } from './planted-counts.js';
import type { Population } from './population.js';
import { freshWords, type Renaming, type Words } from './renaming.js';

const FACET = {
  tick: facetIndex('tick'),
  length: facetIndex('length_cell'),
  cached: facetIndex('cached_share'),
  model: facetIndex('model'),
  modelDay: facetIndex('model_day'),
  session: facetIndex('session'),
  systemPrompt: facetIndex('system_prompt'),
  prompt: facetIndex('prompt'),
  network: facetIndex('network_day'),
  asn: facetIndex('asn'),
  country: facetIndex('country'),
};
/** An account has one value of each of these; what the donor has instead says only that it has any. */
export const OWN_FACETS = ['org', 'api_key', 'payment', 'device'].map(facetIndex);
const NO_HABIT = new Set([...Object.values(FACET), ...OWN_FACETS]);
/** Lengths, settings, outcomes, and whatever facet is added later. */
const HABITS = CATALOGUE.map((_, f) => f).filter((f) => f === FACET.length || !NO_HABIT.has(f));

/** Networks of the pool that an account uses on one day. */
const NETWORKS_A_DAY = 2;

/** An account at its work for the operation. */
export interface Worker {
  readonly disguise: Disguise;
  /** Where lengths and settings come from: one source for a plain group, its donor for a careful account. */
  readonly habit: Habit;
  readonly means: GroupMeans;
  /** Also gives the account its own values, see `OWN_FACETS`. */
  readonly renaming: Renaming;
}

/**
 * Adds an account's requests for the operation: every prompt new, so that the work is divided without overlap, over
 * the networks of the pool. Plain: spread evenly over the hours of the log, one request a session, nothing cached, the
 * group's own template. Careful: at hours of the day, in sessions and with templates as the donor has them.
 * O(requests × facets).
 */
export function addOperationTraffic(
  log: Population,
  counts: PlantedCounts,
  account: number,
  requests: number,
  worker: Worker,
  random: Random,
): void {
  const { has, table } = log;
  const { disguise, habit, means, renaming } = worker;
  const careful = disguise === 'careful';
  const add = (f: number, words: Words | null) => {
    if (has[f] && words !== null) counts.add(account, f, words[0], words[1], 1);
  };
  const renamed = (f: number, words: Words | null) => words && renaming.rename(f, words[0], words[1]);
  const turns = careful ? habit.perValue(FACET.session) : 1;
  const networksOn = new Map<number, PoolNetwork[]>();
  let session = freshWords(random);
  for (let n = 0; n < requests; n++) {
    const tick = careful ? tickLike(log, habit, random) : tickIn(log, random.pick(log.hours), random);
    const day = Math.floor(tick / TICKS_PER_DAY);
    add(FACET.tick, [tick, 0]);
    counts.addRequests(account, tick, 1);
    for (const f of HABITS) {
      const words = habit.draw(f, random);
      add(f, words);
      if (f === FACET.length && words !== null) {
        const input = table.fields.has('input_tokens') ? tokens(Math.floor(words[0] / CELL_STRIDE)) : 0;
        const output = table.fields.has('output_tokens') ? tokens(words[0] % CELL_STRIDE) : 0;
        counts.addTokens(account, input, output);
      }
    }
    add(FACET.cached, careful ? habit.draw(FACET.cached, random) : [0, 0]);
    const model = habit.draw(FACET.model, random);
    add(FACET.model, model);
    add(FACET.modelDay, model && [model[0], day & 0xffff]);
    for (const f of OWN_FACETS) add(f, renaming.rename(f, 0, 0));
    if (n > 0 && random.chance(1 / turns)) session = freshWords(random);
    add(FACET.session, session);
    add(
      FACET.systemPrompt,
      careful ? renamed(FACET.systemPrompt, habit.draw(FACET.systemPrompt, random)) : means.template,
    );
    add(FACET.prompt, freshWords(random));
    let networks = networksOn.get(day);
    if (networks === undefined) {
      networks = random.sample(means.pool, NETWORKS_A_DAY);
      networksOn.set(day, networks);
    }
    const { network, asn, country } = random.pick(networks);
    add(FACET.network, [network[0], (network[1] | (day & 0xffff)) >>> 0]);
    add(FACET.asn, asn);
    add(FACET.country, country);
  }
}

/** Some tick of an hour, within the log where that begins or ends in the hour. */
function tickIn({ ticks: [first, last] }: Population, hour: number, random: Random): number {
  const from = hour * TICKS_PER_HOUR;
  return random.integer(Math.max(from, first), Math.min(from + TICKS_PER_HOUR - 1, last));
}

/** A tick at an hour of the day at which the account works, on any day of the log. */
function tickLike(log: Population, habit: Habit, random: Random): number {
  const [tick] = habit.draw(FACET.tick, random)!; // every account has made a request
  return tickIn(log, random.pick(log.hoursAt[Math.floor(tick / TICKS_PER_HOUR) % 24]!), random);
}

/** Tokens in the middle of a half-octave bin; 0 where they are missing. */
function tokens(bin: number): number {
  return bin === MISSING_BIN ? 0 : Math.round(halfOctaveFloor(bin) * 2 ** 0.25);
}
