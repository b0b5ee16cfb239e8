import { facetIndex } from '../facet/catalogue.js';
import { valueKey } from '../fingerprint/index.js';
import type { Random } from '../simulate/random.js';
import { identityHigh, type PublicValues, SHAREABLE } from './public-values.js';

/** A 64-bit value as two unsigned words, low first. */
export type Words = readonly [lo: number, hi: number];

/**
 * A value that is new to the log: 64 random bits, so that one of a billion values of a log is met once in ten thousand
 * million draws.
 */
export function freshWords(random: Random): Words {
  return [random.integer(0, 0xffffffff), random.integer(0, 0xffffffff)];
}

/** A network that is new to the log, with the day's bits clear: an IPv6 one, of which there are enough. */
export function freshNetwork(random: Random): Words {
  const [lo, hi] = freshWords(random);
  return [lo, (0x80000000 | (hi & 0x7fff0000)) >>> 0];
}

const DAY_BITS = 0xffff;

/**
 * Makes a planted account nobody's double: what identifies its donor gets a new value, the same for the same, and what
 * is in general use stays. Habits are no identity.
 */
export class Renaming {
  private readonly known = new Map<string, Words>();

  /** `own`: the account's one value of a facet, by the facet's number. */
  constructor(
    private readonly random: Random,
    private readonly publics: PublicValues,
    private readonly own: ReadonlyMap<number, Words>,
  ) {}

  /** The value that the account has in place of the donor's. */
  rename(facet: number, lo: number, hi: number): Words {
    const own = this.own.get(facet);
    if (own !== undefined) return own;
    if (!RENAMED.has(facet)) return [lo, hi];
    const key = valueKey(lo, identityHigh(facet, hi));
    if (this.publics.get(facet)?.has(key) === true) return [lo, hi];
    let words = this.known.get(`${facet}/${key}`);
    if (words === undefined) {
      words = facet === NETWORK ? freshNetwork(this.random) : freshWords(this.random);
      this.known.set(`${facet}/${key}`, words);
    }
    return facet === NETWORK ? [words[0], (words[1] | (hi & DAY_BITS)) >>> 0] : words;
  }
}

const NETWORK = facetIndex('network_day');
const RENAMED = new Set([...SHAREABLE, 'session'].map(facetIndex));
