import { availableParallelism } from 'node:os';
import type { SipKey } from '../facet/siphash.js';
import { Accumulator } from '../fingerprint/accumulate.js';
import type { FacetTable } from '../fingerprint/facet-table.js';
import { tableOfShards } from '../fingerprint/shard.js';
import { BATCH_ROWS } from '../ingest/batch-builder.js';
import { readBatches, readLogs } from '../ingest/ingest.js';
import type { IngestOptions, IngestSummary } from '../ingest/ingest-summary.js';
import { BatchReader, type LogReader, type LogVisitor, type OpenSource } from '../ingest/log-reader.js';
import type { RowSample } from '../ingest/row-sketch.js';
import { RowSketches, withRepeats } from '../ingest/row-sketches.js';
import { TimeColumn } from '../ingest/timestamp.js';
import type { RecordBatch } from '../record/record-batch.js';
import { type DayTable, dayTables } from './account-days.js';
import { BatchLane } from './batch-lane.js';
import { BEHIND, type BlockOutcome, type LaneEnd, MOST_BLOCK_BYTES } from './block-lane.js';
import { BlockReader, type BlockRun } from './block-reader.js';
import { keyedValues, type LaneSettings } from './lane-settings.js';
import { type BlockJob, type Lane, LocalLane, ThreadLane } from './lanes.js';
import { LineCutting } from './line-cutting.js';
import type { LineForm } from './line-lane.js';
import { PlainCutting } from './plain-cutting.js';
import type { LaneForm } from './source-lane.js';

export interface FingerprintOptions extends IngestOptions {
  /**
   * Threads that count rows: 0 reads everything by the reference, 1 counts in this thread, more have threads of their
   * own. By default as many as there are processors, 16 at most, once a run has shown to be worth it. Affects speed alone.
   */
  readonly workers?: number;
  /** Bytes of rows that all lanes together hold before they count them; default 384 MiB. Affects speed and memory alone. */
  readonly storeBytes?: number;
  /**
   * Key under which it is chosen which values an account keeps and which rows are sampled, so that the table can then be
   * keyed as a whole (`keyedTable`) and merged with others that were; the hashes of sampled rows are keyed ones. At least one
   * worker is used.
   */
  readonly key?: SipKey;
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
  if (options.workers !== 0 || options.key !== undefined) {
    const { ingest, samples, ...counted } = await counting(inputs, options, false);
    return { ...counted, ingest: withRepeats(ingest, samples) };
  }
  const accumulator = new Accumulator();
  const batches = readBatches(inputs, options);
  let step = await batches.next();
  for (; step.done !== true; step = await batches.next()) accumulator.add(step.value);
  return { table: accumulator.finish(), ingest: step.value, fusedRows: 0 };
}

/** Fingerprints of each day, which merged are those of the whole. */
export interface DailyFingerprints {
  /** Days (UTC) with requests, ascending. */
  readonly days: readonly DayTable[];
  /** What became of the rows; which rows sources share is not told yet, see `withRepeats`. */
  readonly ingest: IngestSummary;
  /** Samples of the rows of each source, by number; null for one without rows. */
  readonly samples: readonly (RowSample | null)[];
}

/** Reads logs into fingerprints by day (UTC), at least one worker being used. Throws as `readBatches` does. */
export async function dailyFingerprints(
  inputs: readonly string[],
  options: FingerprintOptions = {},
): Promise<DailyFingerprints> {
  const { table, ingest, samples } = await counting(inputs, options, true);
  return { days: dayTables(table), ingest, samples };
}

async function counting(
  inputs: readonly string[],
  options: FingerprintOptions,
  byDay: boolean,
): Promise<Fingerprints & { readonly samples: readonly (RowSample | null)[] }> {
  const workers = options.workers ?? Math.min(availableParallelism(), MOST_WORKERS);
  const keyed = keyedValues(options.key);
  const sketches = new RowSketches(keyed?.row);
  const lanes = new Lanes(options, Math.max(1, workers), sketches, byDay);
  try {
    const reading = readLogs<never>(inputs, options, lanes);
    const { value: ingest } = await reading.next(); // it never yields
    const ends = await lanes.finish();
    await lanes.stop(); // gives back what the threads hold before the table is made
    for (const { samples } of ends) sketches.merge(samples);
    const shards = ends.flatMap((end) => end.shards);
    return {
      table: tableOfShards(shards, keyed?.order),
      ingest,
      samples: sketches.samples(),
      fusedRows: lanes.fused,
    };
  } finally {
    await lanes.stop();
  }
}

