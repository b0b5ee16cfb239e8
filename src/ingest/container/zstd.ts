import { type Bytes, joined, place } from './bytes.js';
import { errorOf, loadLibrary, type ZstdLibrary } from './zstd-library.js';

const PIECE = 4096; // bytes handed over at once: how exactly the place of damage is known

/**
 * Decompresses zstd as the reference implementation does: frames may be concatenated, skippable frames are passed
 * over, checksums are verified where the frames have them. Everything before the block in which a fault stands is
 * given. Memory is bounded by the frame's window, at most 128 MiB, whatever the ratio; what needs more, or a
 * dictionary, ends as damaged and says what to do.
 */
export async function* unzstd(packed: Bytes): Bytes {
  const decoder = await Decoder.open();
  let damage: string | null = null;
  let below: string | null = null; // what is wrong with the stored bytes themselves
  let taken = 0; // stored bytes handed over
  let given = 0; // decompressed bytes handed out
  try {
    for (;;) {
      const next = await packed.next();
      if (next.done) {
        below = next.value;
        break;
      }
      const chunk = next.value;
      for (let at = 0; at < chunk.length && damage === null; at += PIECE) {
        const piece = chunk.subarray(at, at + PIECE);
        taken += piece.length;
        decoder.feed(piece);
        do {
          const error = decoder.step();
          if (error !== 0) damage = `${faultText(error)} ${place(taken, given)}`;
          else if (decoder.produced > 0) {
            given += decoder.produced;
            yield decoder.output();
          }
        } while (decoder.busy && damage === null);
      }
    }
    if (damage === null && !decoder.atFrameEnd) damage = `the zstd data ends early at ${place(taken, given)}`;
    return joined(damage, below);
  } finally {
    decoder.close();
    await packed.return(null);
  }
}

/** Of the reference implementation's errors (zstd_errors.h) those that a user can act on. */
function faultText(error: number): string {
  if (error === 16) {
    return 'the zstd data needs a window above 128 MiB (decompress it first: zstd -d --long=31 FILE), told by';
  }
  if (error === 32)
    return 'the zstd data needs a dictionary (decompress it first: zstd -d -D DICTIONARY FILE), told by';
  if (error === 10) return 'something follows the end of the zstd data, which was not read, at or before';
  if (error === 22) return 'the zstd data is damaged (its checksum does not agree) at or before';
  return `the zstd data is damaged (error ${error}) at or before`;
}

/** One stream's state inside the library. */
class Decoder {
  /** Bytes that the last step gave. */
  produced = 0;
  /** Whether the data may end here. */
  atFrameEnd = true;
  private readonly context: number;
  private readonly outputSize: number;
  private readonly outputAt: number;
  private readonly inputAt: number;
  private readonly buffers: number; // two structs {pointer, size, position}: output, then input
  private inputSize = 0;

  private constructor(private readonly library: ZstdLibrary) {
    this.outputSize = library.ZSTD_DStreamOutSize();
    this.context = library.ZSTD_createDCtx();
    this.outputAt = library.malloc(this.outputSize);
    this.inputAt = library.malloc(PIECE);
    this.buffers = library.malloc(24);
  }

  static async open(): Promise<Decoder> {
    return new Decoder(await loadLibrary());
  }

  /** Takes a piece of at most PIECE bytes; the one before must have been used up. */
  feed(piece: Buffer): void {
    new Uint8Array(this.library.memory.buffer).set(piece, this.inputAt);
    this.inputSize = piece.length;
    const view = this.view();
    view.setUint32(this.buffers + 12, this.inputAt, true);
    view.setUint32(this.buffers + 16, piece.length, true);
    view.setUint32(this.buffers + 20, 0, true);
  }

  /** Decompresses up to a buffer's fill; gives the library's error number, 0 for none. */
  step(): number {
    const before = this.view();
    before.setUint32(this.buffers, this.outputAt, true);
    before.setUint32(this.buffers + 4, this.outputSize, true);
    before.setUint32(this.buffers + 8, 0, true);
    const result = this.library.ZSTD_decompressStream(this.context, this.buffers, this.buffers + 12);
    const error = errorOf(result);
    if (error !== 0) return error;
    this.atFrameEnd = result === 0;
    this.produced = this.view().getUint32(this.buffers + 8, true);
    return 0;
  }

  /** Whether there is more to get without further input. */
  get busy(): boolean {
    return (
      this.produced === this.outputSize || this.view().getUint32(this.buffers + 20, true) < this.inputSize
    );
  }

  /** A copy of what the last step gave. */
  output(): Buffer {
    return Buffer.from(new Uint8Array(this.library.memory.buffer, this.outputAt, this.produced));
  }

  close(): void {
    this.library.ZSTD_freeDCtx(this.context);
    for (const pointer of [this.outputAt, this.inputAt, this.buffers]) this.library.free(pointer);
  }

  /** Anew each time: memory that grows is another buffer. */
  private view(): DataView {
    return new DataView(this.library.memory.buffer);
  }
}
