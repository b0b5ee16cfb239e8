import type { ColumnMap } from './columns.js';
import type { Delimiter, Dialect } from './dialect.js';
import type { BrokenRecord } from './record-scanner.js';

/** Records of a source that lie side by side, split into cells. */
export interface CellRange {
  readonly kind: 'cells';
  readonly records: readonly (readonly string[])[];
  /** Start of each record in bytes from the start of the source; entries beyond the records do not count. */
  readonly offsets: ArrayLike<number>;
  /** End of each, its line end left out; null where records have no bytes of their own. */
  readonly ends: ArrayLike<number> | null;
  /** Line on which each starts. */
  readonly lines: ArrayLike<number>;
  /** Whether the range is the last record of a source that ends without a line end. */
  readonly unterminated: boolean;
  /** Records among or before these that are no requests. */
  readonly filtered: number;
}

/** How a source is written; `clickhouse` is a table of a server, see src/warehouse. */
export type SourceFormat = 'csv' | 'json-lines' | 'json' | 'text' | 'parquet' | 'arrow' | 'clickhouse';

/** Reads one source, whose kind is known, into rows of cells. */
export interface FormatReader {
  readonly format: SourceFormat;
  readonly delimiter: Delimiter | null;
  /** Id of the profile by which it is read; `generic` for columns by their usual names, `map` for the user's map. */
  readonly profile: string;
  readonly columns: ColumnMap;
  /** Why nothing after some place could be read; null where all was, as far as was read. */
  readonly damage: string | null;
  /** How and from which line on, where columns are fields as they are and rows can be read without this; else null. */
  readonly plain: { readonly dialect: Dialect; readonly line: number } | null;
  /**
   * The same for a part of the source that starts at a byte and line: for logs with whole records on each line, which may
   * be read from any line on. Null for others.
   */
  readonly from: ((offset: number, line: number) => FormatReader) | null;
  /** Bytes of the head that are not to be read again. */
  readonly start: number;
  read(chunk: Buffer): Iterable<CellRange | BrokenRecord>;
  /** Gives what is left. `damaged` says that the source broke off. */
  finish(damaged: boolean): Iterable<CellRange | BrokenRecord>;
}
