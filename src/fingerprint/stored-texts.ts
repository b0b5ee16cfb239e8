import { CATALOGUE } from '../facet/catalogue.js';
import { type FacetEntries, valueKey } from './facet-table.js';
import { ValueTable } from './value-table.js';
import { keptText } from './value-texts.js';

/** Texts of the values of several stored tables, each by its number: of several texts of one value the smallest. */
export class StoredTexts {
  private readonly values = CATALOGUE.map(() => new ValueTable());
  private readonly textOf: number[][] = CATALOGUE.map(() => []); // number of the text, by number of the value
  // What each text was noted for last, which it mostly is again.
  private lastFacet = new Int8Array(1024).fill(-1);
  private lastLo = new Uint32Array(1024);
  private lastHi = new Uint32Array(1024);

  /** @param names texts by number, which may grow */
  constructor(private readonly names: readonly string[]) {}

  /** Makes room for all texts that have numbers by now. */
  makeRoom(): void {
    const { length } = this.lastFacet;
    if (this.names.length <= length) return;
    const room = Math.max(this.names.length, length * 2);
    const [facet, lo, hi] = [new Int8Array(room).fill(-1), new Uint32Array(room), new Uint32Array(room)];
    facet.set(this.lastFacet);
    lo.set(this.lastLo);
    hi.set(this.lastHi);
    this.lastFacet = facet;
    this.lastLo = lo;
    this.lastHi = hi;
  }

  /** Notes a text of a value. Expected O(1). */
  note(facet: number, lo: number, hi: number, text: number): void {
    if (this.lastFacet[text] === facet && this.lastLo[text] === lo && this.lastHi[text] === hi) return;
    this.lastFacet[text] = facet;
    this.lastLo[text] = lo;
    this.lastHi[text] = hi;
    const texts = this.textOf[facet]!;
    const value = this.values[facet]!.enter(lo, hi);
    const known = texts[value];
    if (known === undefined || (known !== text && this.text(text) < this.text(known))) texts[value] = text;
  }

  /**
   * The texts of a facet by `valueKey` in order: all, or where the facet's entries were cut to those that it keeps, those
   * of the values that these hold.
   */
  of(facet: number, { lo, hi }: Pick<FacetEntries, 'lo' | 'hi'>, cut: boolean): Map<string, string> {
    const values = this.values[facet]!;
    const texts = this.textOf[facet]!;
    if (values.size === 0) return new Map();
    const held = cut ? new Uint8Array(values.size) : null;
    if (held !== null)
      for (let e = 0; e < lo.length; e++) {
        const at = values.find(lo[e]!, hi[e]!);
        if (at !== -1) held[at] = 1;
      }
    const order = values.inOrder().filter((at) => held === null || held[at] === 1);
    return new Map(
      Array.from(order, (at) => [valueKey(values.lo[at]!, values.hi[at]!), this.text(texts[at]!)]),
    );
  }

  private text(number: number): string {
    return keptText(this.names[number]!);
  }
}
