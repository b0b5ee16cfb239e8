import { randomInt } from 'node:crypto';
import { mix32 } from '../facet/murmur3.js';

const SECRET = randomInt(2 ** 32); // no count depends on it

/** Facets that an owner number has room for; an owner is `account * OWNER_STRIDE + facet`. */
export const OWNER_STRIDE = 32;

/**
 * Counts by (owner, 64-bit value): an open-addressing hash table on flat arrays, 20 bytes a slot, at most 60 %
 * full. Insertion is O(1) expected, also for values that were chosen to collide: slots depend on a number drawn
 * for each process. So iteration order differs from run to run and is of no meaning; whoever reads it sorts.
 */
export class SparseCounts {
  private capacity = 1 << 16;
  private mask = this.capacity - 1;
  private ownerOf = new Uint32Array(this.capacity); // owner + 1; 0 is an empty slot
  private loOf = new Uint32Array(this.capacity);
  private hiOf = new Uint32Array(this.capacity);
  private countOf = new Float64Array(this.capacity);
  private used = 0;

  /** Distinct (owner, value) pairs held. */
  get size(): number {
    return this.used;
  }

  /** True when the next insertion of a new pair would make the table grow. */
  get full(): boolean {
    return this.used >= this.capacity * 0.6;
  }

  /** Adds `count` to a pair. Returns true when the pair is new. */
  add(owner: number, lo: number, hi: number, count: number): boolean {
    if (this.full) this.resize(this.capacity * 2);
    const { mask, ownerOf, loOf, hiOf } = this;
    const tag = owner + 1;
    let slot = mix32(mix32(lo ^ SECRET) ^ Math.imul(owner, 0x9e3779b1) ^ Math.imul(hi, 0xc2b2ae3d)) & mask;
    for (;;) {
      const there = ownerOf[slot]!;
      if (there === 0) break;
      if (there === tag && loOf[slot] === lo && hiOf[slot] === hi) {
        this.countOf[slot]! += count;
        return false;
      }
      slot = (slot + 1) & mask;
    }
    ownerOf[slot] = tag;
    loOf[slot] = lo;
    hiOf[slot] = hi;
    this.countOf[slot] = count;
    this.used++;
    return true;
  }

  forEach(visit: (owner: number, lo: number, hi: number, count: number) => void): void {
    for (let slot = 0; slot < this.capacity; slot++) {
      const tag = this.ownerOf[slot]!;
      if (tag !== 0) visit(tag - 1, this.loOf[slot]!, this.hiOf[slot]!, this.countOf[slot]!);
    }
  }

  /** Drops every pair that `keep` refuses. O(capacity). */
  retain(keep: (owner: number, lo: number, hi: number) => boolean): void {
    this.rebuild(this.capacity, keep);
  }

  private resize(capacity: number): void {
    this.rebuild(capacity, null);
  }

  private rebuild(capacity: number, keep: ((owner: number, lo: number, hi: number) => boolean) | null): void {
    const { ownerOf, loOf, hiOf, countOf } = this;
    this.capacity = capacity;
    this.mask = capacity - 1;
    this.ownerOf = new Uint32Array(capacity);
    this.loOf = new Uint32Array(capacity);
    this.hiOf = new Uint32Array(capacity);
    this.countOf = new Float64Array(capacity);
    this.used = 0;
    for (let slot = 0; slot < ownerOf.length; slot++) {
      const tag = ownerOf[slot]!;
      if (tag === 0) continue;
      const owner = tag - 1;
      if (keep !== null && !keep(owner, loOf[slot]!, hiOf[slot]!)) continue;
      this.add(owner, loOf[slot]!, hiOf[slot]!, countOf[slot]!);
    }
  }
}
