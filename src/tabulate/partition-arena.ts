/** Words of a partition's first chunk, and of its later ones at most: each is twice as long as the one before. */
const FIRST_WORDS = 256;
const MOST_WORDS = 4096;
const BEYOND = 2; // words behind the last record that may be looked at

/**
 * Records of words in partitions: each partition is a chain of chunks of one array. A record starts with the number of its
 * words and lies in one piece. Records are written in any order of partitions and read partition by partition, so that what
 * is read at one time is small and lies close together.
 */
export class PartitionArena {
  data: Uint32Array<ArrayBuffer>;
  /** The same memory. */
  bytes: Buffer;
  view: DataView;
  /** Records of each partition. */
  readonly rows: Uint32Array;
  private readonly next: Uint32Array; // by partition: where its next record goes
  private readonly end: Uint32Array; // of its last chunk
  private readonly chunks: { readonly from: number; to: number }[][]; // by partition; the last one reaches to `next`
  private top = 0; // words in chunks

  /**
   * @param partitions a power of two
   * @param words to hold at most, unless one block of records takes more
   */
  constructor(
    readonly partitions: number,
    private readonly words: number,
  ) {
    this.data = new Uint32Array(FIRST_WORDS * 4);
    this.bytes = Buffer.from(this.data.buffer);
    this.view = new DataView(this.data.buffer);
    this.rows = new Uint32Array(partitions);
    this.next = new Uint32Array(partitions);
    this.end = new Uint32Array(partitions);
    this.chunks = Array.from({ length: partitions }, () => []);
  }

  /** Whether so many more words may be added without going beyond the room there is. */
  hasRoom(words: number): boolean {
    return this.top + words <= this.words;
  }

  /** Place of a new record of so many words, in `data` as it then is; the first of them is written. */
  append(partition: number, words: number): number {
    let at = this.next[partition]!;
    if (at + words > this.end[partition]!) at = this.chunk(partition, words);
    this.next[partition] = at + words;
    this.rows[partition]!++;
    this.data[at] = words;
    return at;
  }

  /** Writes the places of a partition's records to `places`, in order of arrival. */
  places(partition: number, places: Uint32Array): void {
    const { data } = this;
    let n = 0;
    const chunks = this.chunks[partition]!;
    for (let c = 0; c < chunks.length; c++) {
      const { from, to } = chunks[c]!;
      const end = c === chunks.length - 1 ? this.next[partition]! : to;
      for (let at = from; at < end; at += data[at]!) places[n++] = at;
    }
  }

  /** What there is, to go back to. */
  get mark(): ArenaMark {
    return {
      top: this.top,
      rows: this.rows.slice(),
      next: this.next.slice(),
      end: this.end.slice(),
      chunks: Uint32Array.from(this.chunks, ({ length }) => length),
    };
  }

  /** Drops the records that were added since. */
  cutBack({ top, rows, next, end, chunks }: ArenaMark): void {
    this.top = top;
    this.rows.set(rows);
    this.next.set(next);
    this.end.set(end);
    this.chunks.forEach((own, p) => {
      own.length = chunks[p]!;
    });
  }

  /** Drops all records. */
  clear(): void {
    this.top = 0;
    this.rows.fill(0);
    this.next.fill(0);
    this.end.fill(0);
    for (const own of this.chunks) own.length = 0;
  }

  private chunk(partition: number, words: number): number {
    const chunks = this.chunks[partition]!;
    const last = chunks.at(-1);
    if (last !== undefined) last.to = this.next[partition]!;
    const size = Math.max(words, Math.min(MOST_WORDS, FIRST_WORDS << Math.min(chunks.length, 8)));
    const from = this.top;
    this.top += size;
    if (this.top + BEYOND > this.data.length) this.grow();
    this.end[partition] = this.top;
    chunks.push({ from, to: from });
    return from;
  }

  private grow(): void {
    const wanted = Math.min(this.data.length * 8, this.words);
    const data = new Uint32Array(Math.max(this.top, wanted) + BEYOND);
    data.set(this.data);
    this.data = data;
    this.bytes = Buffer.from(data.buffer);
    this.view = new DataView(data.buffer);
  }
}

/** What an arena held at some time. */
export interface ArenaMark {
  readonly top: number;
  readonly rows: Uint32Array;
  readonly next: Uint32Array;
  readonly end: Uint32Array;
  readonly chunks: Uint32Array;
}