/** The lanes of a run and the buffers that go between them; what they cannot take is counted here by the reference. */
class Lanes implements BlockRun, LogVisitor<never> {
  fused = 0;
  readonly blockBytes: number;
  private lanes: Lane[] = [];
  private readonly local: Lane | null; // used until threads are worth it
  private readonly settings: LaneSettings;
  private readonly free: SharedArrayBuffer[] = [];
  private form: LaneForm | null = null;
  private readonly options: LineForm['options'];
  private readonly counted: BatchLane; // of what the reference reads here
  private bytes = 0; // handed out so far
  private wake: () => void = () => {}; // of who waits for room

  constructor(
    {
      blockBytes = MOST_BLOCK_BYTES,
      workers: given,
      storeBytes = STORE_BYTES,
      key,
      ...options
    }: FingerprintOptions,
    private readonly workers: number,
    private readonly sketches: RowSketches,
    byDay: boolean,
  ) {
    this.blockBytes = Math.min(blockBytes, MOST_BLOCK_BYTES);
    const { columns, constants, profile, map, epoch, timezone } = options;
    // Only what is there: undefined is no value of these.
    this.options = JSON.parse(JSON.stringify({ columns, constants, profile, map, epoch, timezone }));
    this.settings = { storeBytes: storeBytes / workers, byDay, ...(key === undefined ? {} : { key }) };
    this.counted = new BatchLane(this.settings);
    this.local = given === undefined || workers === 1 ? new LocalLane(this.settings) : null;
  }

  get inFlight(): number {
    return this.lanes.length === 0 && this.local !== null
      ? 0
      : Math.max(BLOCKS_UNDER_WAY, this.workers * BLOCKS_A_LANE);
  }

  open(source: OpenSource): LogReader<never> {
    const { name, index, plain, format, zone } = source;
    const times = new TimeColumn(name, zone);
    if (plain !== null) {
      this.openLanes({ kind: 'plain', form: plain.form });
      return new BlockReader(this, plain, new PlainCutting(plain, times), times);
    }
    if (format.from === null) return new CountingReader(this, source);
    this.openLanes({ kind: 'lines', form: { name, index, head: source.head, options: this.options } });
    const start = { ...source, offset: format.start, line: 1 };
    return new BlockReader(this, start, new LineCutting(source, times), times);
  }

  private openLanes(form: LaneForm): void {
    this.form = form;
    for (const lane of [this.local, ...this.lanes]) lane?.open(form);
  }

  batch(batch: RecordBatch): never[] {
    this.counted.add(batch);
    this.sketches.add(batch);
    return [];
  }

  buffer(): SharedArrayBuffer {
    return this.free.pop() ?? new SharedArrayBuffer(this.blockBytes + BEHIND);
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

  async finish(): Promise<LaneEnd[]> {
    const lanes = [this.local, ...this.lanes].filter((lane) => lane !== null);
    const ends = (await Promise.all(lanes.map((lane) => lane.finish()))).flat();
    return [...ends, { shards: this.counted.finish(), samples: [] }];
  }

  async stop(): Promise<void> {
    await Promise.all(this.lanes.splice(0).map((lane) => lane.stop()));
    this.free.length = 0;
  }
}

/** Counts a source that is no plain text by the reference. */
class CountingReader implements LogReader<never> {
  private readonly reader: BatchReader;

  constructor(
    private readonly run: BlockRun,
    source: OpenSource,
  ) {
    this.reader = new BatchReader(source, BATCH_ROWS);
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

  scan(bytes: Buffer): never[] {
    for (const batch of this.reader.scan(bytes)) this.run.batch(batch);
    return [];
  }

  finish(damaged: boolean): never[] {
    for (const batch of this.reader.finish(damaged)) this.run.batch(batch);
    return [];
  }

  async settle(): Promise<void> {}
}
