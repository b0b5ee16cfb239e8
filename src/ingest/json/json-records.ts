import type { BrokenRecord } from '../record-scanner.js';

/** JSON objects that lie side by side in a source. */
export interface JsonRecords {
  readonly kind: 'records';
  readonly values: readonly object[];
  /** Start of each in bytes from the start of the source. */
  readonly offsets: readonly number[];
  /** End of each, its line end left out. */
  readonly ends: readonly number[];
  /** Line on which each starts, from 1. */
  readonly lines: readonly number[];
}

/** Finds the JSON objects of a source; what it gives does not depend on how the bytes arrive, but for its portions. */
export interface JsonScanner {
  /** Another one for what starts at some byte and line; null where that cannot be told without what comes before. */
  readonly from: ((offset: number, line: number) => JsonScanner) | null;
  /** Why nothing after some place could be read; null where all was. */
  readonly damage: string | null;
  scan(chunk: Buffer): Iterable<JsonRecords | BrokenRecord>;
  /** Gives what is left. `damaged` says that the source broke off. */
  finish(damaged: boolean): Iterable<JsonRecords | BrokenRecord>;
}

/** Bytes of one object; bounds what is held to find its end. */
export const LONGEST_OBJECT = 32 << 20;
