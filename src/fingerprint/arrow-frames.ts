import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { Message, type Schema } from 'apache-arrow';
import { Footer } from 'apache-arrow/ipc/metadata/file';

/** Magic of the file and its padding; what follows is a stream of messages. */
const HEAD = 8;
const MAGIC = 'ARROW1';
/** Length of the footer and magic. */
const TAIL = 10;
/** Stands before a message; one without length ends the stream. */
const CONTINUES = 0xffffffff;
/** Metadata of a message that is larger is damaged: it has some hundred bytes, that of a schema some thousand. */
const MOST_METADATA = 1 << 24;

/** A message of an Arrow IPC file: its metadata and its body, which is valid until the next one is read. */
export interface ArrowFrame {
  readonly message: Message;
  /** Starts at a multiple of 8 bytes of its buffer. */
  readonly body: Uint8Array;
}

/**
 * The messages of an Arrow IPC file, read once from front to back with the hash of all of it, so that a file need not be
 * read again to be checked. Memory is that of one message, or `chunk` bytes.
 */
export class ArrowFrames {
  private readonly hash = createHash('sha256');
  private buffer: Uint8Array<ArrayBuffer>;
  private from = 0; // of what is in the buffer and not used
  private to = 0;
  private place = 0; // in the file, of `to`

  private constructor(
    private file: FileHandle | null,
    private readonly path: string,
    /** Of the file. */
    readonly bytes: number,
    chunk: number,
  ) {
    this.buffer = new Uint8Array(chunk);
  }

  /**
   * @param chunk bytes read at a time, a multiple of 8
   * @param held whether the file stays open; else it is opened for each read, as many files at a time may not be
   * @throws the system's error where it cannot be opened
   */
  static async open(path: string, chunk: number, held: boolean): Promise<ArrowFrames> {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const frames = new ArrowFrames(held ? file : null, path, size, chunk);
      if (!held) await file.close();
      return frames;
    } catch (error) {
      await file.close().catch(() => undefined);
      throw error;
    }
  }

  /**
   * Reads the schema, which stands at the end of the file for sure, and makes ready to read messages.
   * @throws Error where the file is no whole Arrow file
   */
  async begin(): Promise<Schema> {
    const { bytes } = this;
    const end = bytes - TAIL;
    if (end < HEAD || magicOf(await this.take(HEAD)) !== MAGIC) throw new Error('no Arrow file');
    const tail = await this.at(end, TAIL);
    const length = new DataView(tail.buffer).getInt32(0, true);
    if (magicOf(tail.subarray(4)) !== MAGIC || length <= 0 || length > end - HEAD)
      throw new Error('the file is cut short');
    return Footer.decode(await this.at(end - length, length)).schema;
  }

  /** The next message; null at the end of the stream. @throws Error where the file is cut short or no message stands there. */
  async next(): Promise<ArrowFrame | null> {
    const prefix = await this.take(8);
    const view = new DataView(prefix.buffer, prefix.byteOffset, 8);
    if (view.getUint32(0, true) !== CONTINUES) throw new Error('no message where one should begin');
    const length = view.getInt32(4, true);
    if (length === 0) return null;
    if (length < 0 || length > MOST_METADATA || length % 8 !== 0)
      throw new Error(`a message with ${length} bytes of metadata`);
    const message = Message.decode((await this.take(length)).slice());
    const { bodyLength } = message;
    if (!Number.isSafeInteger(bodyLength) || bodyLength < 0 || bodyLength % 8 !== 0)
      throw new Error(`a message with ${bodyLength} bytes`);
    return { message, body: await this.take(bodyLength) };
  }

  /** Reads what is left; size and hash (SHA-256, hex) of the whole file. */
  async finish(): Promise<{ readonly bytes: number; readonly sha256: string }> {
    this.from = this.to;
    while (await this.more()) this.from = this.to;
    return { bytes: this.place, sha256: this.hash.digest('hex') };
  }

  async close(): Promise<void> {
    const { file } = this;
    this.file = null;
    await file?.close();
  }

  /** The next `length` bytes, valid until the next call. */
  private async take(length: number): Promise<Uint8Array> {
    if (length > this.to - this.from + this.bytes - this.place) throw new Error('the file is cut short');
    if (this.from + length > this.buffer.length || this.to === this.from) {
      this.makeRoom(length);
    }
    while (this.to - this.from < length)
      if (!(await this.more())) throw new Error('the file was cut short while it was read');
    const taken = this.buffer.subarray(this.from, this.from + length);
    this.from += length;
    return taken;
  }

  /** Bytes from anywhere in the file. */
  private async at(place: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const file = this.file ?? (await open(this.path, 'r'));
    try {
      const { bytesRead, buffer } = await file.read(new Uint8Array(length), 0, length, place);
      if (bytesRead < length) throw new Error('the file was cut short while it was read');
      return buffer;
    } finally {
      if (file !== this.file) await file.close();
    }
  }

  /** Moves what is not used to the front of a buffer that has room for `length` bytes. */
  private makeRoom(length: number): void {
    const { buffer, from, to } = this;
    if (length > buffer.length) {
      this.buffer = new Uint8Array(length);
      this.buffer.set(buffer.subarray(from, to));
    } else {
      buffer.copyWithin(0, from, to);
    }
    this.from = 0;
    this.to = to - from;
  }

  /** Reads on into the buffer; false at the end of the file. */
  private async more(): Promise<boolean> {
    if (this.to === this.buffer.length) this.makeRoom(0);
    const file = this.file ?? (await open(this.path, 'r'));
    try {
      const { bytesRead } = await file.read(this.buffer, this.to, this.buffer.length - this.to, this.place);
      this.hash.update(this.buffer.subarray(this.to, this.to + bytesRead));
      this.to += bytesRead;
      this.place += bytesRead;
      return bytesRead > 0;
    } finally {
      if (file !== this.file) await file.close();
    }
  }
}

function magicOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(0, MAGIC.length)).toString('latin1');
}
