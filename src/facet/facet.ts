import type { RecordBatch } from '../record/record-batch.js';
import type { Field, TextField } from '../record/usage-record.js';
import type { FormulaOf, TextFormula } from './formula.js';

/**
 * What a facet writes for each row of a batch: a 64-bit value as two unsigned words, or nothing. The caller
 * allocates at least `batch.rows` places; `present` is 1 where the row has a value, else 0 and the words are
 * unspecified.
 */
export interface FacetValues {
  readonly lo: Uint32Array;
  readonly hi: Uint32Array;
  readonly present: Uint8Array;
}

/** Makes the text of a value readable later; called with each distinct text of a batch. */
export type Remember = (lo: number, hi: number, text: string) => void;

/** Text fields beside the account, which is no facet of itself. */
export type OtherText = Exclude<TextField, 'account'>;

/** Writes the value of one text to `lo[at]`, `hi[at]`; false when the text says nothing. */
export type EntryCode = (text: string, lo: Uint32Array, hi: Uint32Array, at: number) => boolean;

/**
 * Writes the value of the text whose UTF-8 bytes are the `length` bytes of `view` from `from` on, one or more, with
 * nothing to trim at either end, to `lo[at]`, `hi[at]`: the same as `EntryCode` writes for the text. False, with nothing
 * to be read there, where that is not certain. O(length).
 */
export type ByteCode = (
  view: DataView,
  from: number,
  length: number,
  lo: Uint32Array,
  hi: Uint32Array,
  at: number,
) => boolean;

/** How a value follows from one text field; readers that see bytes and not records follow it too. */
export interface TextCoding {
  readonly field: OtherText;
  readonly code: EntryCode;
  /** `code` from the bytes; what it leaves is decoded and goes through `code`. */
  readonly bytes: ByteCode;
  /** `code` as an engine computes it, for texts of the field's plain form. */
  readonly formula: TextFormula;
  /** Whether the day of use goes into the low 16 bits of the high word, which `code` then leaves clear. */
  readonly daily: boolean;
  /** Which texts may be remembered for reports; null where none may. */
  readonly readable: ((text: string) => boolean) | null;
  /** Bytes of the longest text that may be remembered; absent where that is any. */
  readonly longestReadable?: number;
}

/** What a facet reads of a batch. */
export type FacetColumns = Pick<RecordBatch, 'rows' | 'time' | 'text' | 'number'>;

/**
 * One aspect of behaviour with integer values. A fingerprint is, per account and facet, how many requests had
 * each value; counts add up, so that merging is exact in any order.
 */
export interface Facet {
  /** snake_case; the name in the facet table. Also the order of facets there. */
  readonly name: string;
  /** Each inner list needs at least one of its fields present; otherwise the facet stands aside. */
  readonly needs: readonly (readonly Field[])[];
  /**
   * How many distinct values an account keeps: those with the smallest order keys (KMV, Bar-Yossef et al. 2002).
   * Membership depends on the value alone, so a kept value was never dropped and its count is exact. Null where
   * the value range itself is small.
   */
  readonly keep: number | null;
  /** Values for every row. O(rows). */
  encode(batch: FacetColumns, out: FacetValues, remember: Remember): void;
  /** The value as an engine computes it where the rows are. */
  readonly formula: FormulaOf;
  /** Set where the value comes from one text field; the high word of every other facet's values is 0. */
  readonly text?: TextCoding;
  /** The value as a person would write it, where the number itself says it; null where only `remember` can. */
  show(lo: number, hi: number): string | null;
}

/** Whether the facet has the columns it needs. */
export function supported(facet: Facet, has: (field: Field) => boolean): boolean {
  return facet.needs.every((anyOf) => anyOf.some(has));
}
