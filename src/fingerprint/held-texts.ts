import { type FacetEntries, valueKey } from './facet-table.js';
import type { ShardTexts } from './shard.js';
import { ValueTable } from './value-table.js';
import { keptText } from './value-texts.js';

/** Readable texts by value: of several texts of one value the smallest. O(texts) to make. */
export class ReadableTexts {
  private readonly values = new ValueTable();
  private readonly texts: string[] = [];

  constructor(parts: readonly ShardTexts[]) {
    for (const part of parts) {
      for (let n = 0; n < part.text.length; n++) {
        const text = keptText(part.text[n]!);
        const at = this.values.enter(part.lo[n]!, part.hi[n]!);
        const known = this.texts[at];
        if (known === undefined || text < known) this.texts[at] = text;
      }
    }
  }

  /** The texts of the values that entries hold, by `valueKey` in order. O(entries + texts held · log of these). */
  heldBy({ lo, hi }: Pick<FacetEntries, 'lo' | 'hi'>): Map<string, string> {
    const { values, texts } = this;
    if (values.size === 0) return new Map();
    const held = new ValueTable();
    const texted: string[] = [];
    for (let e = 0; e < lo.length; e++) {
      const at = values.find(lo[e]!, hi[e]!);
      if (at !== -1) texted[held.enter(lo[e]!, hi[e]!)] = texts[at]!;
    }
    return new Map(Array.from(held.inOrder(), (at) => [valueKey(held.lo[at]!, held.hi[at]!), texted[at]!]));
  }
}
