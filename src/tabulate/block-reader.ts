import type { BatchBuilder } from '../ingest/batch-builder.js';
import type { LogReader, SourceAccount } from '../ingest/log-reader.js';
import { countLines } from '../ingest/record-border.js';
import type { TimeColumn } from '../ingest/timestamp.js';
import type { RecordBatch } from '../record/record-batch.js';
import type { BlockOutcome } from './block-lane.js';
import type { BlockJob } from './lanes.js';

/** Bytes of a source's first block: times are settled there, by the reference. */
const FIRST_BYTES = 4096;

/** What the blocks of one run share. */
export interface BlockRun {
  /** Bytes of a block. */
  readonly blockBytes: number;
  /** Blocks that may be under way. */
  readonly inFlight: number;
  /** Takes a batch that the reference makes here. */
  batch(batch: RecordBatch): void;
  /** Rows counted straight from their bytes. */
  fused: number;
  /** An unused buffer of `blockBytes` and BEHIND more; given back with `release`. */
  buffer(): SharedArrayBuffer;
  release(buffer: SharedArrayBuffer): void;
  /** Resolves when a lane has room for a block. */
  ready(): Promise<void>;
  /** Has a lane count a block of the source that was opened last. */
  take(job: BlockJob): Promise<BlockOutcome | null>;
}

interface UnderWay {
  readonly job: BlockJob;
  readonly outcome: Promise<BlockOutcome | null>;
}

/** How a source is cut into blocks, and read where it cannot be. */
export interface Cutting {
  readonly name: string;
  /** Whether blocks can be cut at all. */
  readonly cuts: boolean;
  readonly builder: BatchBuilder;
  /** Whether the last record is cut off. */
  readonly truncated: boolean;
  /** Bytes at the start of some that are whole records, or 0. */
  border(bytes: Buffer): number;
  /** The reference from some place on. */
  from(offset: number, line: number): Reference;
  /** Gives what the reference has left. */
  rest(): Iterable<RecordBatch>;
}

/** Reads records one after the other. */
export interface Reference {
  scan(bytes: Buffer): Iterable<RecordBatch>;
  finish(damaged: boolean): Iterable<RecordBatch>;
  /** Gives back what it holds, where cutting may go on from there; null where not. */
  release(limit: number): { readonly bytes: Buffer; readonly offset: number; readonly line: number } | null;
}

/** Where a source starts, and what reading it adds to. */
export interface BlockSource extends SourceAccount {
  readonly offset: number;
  readonly line: number;
}

/**
 * Cuts one source into blocks of whole records, has them counted by lanes, and takes the outcomes in order of the
 * source, so that refused rows, lines and what times mean come out as in a reading from front to back. What cannot be cut
 * (long records, lines that end with CR alone, the end of the source) goes through the reference here.
 */
export class BlockReader implements LogReader<never> {
  private readonly underWay: UnderWay[] = [];
  private scanner: Reference | null = null; // in hand while records cannot be cut
  private buffer: SharedArrayBuffer;
  private bytes: Buffer; // all of `buffer`
  private filled = 0; // bytes of it
  private limit: number; // bytes to fill before cutting
  private offset: number; // of the buffer's first byte in the source
  private line: number; // after the outcomes taken
  private first = Number.POSITIVE_INFINITY;
  private last = Number.NEGATIVE_INFINITY;
  private failed = false;

  /** @param times of the reference, as after the outcomes taken */
  constructor(
    private readonly run: BlockRun,
    private readonly source: BlockSource,
    private readonly cutting: Cutting,
    private readonly times: TimeColumn,
  ) {
    this.offset = source.offset;
    this.line = source.line;
    this.limit = Math.min(FIRST_BYTES, run.blockBytes);
    this.buffer = run.buffer();
    this.bytes = Buffer.from(this.buffer);
    if (!cutting.cuts) this.scanner = this.scannerHere();
  }

  get truncated(): boolean {
    return this.cutting.truncated;
  }

  readonly damage = null;

  get firstTime(): number | null {
    const first = Math.min(this.first, this.cutting.builder.firstTime ?? Number.POSITIVE_INFINITY);
    return first === Number.POSITIVE_INFINITY ? null : first;
  }

  get lastTime(): number | null {
    const last = Math.max(this.last, this.cutting.builder.lastTime ?? Number.NEGATIVE_INFINITY);
    return last === Number.NEGATIVE_INFINITY ? null : last;
  }

  // Nothing comes out of these two: what is read goes to the lanes and the accumulator.

  async *scan(bytes: Buffer): AsyncGenerator<never, void> {
    await this.guarded(() => this.read(bytes));
  }

