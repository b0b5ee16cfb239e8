import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { StillhuntError } from '../errors.js';
import { type ArchiveSummary, ByteStream, type Compression, type Encoding } from './byte-stream.js';
import { type Bytes, joined, peek } from './container/bytes.js';
import { gunzip } from './container/gzip.js';
import { KIND_BYTES, kindOf } from './container/kind.js';
import { type TarEntry, tarEntries } from './container/tar.js';
import { fromUtf16 } from './container/utf-16.js';
import { unzstd } from './container/zstd.js';
import { isLogName, LOG_NAMES, tally, tallyText } from './log-names.js';
import type { LogSource } from './sources.js';
import { StoredBytes } from './stored-bytes.js';

const ARCHIVES_DEEP = 2; // an archive, and archives in it
const MAX_LOGS = 100_000; // in an archive: each has its own summary
const MAX_PATH = 512; // characters of a path in an archive

/**
 * One input as stored, and the sources in it: itself, or, where it is a tar archive, each file in that with the name of a
 * log, as `archive.tar.gz!inner/path.csv`, in order and while streaming. All is told by content. Nothing is
 * written anywhere, and paths in an archive are never opened.
 */
export class InputFile {
  /** What the user should know of the file besides its sources. */
  readonly warnings: string[] = [];
  private readonly stored: StoredBytes;
  private archive: { -readonly [K in keyof ArchiveSummary]: ArchiveSummary[K] } | null = null;

  constructor(
    private readonly source: LogSource,
    stdin: AsyncIterable<Uint8Array>,
    blockBytes: number,
  ) {
    const { path, name } = source;
    const input = path === null ? stdin : createReadStream(path, { highWaterMark: blockBytes });
    this.stored = new StoredBytes(name, chunksOf(input, name));
  }

  /** Stored bytes read so far. */
  get bytesRead(): number {
    return this.stored.count;
  }

  /**
   * The sources, each to be read to its end before the next is asked for. A part of the input that cannot be read
   * is a source without bytes that says so in its `damage`: an entry of a kind that is not read, and the archive
   * itself where it is damaged outside of its entries.
   *
   * @throws StillhuntError `input` when the file cannot be read or something in it is of a kind that is not read
   * here, or an archive holds no logs.
   */
  async *sources(): AsyncGenerator<ByteStream, void> {
    try {
      yield* this.sourcesOf(this.source.name, this.stored, 1);
      if (this.archive !== null) {
        this.archive.bytes = this.stored.count;
        this.archive.sha256 = this.stored.sha256;
      }
    } finally {
      await this.stored.close();
    }
  }

  private async *sourcesOf(
    name: string,
    stored: StoredBytes,
    depth: number,
  ): AsyncGenerator<ByteStream, void> {
    const archive = depth > 1 ? this.archive : null;
    const layers = [stored.bytes()];
    try {
      let { head, bytes } = await peek(layers[0]!, KIND_BYTES);
      let kind = kindOf(head, name);
      let compression: Compression = 'none';
      if (kind === 'gzip' || kind === 'zstd') {
        compression = kind;
        layers.push(kind === 'gzip' ? gunzip(bytes) : unzstd(bytes));
        ({ head, bytes } = await peek(layers[1]!, KIND_BYTES));
        kind = kindOf(head, name);
      }
      if (kind === 'gzip' || kind === 'zstd') {
        throw new StillhuntError(
          'input',
          `${name} is compressed twice: ${kind} data inside ${compression} data.`,
          `Decompress it once first: ${compression === 'gzip' ? 'gzip' : 'zstd'} -d FILE.`,
        );
      }
      if (kind === 'parquet' || kind === 'arrow') {
        if (depth > 1) {
          const damage = 'columnar files inside an archive are not read: unpack it and name the file';
          yield unread(name, stored, bytes, damage, compression, archive);
          return;
        }
        const columnar = { format: kind, path: this.columnarPath(name, kind, compression) };
        yield new ByteStream(name, stored, bytes, 'none', 'utf-8', null, columnar);
      } else if (kind !== 'tar') {
        const encoding: Encoding = kind === 'bytes' ? 'utf-8' : kind;
        const content = encoding === 'utf-8' ? bytes : fromUtf16(bytes, encoding);
        yield new ByteStream(name, stored, content, compression, encoding, archive);
      } else if (depth > ARCHIVES_DEEP) {
        const damage =
          'an archive inside an archive inside an archive is not read: unpack the outer one first';
        yield unread(name, stored, bytes, damage, compression, archive);
      } else {
        yield* this.entriesOf(name, stored, bytes, compression, depth);
      }
    } finally {
      for (const layer of layers.reverse()) await layer.return(null); // where reading stops early
    }
  }

