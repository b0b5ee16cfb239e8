import { availableParallelism } from 'node:os';
import { Accumulator } from '../fingerprint/accumulate.js';
import type { FacetTable } from '../fingerprint/facet-table.js';
import { shardOfTable, tableOfShards } from '../fingerprint/shard.js';
import { readBatches, readLogs } from '../ingest/ingest.js';
import type { IngestOptions, IngestSummary } from '../ingest/ingest-summary.js';
import type { SourceForm } from '../ingest/log-reader.js';
import { type BlockOutcome, type LaneSettings, MOST_BLOCK_BYTES } from './block-lane.js';
import { BlockReader, type BlockRun } from './block-reader.js';
import { type BlockJob, type Lane, LocalLane, ThreadLane } from './lanes.js';

export interface FingerprintOptions extends IngestOptions {
  /**
   * Threads that count rows: 0 reads everything by the reference, 1 counts in this thread, more have threads of their
   * own. By default as many as there are processors, 16 at most, once a run has shown to be worth it. Affects speed alone.
   */
  readonly workers?: number;
  /** Bytes of rows that all lanes together hold before they count them; default 384 MiB. Affects speed and memory alone. */
  readonly storeBytes?: number;
}

export interface Fingerprints {
  readonly table: FacetTable;
  readonly ingest: IngestSummary;
  /** Accepted rows that were counted straight from their bytes; the others took the reference way. */
  readonly fusedRows: number;
}

/** Bytes of decompressed logs from which on threads are worth their start. */
const WORTH_THREADS = 16 << 20;
/** Threads unless told otherwise at most: one thread reads and cuts for all of them. */
const MOST_WORKERS = 16;
const STORE_BYTES = 384 << 20;
const BLOCKS_A_LANE = 3; // handed over: one in hand, and the next ones ready
/** Blocks under way in all: while one lane counts the rows it holds, the others go on. */
const BLOCKS_UNDER_WAY = 64;

/**
 * Reads logs into fingerprints: the table that `Accumulator` makes of what `readBatches` reads, to the byte, and the same
 * summary, whatever the number of workers. Throws as `readBatches` does.
 */
export async function fingerprints(
  inputs: readonly string[],
  options: FingerprintOptions = {},
): Promise<Fingerprints> {
  const workers = options.workers ?? Math.min(availableParallelism(), MOST_WORKERS);
  const accumulator = new Accumulator();
  if (workers === 0) {
    const batches = readBatches(inputs, options);
    let step = await batches.next();
    for (; step.done !== true; step = await batches.next()) accumulator.add(step.value);
    return { table: accumulator.finish(), ingest: step.value, fusedRows: 0 };
  }
  const lanes = new Lanes(options, workers, accumulator);
  try {
    const reading = readLogs<never>(inputs, options, (source) => {
      lanes.open(source.form);
      return new BlockReader(lanes, source);
    });
    const end = await reading.next(); // it never yields
    const shards = await lanes.finish();
    await lanes.stop(); // gives back what the threads hold before the table is made
    if (shards.length === 0) return { table: accumulator.finish(), ingest: end.value, fusedRows: 0 };
    shards.push(shardOfTable(accumulator.finish()));
    return { table: tableOfShards(shards), ingest: end.value, fusedRows: lanes.fused };
  } finally {
    await lanes.stop();
  }
}

/** The lanes of a run and the buffers that go between them. */
class Lanes implements BlockRun {
  fused = 0;
  readonly blockBytes: number;
  private lanes: Lane[] = [];
  private readonly local: Lane | null; // used until threads are worth it
  private readonly settings: LaneSettings;
  private readonly free: SharedArrayBuffer[] = [];
  private form: SourceForm | null = null;
  private bytes = 0; // handed out so far
  private wake: () => void = () => {}; // of who waits for room

  constructor(
    { blockBytes = MOST_BLOCK_BYTES, timezone, workers: given, storeBytes = STORE_BYTES }: FingerprintOptions,
    private readonly workers: number,
    readonly accumulator: Accumulator,
  ) {
    this.blockBytes = Math.min(blockBytes, MOST_BLOCK_BYTES);
    this.settings = { timezone: timezone ?? null, storeBytes: storeBytes / workers };
    this.local = given === undefined || workers === 1 ? new LocalLane(this.settings) : null;
  }

  get inFlight(): number {
    return this.lanes.length === 0 && this.local !== null
      ? 0
      : Math.max(BLOCKS_UNDER_WAY, this.workers * BLOCKS_A_LANE);
  }

  open(form: SourceForm): void {
    this.form = form;
    for (const lane of [this.local, ...this.lanes]) lane?.open(form);
  }

  buffer(): SharedArrayBuffer {
    return this.free.pop() ?? new SharedArrayBuffer(this.blockBytes);
  }

  release(buffer: SharedArrayBuffer): void {
    this.free.push(buffer);
  }

  /** Waits until a lane has room for a block. */
  async ready(): Promise<void> {
    while (this.lanes.length > 0 && this.lanes.every(({ load }) => load >= BLOCKS_A_LANE))
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
  }

  take(job: BlockJob): Promise<BlockOutcome | null> {
    this.bytes += job.length;
    const alone = this.workers === 1 || (this.local !== null && this.bytes < WORTH_THREADS);
    if (alone) return this.local!.take(job);
    if (this.lanes.length === 0) {
      this.lanes = Array.from({ length: this.workers }, () => new ThreadLane(this.settings));
      for (const lane of this.lanes) lane.open(this.form!);
    }
    const outcome = this.lanes.reduce((least, lane) => (lane.load < least.load ? lane : least)).take(job);
    const wake = () => this.wake();
    outcome.then(wake, wake);
    return outcome;
  }

  async finish() {
    const parts = await Promise.all([this.local, ...this.lanes].map((lane) => lane?.finish() ?? []));
    return parts.flat();
  }

  async stop(): Promise<void> {
    await Promise.all(this.lanes.splice(0).map((lane) => lane.stop()));
    this.free.length = 0;
  }
}
