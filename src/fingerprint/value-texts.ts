import { valueKey } from './facet-table.js';

/** Texts of one facet from which on those of values that are no longer held are dropped. */
const MANY = 262_144;
/** Characters kept of one text. */
const LONGEST = 256;

/** What is kept of a text. */
export function keptText(text: string): string {
  return text.length > LONGEST ? text.slice(0, LONGEST).toWellFormed() : text;
}

/**
 * Readable texts of a facet's values. A text is kept exactly when its value is, so that the texts, too, do not depend
 * on the order of rows: memory is bounded by the values held and a margin.
 */
export class ValueTexts {
  private readonly textOf = new Map<string, string>();
  private limit = MANY;

  get size(): number {
    return this.textOf.size;
  }

  /** Whether `retain` is due. */
  get full(): boolean {
    return this.textOf.size > this.limit;
  }

  note(lo: number, hi: number, text: string): void {
    this.noteKey(valueKey(lo, hi), text);
  }

  noteKey(key: string, text: string): void {
    const cut = keptText(text);
    const known = this.textOf.get(key);
    // Two texts of one value are a 64-bit collision or two cuts; the smaller wins in any order.
    if (known === undefined || cut < known) this.textOf.set(key, cut);
  }

  /** Drops the texts of values that are not held: those can never come back. O(texts). */
  retain(held: ReadonlySet<string>): void {
    for (const key of this.textOf.keys()) if (!held.has(key)) this.textOf.delete(key);
    this.limit = Math.max(MANY, this.textOf.size * 2);
  }

  /** Every text noted and not dropped, by key. */
  get all(): ReadonlyMap<string, string> {
    return this.textOf;
  }

  /** The texts of the values that are held, by key in order. */
  sorted(held: ReadonlySet<string>): Map<string, string> {
    return new Map([...this.textOf].filter(([key]) => held.has(key)).sort(([x], [y]) => (x < y ? -1 : 1)));
  }
}