  async *finish(damaged: boolean): AsyncGenerator<never, void> {
    await this.guarded(() => this.end(damaged));
  }

  async settle(): Promise<void> {
    if (!this.failed) await this.guarded(() => this.takeOutcomes(0));
  }

  private async guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.failed = true;
      throw error;
    }
  }

  private async read(bytes: Buffer): Promise<void> {
    if (this.scanner !== null) await this.scanOn(bytes);
    else await this.cut(bytes);
  }

  private async cut(bytes: Buffer): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      const copied = bytes.copy(this.bytes, this.filled, at, at + this.limit - this.filled);
      this.filled += copied;
      at += copied;
      if (this.filled < this.limit) return;
      if (await this.handOver()) continue;
      if (this.limit < this.run.blockBytes) {
        this.limit = this.run.blockBytes;
        continue;
      }
      // The record is longer than the buffer, or nobody knows where it ends.
      await this.takeOutcomes(0);
      this.scanner = this.scannerHere();
      const held = Buffer.from(this.bytes.subarray(0, this.filled));
      this.filled = 0;
      await this.scanOn(Buffer.concat([held, bytes.subarray(at)]));
      return;
    }
  }

  /** Hands the whole records in the buffer to a lane; false where there are none. */
  private async handOver(): Promise<boolean> {
    const filled = this.bytes.subarray(0, this.filled);
    const length = this.cutting.border(filled);
    if (length === 0) return false;
    const job: BlockJob = { buffer: this.buffer, length, offset: this.offset, times: this.times.state };
    const next = this.run.buffer();
    const nextBytes = Buffer.from(next);
    filled.copy(nextBytes, 0, length);
    this.offset += length;
    this.filled -= length;
    this.buffer = next;
    this.bytes = nextBytes;
    // The first block settles what times mean in nearly every source: those after it wait for that.
    const first = this.limit < this.run.blockBytes;
    this.limit = this.run.blockBytes;
    await this.run.ready();
    const outcome = this.run.take(job);
    outcome.catch(() => {}); // told where it is taken
    this.underWay.push({ job, outcome });
    await this.takeOutcomes(first ? 0 : this.run.inFlight);
    return true;
  }

  /** Takes outcomes in order until so many blocks are under way. */
  private async takeOutcomes(left: number): Promise<void> {
    while (this.underWay.length > left) {
      const { job, outcome } = this.underWay[0]!;
      const result = await outcome;
      if (result === null) this.replay(job);
      else this.add(result);
      this.underWay.shift();
      this.run.release(job.buffer);
    }
  }

  private add(outcome: BlockOutcome): void {
    const { rows, quarantine, zone } = this.source;
    for (const { line, offset, reason, detail } of outcome.refused)
      quarantine.add(this.cutting.name, this.line + line, offset, reason, detail);
    rows.read += outcome.rows.read;
    rows.accepted += outcome.rows.accepted;
    rows.quarantined += outcome.rows.quarantined;
    rows.filtered += outcome.rows.filtered;
    if (zone !== null) zone.ambiguous += outcome.ambiguous;
    this.line += outcome.lines;
    this.first = Math.min(this.first, outcome.firstTime);
    this.last = Math.max(this.last, outcome.lastTime);
    this.run.fused += outcome.fused;
  }

  /** Reads a block by the reference, knowing all that came before. */
  private replay({ buffer, length, offset }: BlockJob): void {
    const bytes = Buffer.from(Buffer.from(buffer, 0, length)); // a copy: its cells may outlive the buffer
    const reference = this.cutting.from(offset, this.line);
    this.count(reference.scan(bytes));
    this.count(reference.finish(false));
    this.line += countLines(bytes, 0, length);
  }

  private scannerHere(): Reference {
    return this.cutting.from(this.offset, this.line);
  }

  private async scanOn(bytes: Buffer): Promise<void> {
    const scanner = this.scanner!;
    this.count(scanner.scan(bytes));
    if (!this.cutting.cuts) return;
    const rest = scanner.release(this.run.blockBytes >> 1);
    if (rest === null) return;
    this.scanner = null;
    this.offset = rest.offset;
    this.line = rest.line;
    await this.cut(rest.bytes);
  }

  private async end(damaged: boolean): Promise<void> {
    if (this.scanner === null) {
      await this.handOver();
      await this.takeOutcomes(0);
      this.scanner = this.scannerHere();
      this.count(this.scanner.scan(Buffer.from(this.bytes.subarray(0, this.filled))));
    }
    this.count(this.scanner.finish(damaged));
    this.count(this.cutting.rest());
    this.run.release(this.buffer);
  }

  private count(batches: Iterable<RecordBatch>): void {
    for (const batch of batches) this.run.batch(batch);
  }
}
