import type { RowCount } from '../record/row-count.js';
import type { Field, TextField } from '../record/usage-record.js';
import type { ArchiveSummary, Compression, Encoding } from './byte-stream.js';
import type { Delimiter } from './dialect.js';
import type { SourceFormat } from './format-reader.js';
import type { UserMap } from './mapping/user-map.js';
import type { QuarantineSummary } from './quarantine.js';

/** How far a run is. */
export interface IngestProgress {
  /** Stored bytes read, of all sources so far. */
  readonly bytesRead: number;
  /** Stored bytes of all sources; null when stdin or a pipe is among them. */
  readonly bytesTotal: number | null;
  /** Rows read, accepted or not. */
  readonly rows: number;
  /** Name of the source that is being read. */
  readonly source: string;
}

export interface IngestOptions {
  /** Header name to read a field from, in place of the usual names. */
  readonly columns?: Readonly<Partial<Record<Field, string>>>;
  /** Fields that have one given value in every row. */
  readonly constants?: Readonly<Partial<Record<TextField, string>>>;
  /** Id of the profile to read by; by default it is told from the content. `generic` goes by usual names alone. */
  readonly profile?: string;
  /** How records become rows, in place of a profile. */
  readonly map?: UserMap;
  /** Start that relative times count from, and year of times without one, µs since the epoch. */
  readonly epoch?: number;
  /** Zone of times that carry none: `UTC`, `+02:00` or an IANA name. Without it such times are refused. */
  readonly timezone?: string;
  /** Rows in a batch at most; default 65,536. */
  readonly batchRows?: number;
  /** Bytes read at a time; default 256 KiB. Affects speed alone. */
  readonly blockBytes?: number;
  /** Called about once per MiB read and at the end of each source. */
  readonly onProgress?: (progress: IngestProgress) => void;
  /** Working directory that paths are taken from; default the process's. */
  readonly cwd?: string;
  /** What `-` reads; default the process's stdin. */
  readonly stdin?: AsyncIterable<Uint8Array>;
}

/** What one source was and what became of its rows. */
export interface SourceSummary {
  /** Path as given; `-` for stdin; `archive.tar.gz!inner/path.csv` for an entry of an archive. */
  readonly name: string;
  /** Stored bytes read, of the entry where it is one. */
  readonly bytes: number;
  /** SHA-256 of the stored bytes, hex; of the entry's where it is one. */
  readonly sha256: string;
  /** How it is written; `csv` where it holds nothing. */
  readonly format: SourceFormat;
  /** Profile by which it was read: `generic` for usual names, `map` for the user's map; null where it holds nothing. */
  readonly profile: string | null;
  readonly delimiter: Delimiter | null; // null where there is no header
  readonly compression: Compression;
  /** How the text is stored; UTF-16 is re-coded to UTF-8, and offsets are in that. */
  readonly encoding: Encoding;
  /** The input file that the source is an entry of; null where it is a file itself. */
  readonly archive: ArchiveSummary | null;
  /** Header name by field. */
  readonly columns: Readonly<Partial<Record<Field, string>>>;
  /** Header names of columns that were not read. */
  readonly ignored: readonly string[];
  readonly rows: Readonly<RowCount>;
  /** Times of the accepted rows, µs since the epoch, UTC, inclusive; null without any. */
  readonly firstTime: number | null;
  readonly lastTime: number | null;
  /** `truncated`: the last row is cut off; `damaged`: from some place on nothing could be read, or an entry is not read. */
  readonly status: 'complete' | 'truncated' | 'damaged';
  /** What is wrong; empty when complete. */
  readonly statusDetail: string;
  /** Name of an earlier source with the same bytes; its rows are then counted twice. Null for others. */
  readonly duplicateOf: string | null;
  /** Estimated share of its accepted rows, in [0, 1], that repeat an earlier one of it: same time, account and tokens. */
  readonly repeatedShare: number;
  /** Earlier sources that hold the same rows, with the estimated share of this one's rows that they hold. */
  readonly overlaps: readonly { readonly source: string; readonly share: number }[];
}

export interface IngestSummary {
  readonly sources: readonly SourceSummary[];
  readonly rows: Readonly<RowCount>;
  readonly quarantine: QuarantineSummary;
  /** Sentences for the user, in order of the sources. */
  readonly warnings: readonly string[];
}
