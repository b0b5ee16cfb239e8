import type { Phrase } from './phrase.js';

/** A table for every medium: its cells are phrases, so that each medium escapes values of the log its own way. */
export interface Table {
  readonly head: readonly string[];
  /** As many cells in each row as in `head`. */
  readonly rows: readonly (readonly Phrase[])[];
  /** Columns of numbers, which stand to the right. */
  readonly right: readonly number[];
}

/** A table whose cells may be plain words. */
export function table(
  head: readonly string[],
  rows: readonly (readonly (string | Phrase)[])[],
  right: readonly number[] = [],
): Table {
  return {
    head,
    rows: rows.map((row) => row.map((cell) => (typeof cell === 'string' ? [cell] : cell))),
    right,
  };
}
