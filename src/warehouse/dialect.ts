import type { Field, TextField } from '../record/usage-record.js';
import type { Statement, TableName, WarehouseColumn } from './warehouse.js';

/** Where the text of a field comes from: the first column with a value, changed in this order. */
export interface FieldSource {
  readonly columns: readonly string[];
  /** Texts that stand for no value. */
  readonly nulls: readonly string[];
  /** Value where none is found. */
  readonly otherwise: string | null;
  /** Texts in place of others. */
  readonly values: readonly (readonly [string, string])[];
}

/** Units of times that are numbers. */
export const EPOCH_UNITS = ['s', 'ms', 'us', 'ns'] as const;
export type EpochUnit = (typeof EPOCH_UNITS)[number];

/** How the rows of a table are read, as far as an engine can do it. */
export interface TableReading {
  readonly fields: ReadonlyMap<Field, FieldSource>;
  readonly constants: Readonly<Partial<Record<TextField, string>>>;
  /** Unit of times that are numbers; null where no rule names it and it was not told from the rows yet. */
  readonly unit: EpochUnit | null;
  /** µs east of UTC of times without a zone; null where these are not read. */
  readonly zoneOffset: number | null;
  /** Columns that are fetched of rows that are read here. */
  readonly raw: readonly string[];
}

/** Days since the epoch (UTC), both inclusive; null where it is open. */
export interface DayWindow {
  readonly first: number | null;
  readonly last: number | null;
}

/** How the values of a facet come, see `Questions.counts`. */
export type ValueShape = 'gaps' | 'mixed32' | 'mixed64';

/** A facet that is asked for. */
export interface AskedFacet {
  /** Place in the catalogue. */
  readonly facet: number;
  readonly shape: ValueShape;
}

/** What counts are asked with. */
export interface CountOptions {
  readonly window: DayWindow;
  /** The part of the accounts: one of so many. */
  readonly slice: number;
  readonly slices: number;
  /** Whether values that an account does not keep may be left out. */
  readonly trim: boolean;
}

/**
 * Statements about one table. The time of a row is told where it can be read without doubt; a row is plain where all cells that
 * are read pass tests that the engine can be trusted with. It counts plain rows alone, and all others come as they are.
 */
export interface Questions {
  /** Why the engine cannot count at all, in words; then rows can only be fetched. Empty where it can. */
  readonly reasons: readonly string[];
  readonly facets: readonly AskedFacet[];
  /** Whether the time is a number whose unit is yet to be told. */
  readonly unitNeeded: boolean;
  /** One row, or one for each server: rows whose time would be in range in each of EPOCH_UNITS (u64 each). */
  units(): Statement;
  /** Days: since the epoch, or -1 for rows whose time is not told (i32); rows (u64); plain rows (u64). Perhaps several of a day. */
  days(): Statement;
  /**
   * Of each account, perhaps several times: name (text); plain rows, their input and output tokens, first and last time (u64
   * each); then for each of `facets`, values ascending and their counts. Values: `gaps` are the first one (u32) and the gap of each to the one
   * before, 0 for the first (array of u16, 65,535 standing for the next of an array of u32 behind it); `mixed32` and `mixed64` are mixed words (see
   * order-key.ts, the low word alone or both) as an array of u32 or u64. Counts: an array of u8, empty where all are 1, 255 standing
   * for the next of an array of u32 behind it.
   */
  counts(options: CountOptions): Statement;
  /** Rows of a window that are not plain, or of all windows those whose time is not told; `raw` columns as nullable texts, in their order. */
  rawRows(which: 'told' | 'untold', window: DayWindow): Statement;
  /** Distinct texts of plain rows, those of at most so many bytes. */
  texts(field: TextField, window: DayWindow, longest: number | null): Statement;
  /** One row, or one for each server: of each of the fields whether a plain row has it (u8 each). */
  present(fields: readonly Field[], window: DayWindow): Statement;
}

/**
 * How an engine is spoken to: all that knows its language is behind this. Rows come in one format, whatever the engine: the
 * fields of a row one after the other without names, whole numbers little-endian, texts and arrays behind their length in
 * LEB128, nullable ones behind a byte that is 1 for null. It is what ClickHouse calls RowBinary; an engine without it has
 * its rows written so by its `Warehouse`.
 */
export interface Dialect {
  /** Also the format of the source in documents. */
  readonly name: 'clickhouse';
  /** The first rows of a table, all columns as nullable texts. */
  first(table: TableName, columns: readonly WarehouseColumn[], rows: number): Statement;
  /** What can be asked of a table that is read so. */
  questions(table: TableName, columns: readonly WarehouseColumn[], reading: TableReading): Questions;
}
