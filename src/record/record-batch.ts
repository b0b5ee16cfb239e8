import type { NumberField, TextField } from './usage-record.js';

/**
 * One text column of a batch, dictionary-coded: row i holds `dictionary[codes[i]]`, or nothing where
 * `codes[i]` is -1. Dictionary entries are distinct, never empty, in order of first appearance.
 */
export interface TextColumn {
  readonly codes: Int32Array; // length: rows
  readonly dictionary: readonly string[];
}

/**
 * A batch of accepted records as columns of equal length. A column is absent when the input has no such
 * column at all; a missing value inside a column is code -1 or NaN.
 */
export interface RecordBatch {
  readonly rows: number;
  /** Index into the run's list of sources; constant within a batch. */
  readonly source: number;
  /** Microseconds since the Unix epoch, UTC; integers, exact below 2^53. */
  readonly time: Float64Array;
  readonly account: TextColumn; // no code is -1
  readonly text: Readonly<Partial<Record<Exclude<TextField, 'account'>, TextColumn>>>;
  readonly number: Readonly<Partial<Record<NumberField, Float64Array>>>;
  /** Where each row starts in its decompressed source, in bytes; exact below 2^53. */
  readonly offset: Float64Array;
  /** Bytes of each row without its line end; absent where rows have no bytes of their own (columnar files). */
  readonly length?: Float64Array;
  /** Line on which each row starts, counted from 1, the header being line 1. */
  readonly line: Float64Array;
}