  /** Columns are read from places all over the file, so it must be one by itself. */
  private columnarPath(name: string, kind: 'parquet' | 'arrow', compression: Compression): string {
    const { path } = this.source;
    if (path !== null && compression === 'none') return path;
    const where = path === null ? 'on standard input' : `inside ${compression} data`;
    throw new StillhuntError(
      'input',
      `${name} is ${kind === 'parquet' ? 'Parquet' : 'Arrow'} ${where}; such a file can only be read by itself.`,
      'Unpack it and name the file.',
    );
  }

  private async *entriesOf(
    name: string,
    stored: StoredBytes,
    bytes: Bytes,
    compression: Compression,
    depth: number,
  ): AsyncGenerator<ByteStream, void> {
    const outer = depth > 1 ? this.archive : null;
    this.archive ??= { name, bytes: 0, sha256: '', compression };
    const taken = new Map<string, number>(); // entries by name
    const others = new Map<string, number>();
    let damaged = false; // an entry told that it ends early
    const entries = tarEntries(bytes);
    try {
      for (;;) {
        const next = await entries.next();
        if (next.done) {
          const { fault, cut } = next.value;
          const damage = joined(fault, damaged ? null : cut);
          if (damage !== null) yield unread(name, stored, bytes, damage, compression, outer);
          else if (taken.size === 0) this.tellNoLogs(name, others, depth);
          if (taken.size > 0 && others.size > 0) {
            this.warnings.push(
              `${name}: ${tallyText(others)} in it were not read; their names are not those of logs, or they are links.`,
            );
          }
          return;
        }
        const path = pathOf(next.value);
        if (next.value.kind === 'folder') continue;
        if (path.split('/').some((part) => part.startsWith('.') && part !== '..')) continue;
        if (next.value.kind === 'other' || !isLogName(path)) {
          tally(others, path);
          continue;
        }
        if (taken.size >= MAX_LOGS) {
          throw new StillhuntError(
            'input',
            `${name} holds more than ${MAX_LOGS} logs.`,
            'Unpack it and name its parts.',
          );
        }
        const times = (taken.get(path) ?? 0) + 1;
        taken.set(path, times);
        if (times === 2) {
          this.warnings.push(
            `${name} holds ${path} more than once; unpacking keeps the last alone, but the rows of all are counted.`,
          );
        }
        const entryName = `${name}!${path}${times > 1 ? `#${times}` : ''}`;
        const entry = new StoredBytes(entryName, next.value.bytes);
        if (next.value.kind === 'unreadable') {
          const damage = 'the archive holds it as a sparse or split file, which is not read: unpack it first';
          yield unread(entryName, entry, entry.bytes(), damage, 'none', this.archive);
        } else {
          yield* this.sourcesOf(entryName, entry, depth + 1);
        }
        damaged ||= entry.damage !== null;
      }
    } finally {
      await entries.return({ fault: null, cut: null });
    }
  }

  private tellNoLogs(name: string, others: ReadonlyMap<string, number>, depth: number): void {
    const held = `The archive ${name} holds no logs; it held ${tallyText(others)}.`;
    if (depth > 1) this.warnings.push(held);
    else
      throw new StillhuntError(
        'input',
        held,
        `In archives ${LOG_NAMES} are read. Unpack it to name other files.`,
      );
  }
}

/** A source of which no row is read. */
function unread(
  name: string,
  stored: StoredBytes,
  bytes: Bytes,
  damage: string,
  compression: Compression,
  archive: ArchiveSummary | null,
): ByteStream {
  return new ByteStream(name, stored, passedOver(bytes, damage), compression, 'utf-8', archive);
}

// biome-ignore lint/correctness/useYield: it gives no bytes, only what is wrong
async function* passedOver(bytes: Bytes, damage: string): Bytes {
  for await (const _ of bytes); // still hashed
  return damage;
}

/** The path of an entry as it is shown: bounded, without what stands for the archive's root. */
function pathOf({ path }: TarEntry): string {
  const below = path.replace(/^(?:\.?\/)+/, '');
  if (below.length <= MAX_PATH) return below;
  return `${createHash('sha256').update(below).digest('hex').slice(0, 16)}~${below.slice(-MAX_PATH + 17)}`;
}

async function* chunksOf(input: AsyncIterable<Uint8Array>, name: string): Bytes {
  try {
    for await (const part of input) {
      if (part.length > 0) yield Buffer.isBuffer(part) ? part : Buffer.from(part);
    }
    return null;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StillhuntError('input', `${name} cannot be read: ${reason}.`);
  }
}
