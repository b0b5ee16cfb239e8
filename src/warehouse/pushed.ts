import { StillhuntError } from '../errors.js';
import type { SipKey } from '../facet/siphash.js';
import type { IngestOptions, IngestSummary } from '../ingest/ingest-summary.js';
import type { RowSample } from '../ingest/row-sketch.js';
import type { Field } from '../record/usage-record.js';
import type { DayTable } from '../tabulate/account-days.js';
import type { Fingerprints } from '../tabulate/fingerprints.js';
import type { Statement, Warehouse } from './warehouse.js';

/** How a table is read, and how much of it. */
export interface PushedOptions
  extends Pick<IngestOptions, 'columns' | 'constants' | 'profile' | 'map' | 'epoch' | 'timezone'> {
  /** Whole days (UTC), both inclusive, such as `2026-06-22`; absent where the window is open. */
  readonly since?: string;
  readonly until?: string;
  /** Parts into which accounts are cut, one statement each; by default as many as bound the memory of the servers. */
  readonly slices?: number;
  /** Under which values and rows are chosen, see `FingerprintOptions`. */
  readonly key?: SipKey;
  readonly onProgress?: (progress: PushedProgress) => void;
  readonly signal?: AbortSignal;
}

/** How far a run is; told before each statement and now and then while rows come. */
export interface PushedProgress {
  /** What is asked for now, see `Statement.purpose`. */
  readonly purpose: string;
  /** Statements done, and in all as far as known. */
  readonly done: number;
  readonly statements: number;
  /** Bytes received, and accounts counted, so far. */
  readonly bytes: number;
  readonly accounts: number;
}

/** How much came over the wire, and why. */
export interface Moved {
  /** Rows that were fetched one by one and read here, because the engine cannot be trusted to read them alike. */
  readonly rows: number;
  /** Accepted rows that the engine counted. */
  readonly counted: number;
  /** Bytes received in all. */
  readonly bytes: number;
  readonly statements: number;
  /** Why all rows were fetched: the rules or columns that the engine cannot do; empty where it counted. */
  readonly reasons: readonly string[];
}

export interface PushedFingerprints extends Fingerprints {
  /** With one source, the table. Its hash is that of the counts; its bytes are those received. */
  readonly ingest: IngestSummary;
  readonly moved: Moved;
  /** Sample of its rows as of a file; null without rows. */
  readonly sample: RowSample | null;
}

/** What became of the rows of a day; plain data that JSON holds. */
export interface DayOutcome {
  readonly ingest: IngestSummary;
  readonly moved: Moved;
  /** Hashes, counts and limit (null for none) of the day's `RowSample`; null without rows. */
  readonly sample: {
    readonly hashes: readonly number[];
    readonly counts: readonly number[];
    readonly limit: number | null;
  } | null;
  readonly fields: readonly Field[];
}

/** Where finished days are kept until all are there. */
export interface DayStage {
  /**
   * The outcome of a day that was kept before; null where it must be counted. `plan` stands for how the day is counted and `rows`
   * is how many the table has of it now: a day that was kept under others is of no use.
   */
  known(day: number, plan: string, rows: number): Promise<DayOutcome | null>;
  /** Keeps a finished day; its table is not held elsewhere. */
  keep(day: DayTable, outcome: DayOutcome, plan: string, rows: number): Promise<void>;
}

/** What was counted day by day; the tables are in the stage. */
export interface PushedDays {
  /** Days since the epoch (UTC) with accepted requests, ascending. */
  readonly days: readonly number[];
  readonly ingest: IngestSummary;
  readonly moved: Moved;
  /** Days that the stage had already. */
  readonly resumed: number;
  readonly samples: readonly (RowSample | null)[];
  /** Of the whole; a day's own table may have fewer, and is to be given these where it is stored. */
  readonly fields: readonly Field[];
}

/**
 * Fingerprints of the rows of a table, as `fingerprints` makes them of an export of it, to the byte: the engine counts the rows
 * that it reads alike, and the others are fetched and read here. The order of rows plays no part.
 * @throws StillhuntError `input` for columns that cannot be understood, a window without rows, or a table that changed meanwhile
 */
export function pushedFingerprints(
  _warehouse: Warehouse,
  _options: PushedOptions = {},
): Promise<PushedFingerprints> {
  throw new StillhuntError('internal', 'Counting in a warehouse is being built.');
}

/** The same day by day (UTC), each kept in the stage as it is done; days that the stage has are not counted again. */
export function pushedDays(
  _warehouse: Warehouse,
  _options: PushedOptions,
  _stage: DayStage,
): Promise<PushedDays> {
  throw new StillhuntError('internal', 'Counting in a warehouse is being built.');
}

/** The statements that `pushedFingerprints` would run, for people who must review them. Columns and a few rows are asked for. */
export function pushedStatements(
  _warehouse: Warehouse,
  _options: PushedOptions = {},
): Promise<readonly Statement[]> {
  throw new StillhuntError('internal', 'Counting in a warehouse is being built.');
}
