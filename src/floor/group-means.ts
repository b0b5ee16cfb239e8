import { facetIndex } from '../facet/catalogue.js';
import type { Random } from '../simulate/random.js';
import { Habit } from './habit.js';
import type { PlannedGroup } from './plan.js';
import type { Population } from './population.js';
import { freshNetwork, freshWords, type Words } from './renaming.js';

/** A network of the group's pool, in a system and a country that some account of the log is in. */
export interface PoolNetwork {
  readonly network: Words;
  readonly asn: Words | null;
  readonly country: Words | null;
}

/** What the accounts of one planted group share. */
export interface GroupMeans {
  readonly pool: readonly PoolNetwork[];
  /** One for each account; each serves a handful of them. */
  readonly payments: readonly Words[];
  /** The system prompt of a plain group. */
  readonly template: Words;
}

/** Networks of a pool: one for two accounts, and never so few that they are one common exit. */
const FEWEST_NETWORKS = 6;
const ACCOUNTS_PER_NETWORK = 2;
/** Accounts that one payment serves, both ends inclusive. */
const HANDFUL = [3, 6] as const;

export function groupMeans(log: Population, group: PlannedGroup, random: Random): GroupMeans {
  const size = group.accounts.length;
  const networks = Math.max(FEWEST_NETWORKS, Math.ceil(size / ACCOUNTS_PER_NETWORK));
  const payments: Words[] = [];
  while (payments.length < size) {
    const payment = freshWords(random);
    for (let n = random.integer(...HANDFUL); n > 0 && payments.length < size; n--) payments.push(payment);
  }
  return {
    pool: Array.from({ length: networks }, () => {
      const there = new Habit(log.table, random.pick(log.donors));
      return {
        network: freshNetwork(random),
        asn: there.draw(facetIndex('asn'), random),
        country: there.draw(facetIndex('country'), random),
      };
    }),
    payments,
    template: freshWords(random),
  };
}
