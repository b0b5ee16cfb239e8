import type { ByteCode } from './facet.js';
import type { TextFormula } from './formula.js';
import { murmur3, murmur3View, murmur3Word } from './murmur3.js';

/** Put before a value to get the second, independent hash of it. */
const SECOND_PREFIX = 'stillhunt:';
const SECOND = new TextEncoder().encode(SECOND_PREFIX);
const encoder = new TextEncoder();
let scratch = new Uint8Array(4096);

/**
 * The identity of a text value: two independent 32-bit hashes (of its UTF-8 bytes, and of the same bytes behind
 * a fixed prefix), written to `lo[at]` and `hi[at]`. One hash alone would make one in 150 of 28.8 million
 * distinct prompts look shared. O(length).
 */
export function identify(text: string, lo: Uint32Array, hi: Uint32Array, at: number): void {
  const room = SECOND.length + text.length * 3; // a UTF-16 unit takes at most three bytes
  if (room > scratch.length) scratch = new Uint8Array(room * 2);
  scratch.set(SECOND, 0);
  const body = scratch.subarray(SECOND.length);
  const { written } = encoder.encodeInto(text, body);
  lo[at] = murmur3(body, written);
  hi[at] = murmur3(scratch, SECOND.length + written);
}

// The prefix is ten bytes long: two whole words, and two bytes that share a word with the first two of the text.
const prefix = new DataView(SECOND.buffer, SECOND.byteOffset, SECOND.length);
const PREFIX_STATE = murmur3Word(murmur3Word(0, prefix.getInt32(0, true)), prefix.getInt32(4, true));
const PREFIX_REST = prefix.getUint16(8, true);

/** `identify` of bytes; leaves a text of one byte. */
export const identifyBytes: ByteCode = (view, from, length, lo, hi, at) => {
  if (length < 2) return false;
  lo[at] = murmur3View(view, from, length);
  const state = murmur3Word(PREFIX_STATE, PREFIX_REST | (view.getUint16(from, true) << 16));
  hi[at] = murmur3View(view, from + 2, length - 2, state, SECOND.length + 2);
  return true;
};

/** `identify` where the rows are. */
export const identityFormula: TextFormula = (f, text) => ({
  lo: f.hash(text),
  hi: f.hashBehind(SECOND_PREFIX, text),
});
