import { Worker } from 'node:worker_threads';
import type { TimeState } from '../ingest/timestamp.js';
import type { BlockOutcome, LaneEnd } from './block-lane.js';
import type { LaneSettings } from './lane-settings.js';
import { type LaneForm, SourceLane } from './source-lane.js';

/** A block as it is handed to a lane: the first `length` bytes of `buffer`, which stay as they are until the outcome. */
export interface BlockJob {
  readonly buffer: SharedArrayBuffer;
  readonly length: number;
  readonly offset: number;
  readonly times: TimeState;
}

/** Where blocks are counted, one after the other. */
export interface Lane {
  /** Blocks handed over and not yet counted. */
  readonly load: number;
  open(form: LaneForm): void;
  take(job: BlockJob): Promise<BlockOutcome | null>;
  finish(): Promise<LaneEnd[]>;
  /** Ends the lane whatever it does. */
  stop(): Promise<unknown>;
}

/** In this thread. */
export class LocalLane implements Lane {
  readonly load = 0;
  private readonly lane: SourceLane;

  constructor(settings: LaneSettings) {
    this.lane = new SourceLane(settings);
  }

  open(form: LaneForm): void {
    this.lane.open(form);
  }

  async take({ buffer, length, offset, times }: BlockJob): Promise<BlockOutcome | null> {
    return this.lane.take({ bytes: Buffer.from(buffer, 0, length), offset, times });
  }

  async finish(): Promise<LaneEnd[]> {
    return this.lane.finish();
  }

  async stop(): Promise<void> {}
}

export type ToLane =
  | { readonly kind: 'open'; readonly form: LaneForm }
  | ({ readonly kind: 'take' } & BlockJob)
  | { readonly kind: 'finish' };

type Answer = BlockOutcome | null | LaneEnd[];

/** In a thread of its own, which answers in order. */
export class ThreadLane implements Lane {
  private readonly worker: Worker;
  private readonly waiting: { resolve: (answer: Answer) => void; reject: (error: unknown) => void }[] = [];
  private failure: unknown = null;

  constructor(settings: LaneSettings) {
    this.worker = new Worker(new URL('./lane-thread.js', import.meta.url), { workerData: settings });
    this.worker.on('message', (answer: Answer) => this.waiting.shift()?.resolve(answer));
    this.worker.on('error', (error) => this.fail(error));
    this.worker.on('exit', () => this.fail(new Error('a reading thread ended early')));
  }

  get load(): number {
    return this.waiting.length;
  }

  open(form: LaneForm): void {
    this.send({ kind: 'open', form });
  }

  take(job: BlockJob): Promise<BlockOutcome | null> {
    return this.ask({ kind: 'take', ...job }) as Promise<BlockOutcome | null>;
  }

  finish(): Promise<LaneEnd[]> {
    return this.ask({ kind: 'finish' }) as Promise<LaneEnd[]>;
  }

  stop(): Promise<unknown> {
    this.worker.removeAllListeners();
    return this.worker.terminate();
  }

  private ask(message: ToLane): Promise<Answer> {
    if (this.failure !== null) return Promise.reject(this.failure);
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.send(message);
    });
  }

  private send(message: ToLane): void {
    this.worker.postMessage(message);
  }

  private fail(error: unknown): void {
    this.failure ??= error;
    for (const { reject } of this.waiting.splice(0)) reject(this.failure);
  }
}
