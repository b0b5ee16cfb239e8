import type { Facet, FacetColumns, FacetValues, OtherText, Remember, TextCoding } from './facet.js';
import type { Formulas } from './formula.js';
import { identify, identifyBytes, identityFormula } from './identity.js';

const DAY_US = 86_400_000_000;

/** Day since the epoch in the 16 bits that a daily facet has for it (room until 2149). */
export function dayBits(time: number): number {
  return Math.floor(time / DAY_US) & 0xffff;
}

/**
 * A facet whose value comes from one text field: each distinct text is coded once and copied to the rows; no row has a
 * value where the column is absent. O(rows + distinct texts).
 */
export function fromText(
  name: string,
  keep: number | null,
  coding: TextCoding,
  show: Facet['show'] = () => null,
): Facet {
  return {
    name,
    needs: [[coding.field]],
    keep,
    text: coding,
    encode: (batch, out, remember) => encodeText(coding, batch, out, remember),
    formula: (f) => textFormula(coding, f),
    show,
  };
}

function textFormula<E>(coding: TextCoding, f: Formulas<E>) {
  const text = f.text(coding.field);
  const { lo, hi } = coding.formula(f, text);
  if (!coding.daily) return { lo, hi, present: f.isThere(text) };
  const day = f.divide(f.time, f.whole(DAY_US)); // below 2^16 for the times that are accepted
  return { lo, hi: hi === null ? day : f.or64(hi, day), present: f.isThere(text) };
}

function encodeText(coding: TextCoding, batch: FacetColumns, out: FacetValues, remember: Remember): void {
  const column = batch.text[coding.field];
  if (column === undefined) {
    out.present.fill(0, 0, batch.rows);
    return;
  }
  const { codes, dictionary } = column;
  const lo = new Uint32Array(dictionary.length);
  const hi = new Uint32Array(dictionary.length);
  const says = new Uint8Array(dictionary.length);
  for (let d = 0; d < dictionary.length; d++) {
    const text = dictionary[d]!;
    if (!coding.code(text, lo, hi, d)) continue;
    says[d] = 1;
    if (coding.readable?.(text)) remember(lo[d]!, hi[d]!, text);
  }
  for (let i = 0; i < batch.rows; i++) {
    const d = codes[i]!;
    if (d < 0 || says[d] === 0) {
      out.present[i] = 0;
      continue;
    }
    out.present[i] = 1;
    out.lo[i] = lo[d]!;
    out.hi[i] = coding.daily ? (hi[d]! | dayBits(batch.time[i]!)) >>> 0 : hi[d]!;
  }
}

const LONGEST_HASH = 8 + 1 + 128;
const HASH_LIKE = /^(?:[a-z0-9]{1,8}[:_-])?[0-9a-fA-F]{6,128}$/;

/** Which texts may be remembered: names of things always, keys and conversations never, prompts only as hashes. */
const READABLE = {
  always: () => true,
  'if-hash': (text: string) => HASH_LIKE.test(text),
  never: null,
} as const;

/**
 * A facet whose value is the identity of one text field. `readable` says whether the text may be remembered for
 * reports: always for names of things, never for keys and conversations, and for prompts only where the log holds
 * a hash, because prompt text is never stored.
 */
export function textFacet(
  name: string,
  field: OtherText,
  keep: number | null,
  readable: keyof typeof READABLE,
): Facet {
  const code: TextCoding['code'] = (text, lo, hi, at) => {
    identify(text, lo, hi, at);
    return true;
  };
  return fromText(name, keep, {
    field,
    code,
    bytes: identifyBytes,
    formula: identityFormula,
    daily: false,
    readable: READABLE[readable],
    ...(readable === 'if-hash' ? { longestReadable: LONGEST_HASH } : {}),
  });
}
