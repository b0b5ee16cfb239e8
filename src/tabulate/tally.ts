import { randomInt } from 'node:crypto';
import { CATALOGUE } from '../facet/catalogue.js';
import { mix32 } from '../facet/murmur3.js';
import { plainOrder, type ValueOrder } from '../facet/order-key.js';
import { kthSmallest, sortShort } from '../fingerprint/select.js';
import { ENTRY_WORDS } from '../fingerprint/sorted-run.js';

const KEEP = Float64Array.from(CATALOGUE, ({ keep }) => keep ?? Number.POSITIVE_INFINITY);
const SECRET = randomInt(2 ** 32); // no count depends on it

/** Values up to which they are looked for one by one. */
const FEW = 16;
/** Values that can be told apart in one sort key, beside 32 bits of value. */
export const MOST_VALUES = 1 << 21;

/** Counts of the distinct values that one account has of one facet, in reused memory. */
export class Tally {
  /** Distinct values so far. */
  size = 0;
  lo = new Uint32Array(64);
  hi = new Uint32Array(64);
  count = new Uint32Array(64);
  /** Where the cell that a value was first met in stands; for the caller. */
  from = new Int32Array(64);
  length = new Int32Array(64);
  private keys = new Float64Array(64);
  private scratch = new Float64Array(64);
  private slots = new Int32Array(256); // entry plus 1; cleared after each use
  private mask = 0; // slots in use, less 1
  private hashed = false;
  private most = 0;

  /** @param order by which values are kept */
  constructor(private readonly order: ValueOrder = plainOrder) {}

  /** Starts anew, for at most `most` distinct values. */
  begin(most: number): void {
    if (this.hashed) this.slots.fill(0, 0, this.mask + 1);
    this.size = 0;
    this.hashed = false;
    this.most = most;
    if (most > this.lo.length) {
      const room = most * 2;
      this.lo = new Uint32Array(room);
      this.hi = new Uint32Array(room);
      this.count = new Uint32Array(room);
      this.from = new Int32Array(room);
      this.length = new Int32Array(room);
      this.keys = new Float64Array(room);
      this.scratch = new Float64Array(room);
    }
  }

  /** Counts a value once more; gives its entry, which is the last one where the value is new. */
  add(lo: number, hi: number): number {
    const { lo: los, hi: his } = this;
    if (this.hashed) return this.addHashed(lo, hi);
    for (let e = this.size - 1; e >= 0; e--) {
      if (los[e] === lo && his[e] === hi) {
        this.count[e]!++;
        return e;
      }
    }
    if (this.size < FEW) return this.enter(lo, hi);
    this.hash();
    return this.addHashed(lo, hi);
  }

  /** Makes the table of what there is. */
  private hash(): void {
    let slots = 64;
    while (slots < this.most * 2) slots *= 2;
    if (this.slots.length < slots) this.slots = new Int32Array(slots);
    this.mask = slots - 1;
    this.hashed = true;
    for (let entry = 0; entry < this.size; entry++) {
      let slot = this.slotOf(this.lo[entry]!, this.hi[entry]!);
      while (this.slots[slot] !== 0) slot = (slot + 1) & this.mask;
      this.slots[slot] = entry + 1;
    }
  }

  private slotOf(lo: number, hi: number): number {
    return mix32(mix32(lo ^ SECRET) ^ Math.imul(hi, 0xc2b2ae35)) & this.mask;
  }

  private addHashed(lo: number, hi: number): number {
    const { slots, lo: los, hi: his } = this;
    const { mask } = this;
    let slot = this.slotOf(lo, hi);
    for (;;) {
      const entry = slots[slot]! - 1;
      if (entry < 0) break;
      if (los[entry] === lo && his[entry] === hi) {
        this.count[entry]!++;
        return entry;
      }
      slot = (slot + 1) & mask;
    }
    slots[slot] = this.size + 1;
    return this.enter(lo, hi);
  }

  private enter(lo: number, hi: number): number {
    const entry = this.size++;
    this.lo[entry] = lo;
    this.hi[entry] = hi;
    this.count[entry] = 1;
    return entry;
  }

  /** Writes the entries that the facet keeps, in order, as a run has them; gives their number. */
  write(facet: number, out: Uint32Array): number {
    const { lo, hi, count, keys, order } = this;
    const wide = ENTRY_WORDS[facet] === 3;
    if (this.size === 1) {
      let to = 0;
      out[to++] = lo[0]!;
      if (wide) out[to++] = hi[0]!;
      out[to] = count[0]!;
      return 1;
    }
    const limit = this.size > KEEP[facet]! ? this.limit(facet) : Number.POSITIVE_INFINITY;
    let kept = 0;
    for (let e = 0; e < this.size; e++) {
      if (limit === Number.POSITIVE_INFINITY || order(facet, lo[e]!, hi[e]!) <= limit)
        keys[kept++] = lo[e]! * MOST_VALUES + e;
    }
    sortShort(keys, kept);
    let to = 0;
    let last = -1; // low word before
    for (let n = 0; n < kept; n++) {
      const key = keys[n]!;
      const low = Math.floor(key / MOST_VALUES);
      const e = key - low * MOST_VALUES;
      if (!wide) {
        out[to++] = low;
        out[to++] = count[e]!;
        continue;
      }
      // Among equal low words the high one decides; days, which most of these are, come nearly in order.
      let place = to;
      if (low === last) {
        while (place > 0 && out[place - 3] === low && out[place - 2]! > hi[e]!) place -= 3;
        out.copyWithin(place + 3, place, to);
      }
      last = low;
      out[place] = low;
      out[place + 1] = hi[e]!;
      out[place + 2] = count[e]!;
      to += 3;
    }
    return kept;
  }

  private limit(facet: number): number {
    const { lo, hi, scratch, order } = this;
    for (let e = 0; e < this.size; e++) scratch[e] = order(facet, lo[e]!, hi[e]!);
    return kthSmallest(scratch, this.size, KEEP[facet]!);
  }
}
