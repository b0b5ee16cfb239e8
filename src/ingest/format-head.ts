import { StillhuntError } from '../errors.js';
import { LONGEST_OBJECT } from './json/json-records.js';
import { HEAD_BYTES, type OpenedFormat } from './open-format.js';

/** Tries to tell the format of a source from its start; null when more bytes are needed, or at the end nothing is there. */
export type OpenHead = (head: Buffer, end: boolean) => OpenedFormat | null;

/** What a format was told by. */
export interface JudgedHead {
  readonly bytes: Uint8Array;
  readonly end: boolean;
}

/**
 * The start of a source until its format is told. Tried again only when twice as much is there, so that a source in which
 * nothing can be told costs no more than a few looks at it.
 */
export class FormatHead {
  private readonly chunks: Buffer[] = [];
  private length = 0;
  private next = HEAD_BYTES; // bytes at which to try

  constructor(
    private readonly name: string,
    private readonly open: OpenHead,
  ) {}

  /** The bytes by which the format was told, and whether the source ends with them. */
  judged: JudgedHead = { bytes: Buffer.alloc(0), end: false };

  get empty(): boolean {
    return this.length === 0;
  }

  /** All that was added. */
  get bytes(): Buffer {
    if (this.chunks.length > 1) this.chunks.splice(0, this.chunks.length, Buffer.concat(this.chunks));
    return this.chunks[0] ?? Buffer.alloc(0);
  }

  /** @throws StillhuntError `input` where no record is found in 32 MiB, and what the format throws. */
  add(chunk: Buffer): OpenedFormat | null {
    this.chunks.push(chunk);
    this.length += chunk.length;
    while (this.length >= this.next) {
      // Always so many bytes, however they arrive: what a source is taken for must not depend on that.
      const opened = this.judge(this.bytes.subarray(0, this.next), false);
      if (opened !== null) return opened;
      if (this.next > LONGEST_OBJECT) {
        throw new StillhuntError(
          'input',
          `${this.name}: no record was found in its first ${this.next >> 20} MiB.`,
          'stillhunt inspect shows what it is taken for; a map says where records are (--map).',
        );
      }
      this.next *= 2;
    }
    return null;
  }

  end(): OpenedFormat | null {
    return this.judge(this.bytes, true);
  }

  private judge(bytes: Buffer, end: boolean): OpenedFormat | null {
    this.judged = { bytes, end };
    return this.open(bytes, end);
  }
}
