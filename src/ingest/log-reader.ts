import type { RecordBatch } from '../record/record-batch.js';
import type { RowCount } from '../record/row-count.js';
import type { TextField } from '../record/usage-record.js';
import { BATCH_ROWS, BatchBuilder } from './batch-builder.js';
import type { ColumnMap } from './columns.js';
import { CsvReader } from './csv.js';
import { cellRange } from './delimited-reader.js';
import type { Dialect } from './dialect.js';
import type { JudgedHead } from './format-head.js';
import type { CellRange, FormatReader } from './format-reader.js';
import type { RefusedRowSink } from './quarantine.js';
import type { BrokenRecord, RecordRange } from './record-scanner.js';
import { SourceReader } from './source-reader.js';
import type { TimeZone } from './time-zone.js';
import { TimeColumn } from './timestamp.js';

/** How the rows of one source are written whose columns are fields as they are; plain data. */
export interface SourceForm {
  readonly name: string;
  /** Position in the run's list of sources. */
  readonly index: number;
  readonly dialect: Dialect;
  readonly columns: ColumnMap;
  /** Fields that have one given value in every row. */
  readonly constants: Readonly<Partial<Record<TextField, string>>>;
  /** Name of the zone of times that carry none; null where none was named. */
  readonly timezone: string | null;
}

/** What reading a source adds to. */
export interface SourceAccount {
  readonly zone: TimeZone | null;
  /** To be counted up; read = accepted + quarantined + filtered. */
  readonly rows: RowCount;
  readonly quarantine: RefusedRowSink;
}

/** A delimited source whose columns are fields as they are. */
export interface PlainSource extends SourceAccount {
  readonly form: SourceForm;
  /** Where the first record starts, in bytes from the start of the decompressed source. */
  readonly offset: number;
  /** Line on which it starts. */
  readonly line: number;
}

/** A source whose head was understood. */
export interface OpenSource extends SourceAccount {
  readonly name: string;
  /** Position in the run's list of sources. */
  readonly index: number;
  readonly constants: Readonly<Partial<Record<TextField, string>>>;
  readonly format: FormatReader;
  /** By what it was understood. */
  readonly head: JudgedHead;
  /** The same where rows can be read without the format's reader; null for other sources. */
  readonly plain: PlainSource | null;
}

/** Reads what follows the head of one source. */
export interface LogReader<T> {
  /** Whether the last record is cut off; known after `finish`. */
  readonly truncated: boolean;
  /** Why nothing after some place could be read; null where all was. */
  readonly damage: string | null;
  /** Times of the accepted rows, µs; null without any. Known after `finish`. */
  readonly firstTime: number | null;
  readonly lastTime: number | null;
  scan(bytes: Buffer): Iterable<T> | AsyncIterable<T>;
  /** Gives what is left. `damaged` says that the source broke off. */
  finish(damaged: boolean): Iterable<T> | AsyncIterable<T>;
  /** Ends work on what was taken in so far, because reading failed; throws what is wrong with that. */
  settle(): Promise<void>;
}

/** How a run makes something of its sources. */
export interface LogVisitor<T> {
  open(source: OpenSource): LogReader<T>;
  /** Takes a batch of a source that has no text to scan. */
  batch(batch: RecordBatch): Iterable<T>;
}

/** The reference way into batches of records. */
export class BatchReader implements LogReader<RecordBatch> {
  private readonly format: FormatReader;
  private readonly builder: BatchBuilder;
  private readonly reader: SourceReader;

  /** @param note is told of each piece of the source before its rows are taken in */
  constructor(
    { name, index, constants, format, zone, rows, quarantine }: OpenSource,
    batchRows: number,
    private readonly note: ((piece: CellRange | BrokenRecord) => void) | null = null,
  ) {
    const { columns } = format;
    this.format = format;
    this.builder = new BatchBuilder(index, columns, new TimeColumn(name, zone), constants, batchRows);
    this.reader = new SourceReader(name, columns.width, this.builder, rows, quarantine);
  }

  get truncated(): boolean {
    return this.reader.truncated;
  }

  get damage(): string | null {
    return this.format.damage;
  }

  get firstTime(): number | null {
    return this.builder.firstTime;
  }

  get lastTime(): number | null {
    return this.builder.lastTime;
  }

  scan(bytes: Buffer): Iterable<RecordBatch> {
    return this.reader.batches(this.noted(this.format.read(bytes)));
  }

  *finish(damaged: boolean): Generator<RecordBatch, void> {
    yield* this.reader.batches(this.noted(this.format.finish(damaged)));
    yield* this.rest();
  }

  /** Gives the rows that fill no batch yet. */
  rest(): Iterable<RecordBatch> {
    return this.reader.rest();
  }

  async settle(): Promise<void> {}

  private noted(found: Iterable<CellRange | BrokenRecord>): Iterable<CellRange | BrokenRecord> {
    return this.note === null ? found : this.told(found, this.note);
  }

  private *told(
    found: Iterable<CellRange | BrokenRecord>,
    note: (piece: CellRange | BrokenRecord) => void,
  ): Generator<CellRange | BrokenRecord, void> {
    for (const piece of found) {
      note(piece);
      yield piece;
    }
  }
}

/** The reference way over records of a plain source that were found elsewhere. */
export class RecordReader {
  readonly builder: BatchBuilder;
  private readonly reader: SourceReader;
  private readonly csv: CsvReader;

  constructor(form: SourceForm, times: TimeColumn, rows: RowCount, quarantine: RefusedRowSink) {
    const { name, index, dialect, columns, constants } = form;
    this.csv = new CsvReader(dialect);
    this.builder = new BatchBuilder(index, columns, times, constants, BATCH_ROWS);
    this.reader = new SourceReader(name, columns.width, this.builder, rows, quarantine);
  }

  /** Whether the last record is cut off. */
  get truncated(): boolean {
    return this.reader.truncated;
  }

  /** Gives each batch as soon as it is full. */
  batches(found: Iterable<RecordRange | BrokenRecord>): Iterable<RecordBatch> {
    return this.reader.batches(this.withCells(found));
  }

  /** Gives what is left. */
  rest(): Iterable<RecordBatch> {
    return this.reader.rest();
  }

  private *withCells(found: Iterable<RecordRange | BrokenRecord>) {
    for (const piece of found) yield piece.kind === 'broken' ? piece : cellRange(this.csv, piece);
  }
}
