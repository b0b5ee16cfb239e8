import { orderKey } from '../facet/order-key.js';
import { valueKey } from './facet-table.js';
import { ownText } from './own-text.js';

/** Texts kept for one facet at most; what is above goes by order key, which depends on the value alone. */
const MOST = 262_144;
/** Characters kept of one text. */
const LONGEST = 256;

/** Readable texts of a facet's values, bounded in number and length. */
export class ValueTexts {
  private readonly textOf = new Map<string, string>();
  private limit = Number.POSITIVE_INFINITY;

  get size(): number {
    return this.textOf.size;
  }

  note(lo: number, hi: number, text: string): void {
    if (orderKey(lo, hi) <= this.limit) this.noteKey(valueKey(lo, hi), text);
  }

  noteKey(key: string, text: string): void {
    const cut = text.length > LONGEST ? text.slice(0, LONGEST) : text;
    const known = this.textOf.get(key);
    // Two texts of one value are a 64-bit collision or two cuts; the smaller wins in any order.
    if (known === undefined || cut < known) this.textOf.set(key, ownText(cut));
    if (this.textOf.size > MOST * 2) this.trim();
  }

  /** The texts of the values that are held, by key in order. */
  sorted(held: ReadonlySet<string>): Map<string, string> {
    this.trim();
    return new Map([...this.textOf].filter(([key]) => held.has(key)).sort(([x], [y]) => (x < y ? -1 : 1)));
  }

  private trim(): void {
    if (this.textOf.size <= MOST) return;
    const keyed = [...this.textOf.keys()].map((key): [number, string] => [keyOrder(key), key]);
    keyed.sort(([x, kx], [y, ky]) => x - y || (kx < ky ? -1 : 1));
    this.limit = keyed[MOST - 1]![0];
    for (const [order, key] of keyed) if (order > this.limit) this.textOf.delete(key);
  }
}

function keyOrder(key: string): number {
  return orderKey(Number.parseInt(key.slice(0, 8), 16), Number.parseInt(key.slice(8), 16));
}
