import type { RecordBatch } from '../record/record-batch.js';
import type { Field } from '../record/usage-record.js';

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
  encode(batch: RecordBatch, out: FacetValues, remember: Remember): void;
  /** The value as a person would write it, where the number itself says it; null where only `remember` can. */
  show(lo: number, hi: number): string | null;
}

/** Whether the facet has the columns it needs. */
export function supported(facet: Facet, has: (field: Field) => boolean): boolean {
  return facet.needs.every((anyOf) => anyOf.some(has));
}
