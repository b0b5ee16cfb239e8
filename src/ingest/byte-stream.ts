import type { Bytes } from './container/bytes.js';
import type { StoredBytes } from './stored-bytes.js';

export type Compression = 'none' | 'gzip' | 'zstd';
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** The input file that a source is an entry of. Bytes and hash are filled in once it was read to its end. */
export interface ArchiveSummary {
  readonly name: string;
  /** Bytes of the file as stored. */
  readonly bytes: number;
  /** SHA-256 of them, hex. */
  readonly sha256: string;
  readonly compression: Compression;
}

/**
 * One source: the decompressed bytes of a file or of an archive's entry, UTF-16 re-coded to UTF-8. Read once from
 * front to back, with the SHA-256 of the bytes as stored taken in the same pass.
 */
export class ByteStream {
  /** What is wrong with the data below, known at the end; null while nothing is. */
  damage: string | null = null;

  constructor(
    /** As listed: path of the file, with `!` and the path inside where it is an entry of an archive. */
    readonly name: string,
    private readonly stored: StoredBytes,
    private readonly content: Bytes,
    readonly compression: Compression,
    readonly encoding: Encoding,
    readonly archive: ArchiveSummary | null,
  ) {}

  /** Stored bytes read so far, of the entry where it is one. */
  get bytesRead(): number {
    return this.stored.count;
  }

  /** SHA-256 of the stored bytes in hex; there once `chunks` has ended. */
  get sha256(): string {
    return this.stored.sha256;
  }

  /**
   * Non-empty chunks of decompressed bytes. What came before damage is given.
   * @throws StillhuntError `input` when the file cannot be read.
   */
  async *chunks(): AsyncGenerator<Buffer, void> {
    this.damage = yield* this.content;
  }
}
