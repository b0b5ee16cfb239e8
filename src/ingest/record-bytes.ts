import type { RecordBatch } from '../record/record-batch.js';
import { BATCH_ROWS } from './batch-builder.js';
import type { CellRange } from './format-reader.js';
import { readLogs } from './ingest.js';
import type { IngestOptions, IngestSummary } from './ingest-summary.js';
import { BatchReader, type LogReader, type OpenSource } from './log-reader.js';
import type { BrokenRecord } from './record-scanner.js';

/** Accepted records together with the bytes that they were read from. */
export interface BatchWithBytes {
  readonly batch: RecordBatch;
  /**
   * The bytes of a row without its line end, in UTF-8 as decompressed; null where rows have none of their own (columnar
   * files). Valid until the next batch is asked for.
   */
  readonly bytes: (row: number) => Buffer | null;
}

/** Bytes after which rows are given, whether or not they fill a batch. */
const MOST_PENDING = 4 << 20;
/** Above every limit on one record, and on what is read beyond it before it is judged. */
const MOST_HELD = 96 << 20;

/**
 * Reads logs as `readBatches` does, the same rows in the same order, with the bytes of each. Which rows inputs share is not
 * told. Memory: about 4 MB of bytes beside the batch, or the longest record; at most MOST_HELD. Throws as
 * `readBatches` does.
 */
export function readBatchesWithBytes(
  inputs: readonly string[],
  options: IngestOptions,
): AsyncGenerator<BatchWithBytes, IngestSummary> {
  return readLogs<BatchWithBytes>(inputs, options, {
    open: (source) => new BytesReader(source, options.batchRows ?? BATCH_ROWS),
    batch: (batch) => [{ batch, bytes: () => null }],
  });
}

class BytesReader implements LogReader<BatchWithBytes> {
  private readonly reader: BatchReader;
  private readonly held: HeldBytes;
  private seen: number; // no row that is still to come starts before this byte of the source

  constructor(source: OpenSource, batchRows: number) {
    this.seen = source.format.start;
    this.held = new HeldBytes(source.format.start);
    this.reader = new BatchReader(source, batchRows, (piece) => this.note(piece));
  }

  get truncated(): boolean {
    return this.reader.truncated;
  }

  get damage(): string | null {
    return this.reader.damage;
  }

  get firstTime(): number | null {
    return this.reader.firstTime;
  }

  get lastTime(): number | null {
    return this.reader.lastTime;
  }

  *scan(bytes: Buffer): Generator<BatchWithBytes, void> {
    this.held.push(bytes);
    for (const batch of this.reader.scan(bytes)) yield this.withBytes(batch);
    if (this.held.bytes < MOST_PENDING) return;
    for (const batch of this.reader.rest()) yield this.withBytes(batch);
    this.held.dropBefore(this.seen);
  }

  *finish(damaged: boolean): Generator<BatchWithBytes, void> {
    for (const batch of this.reader.finish(damaged)) yield this.withBytes(batch);
  }

  async settle(): Promise<void> {}

  private withBytes(batch: RecordBatch): BatchWithBytes {
    const { offset, length } = batch;
    return {
      batch,
      bytes: (row) => (length === undefined ? null : this.held.slice(offset[row]!, length[row]!)),
    };
  }

  /** Several rows may come of one record: bytes are needed from the start of the last one on. */
  private note(piece: CellRange | BrokenRecord): void {
    const last = piece.kind === 'broken' ? piece.offset : piece.offsets[piece.records.length - 1];
    if (last !== undefined && last > this.seen) this.seen = last;
  }
}

/** The latest bytes of a source. */
class HeldBytes {
  /** Bytes held. */
  bytes = 0;
  private readonly chunks: Buffer[] = [];
  private start: number; // of the first chunk in the source
  private at = 0; // chunk in which the last slice began
  private atStart: number; // where that chunk starts

  constructor(start: number) {
    this.start = start;
    this.atStart = start;
  }

  push(chunk: Buffer): void {
    this.chunks.push(chunk);
    this.bytes += chunk.length;
    if (this.bytes > MOST_HELD) this.dropBefore(this.start + this.bytes - MOST_HELD);
  }

  /** Gives up chunks that end before this byte of the source. */
  dropBefore(offset: number): void {
    let chunks = 0;
    for (; chunks < this.chunks.length && this.start + this.chunks[chunks]!.length <= offset; chunks++) {
      this.start += this.chunks[chunks]!.length;
      this.bytes -= this.chunks[chunks]!.length;
    }
    this.chunks.splice(0, chunks);
    this.rewind();
  }

  private rewind(): void {
    this.at = 0;
    this.atStart = this.start;
  }

  /** Bytes of the source, copied only where they lie in several chunks. O(1) where slices come in order. */
  slice(from: number, length: number): Buffer {
    if (from < this.atStart) this.rewind();
    if (from < this.atStart || from + length > this.start + this.bytes)
      throw new Error(`bytes ${from} to ${from + length} of a source are held no more`);
    while (length > 0 && from >= this.atStart + this.chunks[this.at]!.length)
      this.atStart += this.chunks[this.at++]!.length;
    if (length === 0) return Buffer.alloc(0);
    const first = this.chunks[this.at]!;
    const begin = from - this.atStart;
    if (begin + length <= first.length) return first.subarray(begin, begin + length);
    const parts = [first.subarray(begin)];
    let missing = length - parts[0]!.length;
    for (let next = this.at + 1; missing > 0; next++) {
      const part = this.chunks[next]!.subarray(0, missing);
      parts.push(part);
      missing -= part.length;
    }
    return Buffer.concat(parts);
  }
}
