import { CATALOGUE, facetIndex } from '../facet/catalogue.js';
import type { OtherText } from '../facet/facet.js';
import { networkHigh } from '../facet/network-day.js';
import { type FacetTable, valueKey } from '../fingerprint/index.js';
import { keptText } from '../fingerprint/value-texts.js';

/**
 * A value as a person would write it: its text where it may be remembered, else what the number itself says, else `#` and
 * its hash. Log content. `name`: of a facet, or `network` for a network whatever the day.
 */
export function showValue(table: FacetTable, name: string, lo: number, hi: number): string {
  const f = facetIndex(facetOf(name));
  const key = valueKey(lo, hi);
  return table.texts[f]!.get(key) ?? CATALOGUE[f]!.show(lo, hi) ?? `#${key}`;
}

/** The facet of the catalogue that an identifier is read from: networks are shown without their days. */
function facetOf(identifier: string): string {
  return identifier === 'network' ? 'network_day' : identifier;
}

/** The field of a record that holds an identifier. */
export function identifierField(identifier: string): OtherText {
  return CATALOGUE[facetIndex(facetOf(identifier))]!.text!.field; // identifiers are read from one text each
}

/**
 * How `showValue` may show the value of this text of an identifier: by its text where that may be read, and else, or
 * where texts were too many to be kept, by its number. Empty for a text that says nothing. O(length).
 */
export function shownAs(identifier: string, text: string): string[] {
  const facet = CATALOGUE[facetIndex(facetOf(identifier))]!;
  const { code, readable } = facet.text!;
  if (!code(text, LO, HI, 0)) return [];
  const hi = identifier === 'network' ? networkHigh(HI[0]!) : HI[0]!;
  const shown = facet.show(LO[0]!, hi) ?? `#${valueKey(LO[0]!, hi)}`;
  return readable?.(text) === true ? [keptText(text), shown] : [shown];
}

const LO = new Uint32Array(1);
const HI = new Uint32Array(1);
