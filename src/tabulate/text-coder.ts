import type { TextCoding } from '../facet/facet.js';
import { ByteDictionary } from '../fingerprint/byte-dictionary.js';
import { isMissing, isRedacted } from '../ingest/missing.js';

/** Entries and bytes beyond which the cells met before are forgotten; they only spare work. */
const MANY = 1 << 16;
const MUCH = 1 << 23;
/** Bytes of a cell that is worth remembering. */
const LONGEST = 1024;

/**
 * Codes the cells of a text field for one facet as the reference does: straight from the bytes where that is certain,
 * otherwise by the text, decoded and trimmed.
 */
export class TextCoder {
  /** The value coded last, without a day. */
  lo = 0;
  hi = 0;
  private readonly prompt: boolean;
  private readonly los = new Uint32Array(1);
  private readonly his = new Uint32Array(1);
  private readonly cells = new ByteDictionary(); // met before and not certain
  private readonly known: { says: boolean; lo: number; hi: number }[] = []; // by entry

  constructor(readonly coding: TextCoding) {
    this.prompt = coding.field === 'prompt' || coding.field === 'system_prompt';
  }

  /** Codes the cell of one byte or more; false where it says nothing. */
  code(bytes: Buffer, view: DataView, from: number, length: number): boolean {
    if (this.standsAsIs(view, from, length) && this.coding.bytes(view, from, length, this.los, this.his, 0)) {
      this.lo = this.los[0]!;
      this.hi = this.his[0]!;
      return true;
    }
    return this.byText(bytes, view, from, length);
  }

  /** Whether a cell is neither missing nor to be trimmed, for sure. */
  private standsAsIs(view: DataView, from: number, length: number): boolean {
    const first = view.getUint8(from);
    const last = view.getUint8(from + length - 1);
    const kind = STARTS[first]!;
    if (kind === ODD || last <= 0x20 || last >= 0x80) return false;
    if (kind === PLAIN) return true;
    if ((kind & MISSING) !== 0 && length <= 9) return false;
    if (!this.prompt || (kind & REDACTED) === 0 || length > 200 * 3) return true;
    const second = SECOND_LETTER[first]!;
    return second !== 0 && length > 1 && (view.getUint8(from + 1) | 0x20) !== second;
  }

  private byText(bytes: Buffer, view: DataView, from: number, length: number): boolean {
    const found = this.cells.find(view, from, length);
    if (found !== -1) {
      const { says, lo, hi } = this.known[found]!;
      this.lo = lo;
      this.hi = hi;
      return says;
    }
    const text = bytes.toString('utf8', from, from + length).trim();
    const missing = isMissing(text) || (this.prompt && isRedacted(text));
    const says = !missing && this.coding.code(text, this.los, this.his, 0);
    this.lo = this.los[0]!;
    this.hi = this.his[0]!;
    if (length <= LONGEST) {
      if (this.cells.size > MANY || this.cells.bytes > MUCH) {
        this.cells.clear();
        this.known.length = 0;
      }
      const entry = this.cells.add(bytes, view, from, length);
      if (entry !== -1) this.known[entry] = { says, lo: this.lo, hi: this.hi };
    }
    return says;
  }
}

const PLAIN = 0;
const MISSING = 1; // may start a word for no value
const REDACTED = 2; // may start a redaction mark
const ODD = 4; // white space or not ASCII
/** What a first byte may start; see missing.ts. */
const STARTS = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte <= 0x20 || byte >= 0x80) return ODD;
  const character = String.fromCharCode(byte);
  const mark = 'rmhofs[<({"\'*'.includes(character.toLowerCase()) ? REDACTED : 0;
  return ('(<nNuU-\\'.includes(character) ? MISSING : 0) | mark;
});

/** Second letter, in lower case, of the redaction mark that a letter starts; 0 where none does. */
const SECOND_LETTER = new Uint8Array(256);
for (const word of ['re', 'ma', 'hi', 'om', 'fi', 'sc']) {
  for (const first of [word[0]!, word[0]!.toUpperCase()])
    SECOND_LETTER[first.charCodeAt(0)] = word.charCodeAt(1);
}
