import { mix32 } from '../facet/murmur3.js';
import { type FacetEntries, valueKey } from './facet-table.js';
import type { ShardTexts } from './shard.js';
import { keptText } from './value-texts.js';

/**
 * The texts of the values that are held, by `valueKey` in order; of several texts of one value the smallest. O(entries +
 * texts · log texts).
 */
export function heldTexts({ lo, hi }: FacetEntries, parts: readonly ShardTexts[]): Map<string, string> {
  const most = parts.reduce((n, { text }) => n + text.length, 0);
  if (most === 0) return new Map();
  const values = new ValueTable(most);
  const texts: string[] = [];
  for (const part of parts) {
    for (let n = 0; n < part.text.length; n++) {
      const text = keptText(part.text[n]!);
      const at = values.enter(part.lo[n]!, part.hi[n]!);
      const known = texts[at];
      if (known === undefined || text < known) texts[at] = text;
    }
  }
  const held = new Uint8Array(values.size);
  for (let e = 0; e < lo.length; e++) {
    const at = values.find(lo[e]!, hi[e]!);
    if (at !== -1) held[at] = 1;
  }
  const order = Uint32Array.from(values.inOrder()).filter((at) => held[at] === 1);
  return new Map(Array.from(order, (at) => [valueKey(values.lo[at]!, values.hi[at]!), texts[at]!]));
}

/** Numbers values in order of arrival: an open-addressing table. */
class ValueTable {
  size = 0;
  readonly lo: Uint32Array;
  readonly hi: Uint32Array;
  private readonly slots: Int32Array; // number plus 1
  private readonly mask: number;

  constructor(most: number) {
    this.lo = new Uint32Array(most);
    this.hi = new Uint32Array(most);
    let slots = 16;
    while (slots < most * 2) slots *= 2;
    this.slots = new Int32Array(slots);
    this.mask = slots - 1;
  }

  find(lo: number, hi: number): number {
    return this.slots[this.slotOf(lo, hi)]! - 1;
  }

  enter(lo: number, hi: number): number {
    const slot = this.slotOf(lo, hi);
    if (this.slots[slot] === 0) {
      this.lo[this.size] = lo;
      this.hi[this.size] = hi;
      this.slots[slot] = ++this.size;
    }
    return this.slots[slot]! - 1;
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
}
