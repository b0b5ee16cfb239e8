import { CATALOGUE, facetIndex } from '../../src/facet/catalogue.js';
import { type Facet, supported } from '../../src/facet/facet.js';
import { batchOf, fieldsOf, type Row } from '../record/rows.js';

export interface Value {
  readonly lo: number;
  readonly hi: number;
}

export function facetCalled(name: string): Facet {
  return CATALOGUE[facetIndex(name)]!;
}

/** What a facet writes for each row, null where it writes nothing, and the texts that it remembered. */
export function encode(
  name: string,
  rows: readonly Row[],
): { values: (Value | null)[]; remembered: string[] } {
  const facet = facetCalled(name);
  const out = {
    // Left-overs of an earlier batch must not show through.
    lo: new Uint32Array(rows.length).fill(0xdeadbeef),
    hi: new Uint32Array(rows.length).fill(0xdeadbeef),
    present: new Uint8Array(rows.length).fill(7),
  };
  const remembered: string[] = [];
  facet.encode(batchOf(rows), out, (_lo, _hi, text) => remembered.push(text));
  return {
    values: rows.map((_, i) => {
      if (out.present[i] !== 0 && out.present[i] !== 1) throw new Error(`row ${i} was left unwritten`);
      return out.present[i] === 1 ? { lo: out.lo[i]!, hi: out.hi[i]! } : null;
    }),
    remembered,
  };
}

/** The value that a facet gives to one row. */
export function oneValue(name: string, row: Partial<Row>): Value | null {
  return encode(name, [{ time: 0, account: 'a', ...row } as Row]).values[0]!;
}

export function standsAside(name: string, row: Partial<Row>): boolean {
  const has = fieldsOf([{ time: 0, account: 'a', ...row } as Row]);
  return !supported(facetCalled(name), (field) => has.has(field));
}
