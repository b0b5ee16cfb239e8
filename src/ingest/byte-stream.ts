import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createGunzip, type Gunzip } from 'node:zlib';
import { StillhuntError } from '../errors.js';
import { detectContainer } from './container.js';
import type { LogSource } from './sources.js';

const GUNZIP_INPUT = 32 * 1024; // bytes handed to gunzip at once: bounds what one step can inflate to 32 MiB

/**
 * The decompressed bytes of one source, read once from front to back, with the SHA-256 of the bytes as stored
 * taken in the same pass. Gzip is told by content, members may be concatenated. Damaged gzip data ends the
 * stream early and is told in `damage`; what was inflated before is handed out, up to 64 KiB before the fault,
 * and the rest of the stored bytes is still hashed. Zeros after the last member are padding; anything else there is
 * damage too, because it may be rows.
 */
export class ByteStream {
  /** Stored bytes read so far. */
  bytesRead = 0;
  compression: 'none' | 'gzip' = 'none';
  /** What is wrong with the compressed data; null while nothing is. */
  damage: string | null = null;
  private readonly hash = createHash('sha256');
  private digest: string | null = null; // set once all stored bytes were read

  constructor(
    private readonly source: LogSource,
    private readonly stdin: AsyncIterable<Uint8Array>,
    private readonly blockBytes: number,
  ) {}

  /** SHA-256 of the stored bytes in hex; there once `chunks` has ended. */
  get sha256(): string {
    if (this.digest === null) throw new Error(`${this.source.name} was not read to its end`);
    return this.digest;
  }

  /**
   * Non-empty chunks of decompressed bytes.
   * @throws StillhuntError `input` when the source cannot be read or is of a kind that is not read here.
   */
  async *chunks(): AsyncGenerator<Buffer, void> {
    const stored = this.stored();
    try {
      const head = await firstBytes(stored);
      this.compression = detectContainer(head, this.source.name);
      if (this.compression === 'gzip') {
        yield* this.inflated(head, stored);
      } else {
        if (head.length > 0) yield head;
        yield* stored;
      }
    } finally {
      await stored.return(); // closes the file where reading stops early
    }
    this.digest = this.hash.digest('hex');
  }

  private async *stored(): AsyncGenerator<Buffer, void> {
    const { path, name } = this.source;
    const input = path === null ? this.stdin : createReadStream(path, { highWaterMark: this.blockBytes });
    try {
      for await (const part of input) {
        const chunk = Buffer.isBuffer(part) ? part : Buffer.from(part);
        if (chunk.length === 0) continue;
        this.bytesRead += chunk.length;
        this.hash.update(chunk);
        yield chunk;
      }
    } catch (error) {
      throw new StillhuntError('input', `${name} cannot be read: ${reasonOf(error)}.`);
    }
  }

  private async *inflated(head: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
    const gunzip = createGunzip({ chunkSize: 64 * 1024 });
    let ready: Buffer[] = []; // inflated and not yet handed out
    let failure: Error | null = null;
    let ended = false; // the last member is over
    // The stream flows all the time, so that nothing inflated is lost when it fails; each write is waited for,
    // which holds the input back instead.
    gunzip.on('data', (chunk: Buffer) => ready.push(chunk));
    gunzip.on('error', (error) => {
      failure = error;
    });
    try {
      for await (const chunk of withHead(head, rest)) {
        for (let at = 0; at < chunk.length && failure === null; at += GUNZIP_INPUT) {
          const part = chunk.subarray(at, at + GUNZIP_INPUT);
          let taken = 0;
          if (!ended) {
            const before = gunzip.bytesWritten;
            await written(gunzip, part);
            taken = gunzip.bytesWritten - before;
            ended = failure === null && taken < part.length;
          }
          if (ended && part.subarray(taken).some((byte) => byte !== 0)) this.damage = TRAILING;
          const inflated = ready;
          ready = [];
          yield* inflated;
        }
      }
      if (failure === null) await finished(gunzip);
      yield* ready;
      if (failure !== null) this.damage = damageText(failure);
    } finally {
      gunzip.destroy();
    }
  }
}

const TRAILING = 'something follows the end of the gzip data, which was not read';

/** Waits until gunzip has taken in a part, or has failed and told so. */
function written(gunzip: Gunzip, part: Buffer): Promise<void> {
  return new Promise((resolve) => {
    gunzip.once('close', resolve);
    gunzip.write(part, (error) => {
      if (error) return; // its own event comes first, then `close`
      gunzip.removeListener('close', resolve);
      resolve();
    });
  });
}

/** Waits until gunzip has given everything or has failed. */
function finished(gunzip: Gunzip): Promise<void> {
  return new Promise((resolve) => {
    gunzip.once('close', resolve);
    gunzip.end();
  });
}

/** Takes chunks until there are enough bytes to tell what the source is. */
async function firstBytes(chunks: AsyncGenerator<Buffer, void>): Promise<Buffer> {
  let head: Buffer = Buffer.alloc(0);
  while (head.length < 16) {
    const next = await chunks.next();
    if (next.done) break;
    head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
  }
  return head;
}

async function* withHead(head: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  yield head;
  yield* rest;
}

function damageText(error: Error): string {
  const code = 'code' in error ? error.code : undefined;
  return code === 'Z_BUF_ERROR' ? 'the gzip data ends early' : `the gzip data is damaged (${error.message})`;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
