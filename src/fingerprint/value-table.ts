import { mix32 } from '../facet/murmur3.js';

const FIRST = 64; // values; a power of two

/** Numbers values of one facet in order of arrival: an open-addressing table. Expected O(1) a look-up. */
export class ValueTable {
  size = 0;
  lo = new Uint32Array(FIRST);
  hi = new Uint32Array(FIRST);
  private slots = new Int32Array(FIRST * 2); // number plus 1
  private mask = FIRST * 2 - 1;

  /** Number of a value; -1 where it is not held. */
  find(lo: number, hi: number): number {
    return this.slots[this.slotOf(lo, hi)]! - 1;
  }

  /** Number of a value, which is the last one where it was not held. */
  enter(lo: number, hi: number): number {
    const slot = this.slotOf(lo, hi);
    const known = this.slots[slot]! - 1;
    if (known !== -1) return known;
    if (this.size === this.lo.length) {
      this.grow();
      return this.enter(lo, hi);
    }
    this.lo[this.size] = lo;
    this.hi[this.size] = hi;
    this.slots[slot] = ++this.size;
    return this.size - 1;
  }

  /** Numbers by value. */
  inOrder(): Uint32Array {
    const { lo, hi } = this;
    return Uint32Array.from({ length: this.size }, (_, n) => n).sort(
      (x, y) => lo[x]! - lo[y]! || hi[x]! - hi[y]!,
    );
  }

  /** The slot of a value, or the free one where it would go. */
  private slotOf(lo: number, hi: number): number {
    let slot = mix32(lo ^ Math.imul(hi, 0x9e3779b1)) & this.mask;
    for (;;) {
      const at = this.slots[slot]! - 1;
      if (at === -1 || (this.lo[at] === lo && this.hi[at] === hi)) return slot;
      slot = (slot + 1) & this.mask;
    }
  }

  private grow(): void {
    const { lo, hi, size } = this;
    this.lo = new Uint32Array(size * 2);
    this.hi = new Uint32Array(size * 2);
    this.lo.set(lo);
    this.hi.set(hi);
    this.slots = new Int32Array(size * 4);
    this.mask = size * 4 - 1;
    for (let n = 0; n < size; n++) this.slots[this.slotOf(lo[n]!, hi[n]!)] = n + 1;
  }
}
