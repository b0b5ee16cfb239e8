import type { RecordBatch } from '../record/record-batch.js';
import type { RowCount } from '../record/row-count.js';
import type { TextField } from '../record/usage-record.js';
import { BATCH_ROWS, BatchBuilder } from './batch-builder.js';
import type { ColumnMap } from './columns.js';
import { CsvReader } from './csv.js';
import type { Dialect } from './dialect.js';
import type { RefusedRowSink } from './quarantine.js';
import { RecordScanner } from './record-scanner.js';
import { SourceReader } from './source-reader.js';
import type { TimeZone } from './time-zone.js';
import { TimeColumn } from './timestamp.js';

/** How the rows of one source are written; plain data. */
export interface SourceForm {
  readonly name: string;
  /** Position in the run's list of sources. */
  readonly index: number;
  readonly dialect: Dialect;
  readonly columns: ColumnMap;
  /** Fields that have one given value in every row. */
  readonly constants: Readonly<Partial<Record<TextField, string>>>;
}

/** A source whose header was read. */
export interface OpenSource {
  readonly form: SourceForm;
  /** Where the first record starts, in bytes from the start of the decompressed source. */
  readonly offset: number;
  /** Line on which it starts. */
  readonly line: number;
  readonly zone: TimeZone | null;
  /** To be counted up; read = accepted + quarantined + filtered. */
  readonly rows: RowCount;
  readonly quarantine: RefusedRowSink;
}

/** Reads what follows the header of one source. */
export interface LogReader<T> {
  /** Whether the last record is cut off; known after `finish`. */
  readonly truncated: boolean;
  /** Times of the accepted rows, µs; null without any. Known after `finish`. */
  readonly firstTime: number | null;
  readonly lastTime: number | null;
  scan(bytes: Buffer): Iterable<T> | AsyncIterable<T>;
  /** Gives what is left. `damaged` says that the source broke off. */
  finish(damaged: boolean): Iterable<T> | AsyncIterable<T>;
  /** Ends work on what was taken in so far, because reading failed; throws what is wrong with that. */
  settle(): Promise<void>;
}

export type OpenReader<T> = (source: OpenSource) => LogReader<T>;

/** The reference way into batches of records. */
export class BatchReader implements LogReader<RecordBatch> {
  private readonly builder: BatchBuilder;
  private readonly scanner: RecordScanner;
  private readonly reader: SourceReader;

  constructor({ form, offset, line, zone, rows, quarantine }: OpenSource, batchRows: number) {
    const { name, index, dialect, columns, constants } = form;
    this.builder = new BatchBuilder(index, columns, new TimeColumn(name, zone), constants, batchRows);
    this.scanner = new RecordScanner(dialect, columns.width, offset, line);
    this.reader = new SourceReader(name, columns, new CsvReader(dialect), this.builder, rows, quarantine);
  }

  get truncated(): boolean {
    return this.reader.truncated;
  }

  get firstTime(): number | null {
    return this.builder.firstTime;
  }

  get lastTime(): number | null {
    return this.builder.lastTime;
  }

  scan(bytes: Buffer): Iterable<RecordBatch> {
    return this.reader.batches(this.scanner.scan(bytes));
  }

  *finish(damaged: boolean): Generator<RecordBatch, void> {
    yield* this.reader.batches(this.scanner.finish(damaged));
    yield* this.reader.rest();
  }

  async settle(): Promise<void> {}
}

/** The reference way over records that a scanner of the caller's finds, with times that are the caller's too. */
export function recordReader(
  form: SourceForm,
  times: TimeColumn,
  rows: RowCount,
  quarantine: RefusedRowSink,
): { reader: SourceReader; builder: BatchBuilder } {
  const { name, index, dialect, columns, constants } = form;
  const builder = new BatchBuilder(index, columns, times, constants, BATCH_ROWS);
  return {
    builder,
    reader: new SourceReader(name, columns, new CsvReader(dialect), builder, rows, quarantine),
  };
}
