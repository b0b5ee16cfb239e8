import type { Dialect } from './dialect.js';

/** A column of a table, in the table's order. */
export interface WarehouseColumn {
  readonly name: string;
  /** As the engine writes it, such as `Nullable(UInt32)`. */
  readonly type: string;
}

/** A question to the engine: text alone, made by one piece, so that what is shown is what is run. */
export interface Statement {
  /** The whole statement, values quoted and identifiers checked and quoted. */
  readonly text: string;
  /** What it is asked for, in a few words for people: `counts of accounts, slice 2 of 8`. */
  readonly purpose: string;
  /**
   * Settings that make the engine do with less work. The answer is right without them: a user who may not set any, such as
   * one with `readonly=1`, goes without.
   */
  readonly settings: Readonly<Record<string, string | number>>;
}

/** A table that counts can be asked of. Nothing is ever written to it. */
export interface Warehouse {
  /** Shown in documents: `clickhouse://host:port/database.table`, without user or password. */
  readonly name: string;
  readonly table: TableName;
  readonly dialect: Dialect;
  columns(): Promise<readonly WarehouseColumn[]>;
  /**
   * Rows of a statement in the row format of `Dialect`, in chunks of any size. A statement that fails throws, also in
   * mid-stream, and never gives an error as data; an abort ends it on the engine too.
   */
  rows(statement: Statement, signal?: AbortSignal): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}

export interface TableName {
  /** Null for the connection's own. */
  readonly database: string | null;
  readonly table: string;
}
