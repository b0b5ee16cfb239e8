import { BATCH_ROWS, BatchBuilder } from '../ingest/batch-builder.js';
import { LF } from '../ingest/dialect.js';
import type { OpenSource } from '../ingest/log-reader.js';
import { SourceReader } from '../ingest/source-reader.js';
import type { TimeColumn } from '../ingest/timestamp.js';
import type { Cutting, Reference } from './block-reader.js';

/** Cuts logs that have a record, or some whole ones, on each line. */
export class LineCutting implements Cutting {
  readonly name: string;
  readonly cuts = true;
  readonly builder: BatchBuilder;
  private readonly reader: SourceReader;

  constructor(
    private readonly source: OpenSource,
    times: TimeColumn,
  ) {
    const { name, index, constants, format, rows, quarantine } = source;
    this.name = name;
    this.builder = new BatchBuilder(index, format.columns, times, constants, BATCH_ROWS);
    this.reader = new SourceReader(name, format.columns.width, this.builder, rows, quarantine);
  }

  get truncated(): boolean {
    return this.reader.truncated;
  }

  border(bytes: Buffer): number {
    return bytes.lastIndexOf(LF) + 1;
  }

  from(offset: number, line: number): Reference {
    const format = this.source.format.from!(offset, line);
    return {
      scan: (bytes) => this.reader.batches(format.read(bytes)),
      finish: (damaged) => this.reader.batches(format.finish(damaged)),
      release: () => null, // a line longer than a block: the rest is read by the reference
    };
  }

  rest() {
    return this.reader.rest();
  }
}
