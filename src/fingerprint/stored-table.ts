import { open } from 'node:fs/promises';
import { type AsyncRecordBatchFileReader, RecordBatchReader } from 'apache-arrow';
import { StillhuntError } from '../errors.js';
import { CATALOGUE } from '../facet/catalogue.js';
import type { Field } from '../record/usage-record.js';
import { type AccountTotals, emptyTotals } from './facet-table.js';
import type { ShardTexts } from './shard.js';
import { checkFormat, storedFields, TOTAL_ROWS } from './snapshot.js';
import { ENTRY_WORDS, packedHead, type SortedRun } from './sorted-run.js';
import { ValueTable } from './value-table.js';

/** Texts of one facet as they come. */
interface GrowingTexts extends ShardTexts {
  readonly lo: number[];
  readonly hi: number[];
  readonly text: string[];
}

/**
 * A facet table on disk, account by account in their order, so that many tables can be merged while one record batch of
 * each is in memory. Counts, totals and texts are those of `decodeFacetTable`.
 */
export class StoredTable {
  /** In code-unit order. */
  readonly accounts: readonly string[];
  /** By place in `accounts`; of those passed over so far. */
  readonly totals: AccountTotals;
  /** By facet; of the accounts passed over so far. */
  readonly texts: readonly GrowingTexts[] = CATALOGUE.map(() => ({ lo: [], hi: [], text: [] }));
  private readonly known = CATALOGUE.map(() => new ValueTable()); // values whose text was taken
  private batch = 0; // next to be read
  private words: Uint32Array<ArrayBuffer> = new Uint32Array(1 << 16);
  private filled = 0;
  private first = 0; // account of the first run in `words`
  private starts: number[] = []; // of the runs in `words`, the last of which may go on in the next batch
  private facet = NONE; // in hand
  private head = 0; // its head word

  private constructor(
    private readonly name: string,
    private readonly file: { close(): Promise<void> },
    private readonly reader: AsyncRecordBatchFileReader,
    accounts: readonly string[],
    readonly fields: readonly Field[],
    private readonly count: number, // batches
  ) {
    this.accounts = accounts;
    this.totals = emptyTotals(accounts.length);
  }

  /** @throws StillhuntError `input` for a file that is no facet table of this version. */
  static async open(path: string, name: string): Promise<StoredTable> {
    const file = await open(path, 'r');
    try {
      const reader = (await RecordBatchReader.from(file)) as unknown as AsyncRecordBatchFileReader;
      await reader.open();
      checkFormat(reader.schema, name);
      const batches = reader.numRecordBatches;
      const first = batches === 0 ? null : await reader.readRecordBatch(0);
      const dictionary = first?.data.children[0]?.dictionary;
      const accounts = dictionary === undefined ? [] : [...dictionary].map(String);
      return new StoredTable(name, file, reader, accounts, storedFields(reader.schema), batches);
    } catch (error) {
      await file.close();
      if (error instanceof StillhuntError) throw error;
      throw damaged(name, error);
    }
  }

  /** Whether what the account has is in memory; where not, `load` brings more. */
  holds(account: number): boolean {
    return (
      account - this.first < this.starts.length - 1 ||
      (this.batch === this.count && account < this.accounts.length)
    );
  }

  /** Reads on, past the accounts before `account`, whose runs are no longer needed. */
  async load(account: number): Promise<void> {
    this.forget(account);
    try {
      const batch = await this.reader.readRecordBatch(this.batch++);
      if (batch === null || batch === undefined) throw new Error('a record batch is missing');
      this.take(batch as unknown as StoredBatch);
    } catch (error) {
      throw damaged(this.name, error);
    }
  }

  /** What the account has, as account 0 of a run; null where it has no entries. Valid until the next `load`. */
  run(account: number): SortedRun | null {
    const at = account - this.first;
    const from = this.starts[at];
    if (from === undefined) return null;
    const to = this.starts[at + 1] ?? this.filled;
    if (from === to) return null;
    return { data: this.words, starts: Float64Array.of(from, to), rows: 0 };
  }

