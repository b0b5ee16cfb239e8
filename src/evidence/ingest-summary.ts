import type { RowCount } from '../record/row-count.js';

/**
 * What the pack needs to know of the ingest run. The ingest stage's own types carry more; these say only what is
 * read here, so that evidence can be built from any reader that gives as much.
 */
export interface IngestFacts {
  readonly sources: readonly SourceFacts[];
  readonly rows: RowCount;
  readonly quarantine: QuarantineFacts;
}

export interface SourceFacts {
  /** As given; shown without its folder. */
  readonly name: string;
  readonly bytes: number;
  /** Lower-case hexadecimal, of the bytes as stored. Null where the source could not be read. */
  readonly sha256: string | null;
  readonly format: string | null;
  readonly compression: string | null;
  /** Canonical field to the column that feeds it. */
  readonly columns: Readonly<Record<string, string>>;
  /** Columns that feed nothing. */
  readonly ignored: readonly string[];
  readonly rows: RowCount;
  /** Microseconds since the epoch, UTC; null without accepted rows. */
  readonly firstTime: number | null;
  readonly lastTime: number | null;
  /** `complete`, or a word for what went wrong, for example `damaged` or `duplicate`. */
  readonly status: string;
  readonly detail?: string | undefined;
  /** Name of the source with the same content, which was read instead. */
  readonly duplicateOf?: string | undefined;
}

export interface QuarantineFacts {
  /** Rows refused, by reason. */
  readonly reasons: Readonly<Record<string, number>>;
  /** Refused rows in order of source and place; may be cut off, `rows.quarantined` is the full count. */
  readonly examples: readonly QuarantinedRow[];
}

export interface QuarantinedRow {
  readonly source: string;
  readonly line: number;
  readonly offset: number;
  readonly reason: string;
  readonly detail: string;
}
