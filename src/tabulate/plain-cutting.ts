import { LF } from '../ingest/dialect.js';
import { type PlainSource, RecordReader } from '../ingest/log-reader.js';
import { RecordMeasure } from '../ingest/measure-record.js';
import { stretches } from '../ingest/record-border.js';
import { RecordScanner } from '../ingest/record-scanner.js';
import type { TimeColumn } from '../ingest/timestamp.js';
import type { Cutting, Reference } from './block-reader.js';

/** Cuts delimited text at the ends of records, whose quoted cells may hold line ends. */
export class PlainCutting implements Cutting {
  readonly name: string;
  readonly cuts: boolean;
  private readonly reader: RecordReader;
  private readonly measure = new RecordMeasure();

  constructor(
    private readonly source: PlainSource,
    times: TimeColumn,
  ) {
    const { form, rows, quarantine } = source;
    this.name = form.name;
    this.cuts = form.dialect.lineEnd === LF;
    this.reader = new RecordReader(form, times, rows, quarantine);
  }

  get builder() {
    return this.reader.builder;
  }

  get truncated(): boolean {
    return this.reader.truncated;
  }

  border(bytes: Buffer): number {
    const { dialect, columns } = this.source.form;
    let length = 0;
    for (const { to } of stretches(bytes, dialect, columns.width, this.measure, false)) length = to;
    return length;
  }

  from(offset: number, line: number): Reference {
    const { dialect, columns } = this.source.form;
    const scanner = new RecordScanner(dialect, columns.width, offset, line);
    return {
      scan: (bytes) => this.reader.batches(scanner.scan(bytes)),
      finish: (damaged) => this.reader.batches(scanner.finish(damaged)),
      release: (limit) => scanner.release(limit),
    };
  }

  rest() {
    return this.reader.rest();
  }
}