  async close(): Promise<void> {
    await this.file.close();
  }

  private forget(account: number): void {
    const at = Math.min(account - this.first, this.starts.length);
    const from = this.starts[at] ?? this.filled;
    this.words.copyWithin(0, from, this.filled);
    this.filled -= from;
    this.starts = this.starts.slice(at).map((start) => start - from);
    this.first += at;
    this.head -= from;
  }

  private take(batch: StoredBatch): void {
    const [account, facet, value, count, text] = batch.data.children;
    const codes = [...facet.dictionary!].map((label) => codeOf(String(label)));
    const values = words(value.values, batch.numRows);
    const counts = words(count.values, batch.numRows);
    let current = this.first + this.starts.length - 1;
    for (let row = 0; row < batch.numRows; row++) {
      for (const a = Number(account.values[row]); current < a; current++) {
        this.starts.push(this.filled);
        this.facet = NONE;
      }
      const code = codes[Number(facet.values[row])]!;
      const high = counts[2 * row + 1]!;
      if (code === NONE) continue; // a facet of a later minor version
      if (code < 0) {
        this.totals[TOTAL_ROWS[-1 - code]![1]][current] = counts[2 * row]! + high * 2 ** 32;
        continue;
      }
      if (high !== 0) throw new Error('a count of over 4,294,967,295');
      this.enter(code, values[2 * row]!, values[2 * row + 1]!, counts[2 * row]!);
      if (text.nullCount === 0 || ((text.nullBitmap![row >> 3]! >> (row & 7)) & 1) === 1)
        this.note(code, values[2 * row]!, values[2 * row + 1]!, text, row);
    }
  }

  private enter(facet: number, lo: number, hi: number, count: number): void {
    if (this.filled + 4 > this.words.length) {
      const larger = new Uint32Array(this.words.length * 2);
      larger.set(this.words);
      this.words = larger;
    }
    if (facet !== this.facet) {
      this.facet = facet;
      this.head = this.filled++;
      this.words[this.head] = packedHead(facet, 0);
    }
    this.words[this.head] = this.words[this.head]! + packedHead(0, 1);
    this.words[this.filled++] = lo;
    if (ENTRY_WORDS[facet] === 3) this.words[this.filled++] = hi;
    this.words[this.filled++] = count;
  }

  private note(facet: number, lo: number, hi: number, text: StoredColumn, row: number): void {
    const texts = this.texts[facet]!;
    if (this.known[facet]!.enter(lo, hi) < texts.text.length) return;
    texts.lo.push(lo);
    texts.hi.push(hi);
    texts.text.push(String(text.dictionary!.get(Number(text.values[row]))));
  }
}

/** What is read of a column of a record batch. */
interface StoredColumn {
  readonly values: ArrayLike<number> & { readonly buffer: ArrayBufferLike; readonly byteOffset: number };
  readonly nullCount: number;
  readonly nullBitmap?: Uint8Array;
  readonly dictionary?: { get(at: number): unknown; [Symbol.iterator](): Iterator<unknown> };
}

interface StoredBatch {
  readonly numRows: number;
  readonly data: {
    readonly children: [StoredColumn, StoredColumn, StoredColumn, StoredColumn, StoredColumn];
  };
}

const NONE = 0x7fffffff;

/** Number of the facet, or −1 less the number of the total, that a label names. */
function codeOf(label: string): number {
  const total = TOTAL_ROWS.findIndex(([name]) => name === label);
  if (total !== -1) return -1 - total;
  const facet = CATALOGUE.findIndex(({ name }) => name === label);
  return facet === -1 ? NONE : facet;
}

/** 64-bit numbers as pairs of words, low word first. */
function words({ buffer, byteOffset }: StoredColumn['values'], length: number): Uint32Array {
  return new Uint32Array(buffer, byteOffset, length * 2);
}

function damaged(name: string, error: unknown): StillhuntError {
  return new StillhuntError(
    'input',
    `${name}: no whole facet table (${error instanceof Error ? error.message : String(error)}).`,
    'Take the file from a copy, or ingest the logs again.',
  );
}
