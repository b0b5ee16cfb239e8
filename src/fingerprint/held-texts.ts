import { type FacetEntries, valueKey } from './facet-table.js';
import type { ShardTexts } from './shard.js';
import { ValueTable } from './value-table.js';
import { keptText } from './value-texts.js';

/**
 * The texts of the values that are held, by `valueKey` in order; of several texts of one value the smallest. O(entries +
 * texts · log texts).
 */
export function heldTexts({ lo, hi }: FacetEntries, parts: readonly ShardTexts[]): Map<string, string> {
  const values = new ValueTable();
  const texts: string[] = [];
  for (const part of parts) {
    for (let n = 0; n < part.text.length; n++) {
      const text = keptText(part.text[n]!);
      const at = values.enter(part.lo[n]!, part.hi[n]!);
      const known = texts[at];
      if (known === undefined || text < known) texts[at] = text;
    }
  }
  if (values.size === 0) return new Map();
  const held = new Uint8Array(values.size);
  for (let e = 0; e < lo.length; e++) {
    const at = values.find(lo[e]!, hi[e]!);
    if (at !== -1) held[at] = 1;
  }
  const order = Uint32Array.from(values.inOrder()).filter((at) => held[at] === 1);
  return new Map(Array.from(order, (at) => [valueKey(values.lo[at]!, values.hi[at]!), texts[at]!]));
}
