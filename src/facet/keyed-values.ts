import { CATALOGUE, facetIndex } from './catalogue.js';
import { murmur3 } from './murmur3.js';
import { NETWORK_PREFIX, networkDay, UNSHOWN_NETWORK } from './network-day.js';
import { orderKey } from './order-key.js';
import { SipHash, type SipKey } from './siphash.js';

const MODEL = facetIndex('model');
const MODEL_DAY = facetIndex('model_day');
const NETWORK = facetIndex('network_day');
const ASN = facetIndex('asn');

/** Facets whose values come from text, so that a list of likely texts would tell what they are of. */
const FROM_TEXT = CATALOGUE.map(({ text }) => text !== undefined);

/** What keeps values of different facets apart: equal texts of two facets do not show as equal. */
const APART = CATALOGUE.map(({ name }) => apart(name));
const ROW = apart('stillhunt row');

function apart(name: string): number {
  const bytes = new TextEncoder().encode(name);
  return murmur3(bytes, bytes.length);
}

/**
 * Values of facets under a key. What comes from text is an unkeyed hash, or an address of which there are few: whoever
 * tries likely texts finds out what it is of. Under the key it is a hash that tells nothing without it (SipHash-2-4). Equal
 * values stay equal, days stay with networks and models, and a model has the same low word in both of its facets. Numbers,
 * times and lengths stay as they are, and so do numbers of autonomous systems.
 */
export class KeyedValues {
  /** The value made last. */
  lo = 0;
  hi = 0;
  private readonly sip: SipHash;

  constructor(key: SipKey) {
    this.sip = new SipHash(key);
  }

  /** Makes the value that stands for one of a facet. */
  make(facet: number, lo: number, hi: number): void {
    const { sip } = this;
    this.lo = lo;
    this.hi = hi;
    if (!isKeyed(facet, hi)) return;
    if (facet === NETWORK) {
      sip.hash(lo, (hi & NETWORK_PREFIX) >>> 0, APART[NETWORK]!);
      this.lo = sip.lo;
      this.hi = (UNSHOWN_NETWORK | (sip.hi & 0x7fff0000) | networkDay(hi)) >>> 0;
    } else if (facet === MODEL || facet === MODEL_DAY) {
      if (facet === MODEL) {
        sip.hash(lo, hi, APART[MODEL]!);
        this.hi = sip.hi;
      }
      sip.hash(lo, 0, APART[MODEL_DAY]!);
      this.lo = sip.lo;
    } else {
      sip.hash(lo, hi, APART[facet]!);
      this.lo = sip.lo;
      this.hi = facet === ASN ? (sip.hi | 1) >>> 0 : sip.hi; // with a high word of 0 it would be a number
    }
  }

  /** The order in which an account's distinct values are kept: that of the values that stand for them, see `orderKey`. */
  readonly order = (facet: number, lo: number, hi: number): number => {
    this.make(facet, lo, hi);
    return orderKey(this.lo, this.hi);
  };

  /** The hash, 53 bits, that stands for the hash of a row, see `rowHash`. */
  readonly row = (hash: number): number => {
    const { sip } = this;
    sip.hash((hash % 0x1_0000_0000) | 0, Math.floor(hash / 0x1_0000_0000), ROW);
    return sip.lo * 0x20_0000 + (sip.hi >>> 11);
  };
}

/** Whether another value stands for this one of a facet. */
export function isKeyed(facet: number, hi: number): boolean {
  return FROM_TEXT[facet]! && !(facet === ASN && hi === 0);
}
