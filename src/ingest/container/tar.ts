import { Header } from 'tar/header';
import { Pax } from 'tar/pax';
import type { Bytes } from './bytes.js';

/** A tar archive is made of blocks of so many bytes. */
export const TAR_BLOCK = 512;

const MAX_META = 1 << 20; // bytes of a long name or a set of attributes

export interface TarEntry {
  /** As the archive has it; nothing but a name, never to be opened. */
  readonly path: string;
  /** `unreadable`: a sparse or split file, whose bytes are not those that were packed. */
  readonly kind: 'file' | 'folder' | 'unreadable' | 'other';
  /** Its bytes; to be read before the next entry is asked for, else they are passed over. */
  readonly bytes: Bytes;
}

/** What is wrong with an archive outside of its entries' bytes. */
export interface TarEnd {
  /** A place where an entry should start and none does. */
  readonly fault: string | null;
  /** That the archive ends early; told by the entry too that it ends in. */
  readonly cut: string | null;
}

/**
 * The entries of a tar archive in their order: ustar with its forerunner, pax and GNU long names. Where an entry's
 * header is damaged, reading goes on at the next block that is a header. What follows the end mark is read too,
 * so that archives written one after the other are read whole. Memory: a block, or 1 MiB of attributes.
 */
export async function* tarEntries(archive: Bytes): AsyncGenerator<TarEntry, TarEnd, undefined> {
  const reader = new BlockReader(archive);
  let own: Pax | undefined; // attributes of the next entry
  let shared: Pax | undefined; // attributes of all further entries
  let sparse = false; // the next entry is
  let fault: string | null = null;
  let marked = false; // by a block of zeros as ended
  try {
    for (;;) {
      const at = reader.offset;
      const block = await reader.exactly(TAR_BLOCK);
      if (block === null) break;
      if (block.every((byte) => byte === 0)) {
        marked = true;
        continue;
      }
      const header = tarHeader(block, own, shared);
      if (header === null) {
        fault ??= `no entry starts at byte ${at} of the archive, where one should; an entry may be lost`;
        own = undefined; // it was that entry's
        sparse = false;
        continue;
      }
      marked = false;
      const { type } = header;
      const size = header.size!;
      if (isMeta(type)) {
        if (size > MAX_META) fault ??= `the attributes at byte ${at} of the archive are longer than 1 MiB`;
        const content = size > MAX_META ? null : await reader.exactly(size);
        if (content === null) await reader.skip(size);
        else if (type === 'GlobalExtendedHeader') shared = Pax.parse(content.toString(), shared, true);
        else if (type === 'ExtendedHeader' || type === 'OldExtendedHeader') {
          const text = content.toString();
          own = Pax.parse(text, own);
          sparse = /^\d+ GNU\.sparse\./m.test(text);
        } else if (type !== 'NextFileHasLongLinkpath') {
          const end = content.indexOf(0);
          own = new Pax({ ...own, path: content.toString('utf8', 0, end === -1 ? size : end) });
        }
        await reader.skip(-size & (TAR_BLOCK - 1));
        continue;
      }
      const body = new Body(reader, size);
      yield { path: header.path!, kind: sparse ? 'unreadable' : kindOf(type), bytes: body.bytes() };
      await reader.skip(body.left + (-size & (TAR_BLOCK - 1)));
      own = undefined;
      sparse = false;
    }
    const cut = reader.rest > 0 || !marked ? `the archive ends early, at its byte ${reader.end}` : null;
    return { fault, cut: reader.damage ?? cut };
  } finally {
    await archive.return(null);
  }
}

/** The header that a block holds; null where its sum does not agree or it says nothing usable. */
export function tarHeader(block: Buffer, own?: Pax, shared?: Pax): Header | null {
  try {
    const header = new Header(block, 0, own, shared);
    return header.cksumValid && Number.isSafeInteger(header.size) && header.path ? header : null;
  } catch {
    return null; // a number that is none
  }
}

function isMeta(type: string): boolean {
  return /^(Global|Old)?ExtendedHeader$|^NextFileHasLong(Linkp|P)ath$|^OldGnuLongPath$/.test(type);
}

function kindOf(type: string): TarEntry['kind'] {
  if (type === 'File' || type === 'OldFile' || type === 'ContiguousFile') return 'file';
  if (type === 'Directory' || type === 'GNUDumpDir') return 'folder';
  return type === 'SparseFile' || type === 'ContinuationFile' ? 'unreadable' : 'other';
}

/** The bytes of one entry. */
class Body {
  constructor(
    private readonly reader: BlockReader,
    public left: number,
  ) {}

  async *bytes(): Bytes {
    while (this.left > 0) {
      const part = await this.reader.some(this.left);
      if (part === null) {
        this.left = 0;
        return this.reader.damage ?? `the archive ends inside this entry, at its byte ${this.reader.end}`;
      }
      this.left -= part.length;
      yield part;
    }
    return null;
  }
}

/** Takes bytes by count from chunks. */
class BlockReader {
  /** Bytes taken. */
  offset = 0;
  /** What is wrong with the data below, known at its end. */
  damage: string | null = null;
  private held: Buffer = Buffer.alloc(0);

  constructor(private readonly bytes: Bytes) {}

  /** Bytes that are left and were too few. */
  get rest(): number {
    return this.held.length;
  }

  /** Where the data ends, once it has ended. */
  get end(): number {
    return this.offset + this.held.length;
  }

  /** So many bytes, or null when there are not as many left. */
  async exactly(count: number): Promise<Buffer | null> {
    const parts = [this.held];
    let length = this.held.length;
    while (length < count) {
      const next = await this.bytes.next();
      if (next.done) {
        this.damage ??= next.value ?? null;
        this.held = Buffer.concat(parts);
        return null;
      }
      parts.push(next.value);
      length += next.value.length;
    }
    const all = parts.length === 1 ? this.held : Buffer.concat(parts);
    this.held = all.subarray(count);
    this.offset += count;
    return all.subarray(0, count);
  }

  /** At most so many bytes, as they come; null at the end. */
  async some(most: number): Promise<Buffer | null> {
    if (this.held.length === 0) {
      const next = await this.bytes.next();
      if (next.done) {
        this.damage ??= next.value ?? null;
        return null;
      }
      this.held = next.value;
    }
    const part = this.held.subarray(0, most);
    this.held = this.held.subarray(part.length);
    this.offset += part.length;
    return part;
  }

  async skip(count: number): Promise<void> {
    for (let left = count; left > 0; ) {
      const part = await this.some(left);
      if (part === null) return;
      left -= part.length;
    }
  }
}
