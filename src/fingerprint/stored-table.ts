import type { RecordBatch as ArrowHeader, DictionaryBatch } from 'apache-arrow/ipc/metadata/message';
import { StillhuntError } from '../errors.js';
import { CATALOGUE } from '../facet/catalogue.js';
import type { Field } from '../record/usage-record.js';
import { ArrowFrames } from './arrow-frames.js';
import { type AccountTotals, emptyTotals } from './facet-table.js';
import type { NameNumbers } from './name-numbers.js';
import { checkFormat, checkShape, DICTIONARIES, storedFields, TOTAL_ROWS } from './snapshot.js';
import { ENTRY_WORDS, packedHead, type SortedRun } from './sorted-run.js';
import type { StoredTexts } from './stored-texts.js';

/** A facet table in a file. */
export interface StoredTableFile {
  readonly path: string;
  /** What it is called in errors. */
  readonly name: string;
  /** Entries by facet of the catalogue. */
  readonly entries: readonly number[];
  /** What was written, which is checked while it is read; absent where that is not known. */
  readonly written?: { readonly bytes: number; readonly sha256: string };
}

/** What several tables share. */
export interface SharedNames {
  readonly accounts: NameNumbers;
  readonly texts: NameNumbers;
  readonly textsOfValues: StoredTexts;
}

/**
 * A facet table on disk, account by account in their order, so that many tables can be merged while one record batch of
 * each is in memory. Read once, front to back, with its hash. Counts, totals and texts are those of `decodeFacetTable`.
 */
export class StoredTable {
  /** Numbers of its accounts among those of all tables, in the order of their names. */
  readonly accounts: Uint32Array;
  readonly fields: readonly Field[];
  private readonly codes: readonly number[]; // of the labels of facets
  private readonly texts: Uint32Array; // numbers among those of all tables
  private readonly textsOfValues: StoredTexts;
  private readonly entries = new Float64Array(CATALOGUE.length); // passed over so far
  private totalRows = 0; // likewise
  private ended = false;
  private words: Uint32Array<ArrayBuffer> = new Uint32Array(1 << 12);
  private filled = 0;
  private first = 0; // account of the first run in `words`
  private starts: number[] = []; // of the runs in `words`, the last of which may go on in the next batch
  private totals: number[] = []; // in the order of TOTAL_ROWS, of each account with a run in `words`
  private facet = NONE; // in hand
  private head = 0; // its head word

  private constructor(
    private readonly file: StoredTableFile,
    private readonly frames: ArrowFrames,
    head: TableHead,
    { accounts, texts, textsOfValues }: SharedNames,
  ) {
    this.fields = head.fields;
    this.accounts = accounts.ofAll(...head.accounts);
    for (let a = 1; a < this.accounts.length; a++)
      if (accounts.names[this.accounts[a - 1]!]! >= accounts.names[this.accounts[a]!]!)
        throw new Error('accounts out of order');
    this.codes = head.labels.map(codeOf);
    this.texts = texts.ofAll(...head.texts);
    this.textsOfValues = textsOfValues;
    textsOfValues.makeRoom();
    if (head.batch === null) this.ended = true;
    else this.take(head.batch.header, head.batch.body);
  }

  /**
   * @param chunk bytes read at a time
   * @param held whether the file stays open
   * @throws StillhuntError `input` for a file that is no facet table of this version; `integrity` for one that is not what
   *   was written or cannot be read
   */
  static async open(
    file: StoredTableFile,
    chunk: number,
    held: boolean,
    shared: SharedNames,
  ): Promise<StoredTable> {
    const frames = await openFrames(file, chunk, held);
    try {
      return new StoredTable(file, frames, await headOf(frames, file), shared);
    } catch (error) {
      const told = await problemOf(file, frames, error);
      await frames.close();
      throw told;
    }
  }

  /** Whether what the account has is in memory; where not, `load` brings more. */
  holds(account: number): boolean {
    return account - this.first < this.starts.length - 1 || this.ended;
  }

  /** Reads on, past the accounts before `account`, whose runs are no longer needed. */
  async load(account: number): Promise<void> {
    this.forget(account);
    try {
      const frame = await this.frames.next();
      if (frame === null) {
        this.ended = true;
        return;
      }
      if (!frame.message.isRecordBatch()) throw new Error('a message that is no record batch');
      this.take(frame.message.header(), frame.body);
    } catch (error) {
      throw await problemOf(this.file, this.frames, error);
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

  /**
   * Reads to the end of the file.
   * @throws StillhuntError `integrity` where it is not what was written; `input` where it does not hold what it should
   */
  async finish(): Promise<void> {
    const { file, frames } = this;
    const wrong = CATALOGUE.findIndex((_, f) => this.entries[f] !== file.entries[f]);
    const error =
      wrong !== -1
        ? new Error(`not as many counts of ${CATALOGUE[wrong]!.name} as are told`)
        : this.totalRows !== this.accounts.length * TOTAL_ROWS.length
          ? new Error('an account without totals')
          : null;
    const told = await problemOf(file, frames, error);
    if (told !== null) throw told;
  }

  /** Adds the totals of an account that it `holds` to those of account `a`. */
  addTotals(to: AccountTotals, a: number, account: number): void {
    const at = (account - this.first) * TOTAL_ROWS.length;
    for (let t = 0; t < TOTAL_ROWS.length; t++) {
      const column = to[TOTAL_ROWS[t]![1]];
      const total = this.totals[at + t] ?? NO_TOTALS[t]!;
      if (t === FIRST_TIME) column[a] = Math.min(column[a]!, total);
      else if (t === LAST_TIME) column[a] = Math.max(column[a]!, total);
      else column[a]! += total;
    }
  }

  async close(): Promise<void> {
    await this.frames.close();
  }

  private forget(account: number): void {
    const at = Math.min(account - this.first, this.starts.length);
    const from = this.starts[at] ?? this.filled;
    this.words.copyWithin(0, from, this.filled);
    this.filled -= from;
    this.starts = this.starts.slice(at).map((start) => start - from);
    this.totals = this.totals.slice(at * TOTAL_ROWS.length);
    this.first += at;
    this.head -= from;
    if (this.filled === 0) this.facet = NONE;
  }

  /** Takes the rows of a record batch in, those of one account and facet at a time. */
  private take({ length: rows, nodes, buffers, compression }: ArrowHeader, body: Uint8Array): void {
    if (compression !== null) throw new Error('a compressed record batch');
    const { buffer } = body as Uint8Array<ArrayBuffer>;
    const place = (column: number, bytes: number) => placeOf(body, buffers[2 * column + 1], bytes);
    const accounts = new Int32Array(buffer, place(0, 4 * rows), rows);
    const facets = new Int8Array(buffer, place(1, rows), rows);
    const values = new Uint32Array(buffer, place(2, 8 * rows), 2 * rows);
    const counts = new Uint32Array(buffer, place(3, 8 * rows), 2 * rows);
    const texts = new Int32Array(buffer, place(4, 4 * rows), rows);
    const nullCount = nodes[4]?.nullCount ?? rows;
    const bits = (rows + 7) >> 3;
    const valid =
      nullCount === 0 || nullCount === rows
        ? null
        : new Uint8Array(buffer, placeOf(body, buffers[8], bits), bits);
    let current = this.first + this.starts.length - 1;
    for (let row = 0; row < rows; ) {
      const account = accounts[row]!;
      const label = facets[row]!;
      const code = this.codes[label];
      if (account < current || account >= this.accounts.length || code === undefined)
        throw new Error('rows out of order');
      for (; current < account; current++) {
        this.starts.push(this.filled);
        this.totals.push(...NO_TOTALS);
        this.facet = NONE;
      }
      let end = row + 1;
      while (end < rows && facets[end] === label && accounts[end] === account) end++;
      if (code === NONE) {
        // a facet of a later minor version
      } else if (code < 0) {
        this.totalRows++;
        this.totals[(account - this.first) * TOTAL_ROWS.length - 1 - code] =
          counts[2 * row]! + counts[2 * row + 1]! * 2 ** 32;
      } else {
        this.enter(code, values, counts, row, end);
        if (nullCount !== rows) this.note(code, values, texts, valid, row, end);
      }
      row = end;
    }
  }

  private enter(facet: number, values: Uint32Array, counts: Uint32Array, row: number, end: number): void {
    const wide = ENTRY_WORDS[facet] === 3;
    this.makeRoom(1 + (end - row) * 3);
    const { words } = this;
    let at = this.filled;
    let lo = -1;
    let hi = -1;
    if (facet === this.facet) {
      hi = wide ? words[at - 2]! : 0;
      lo = words[at - ENTRY_WORDS[facet]!]!;
    } else {
      if (this.facet !== NONE && facet < this.facet) throw new Error('facets out of order');
      this.facet = facet;
      this.head = at;
      words[at++] = packedHead(facet, 0);
    }
    words[this.head] = words[this.head]! + packedHead(0, end - row);
    this.entries[facet]! += end - row;
    for (let e = 2 * row; e < 2 * end; e += 2) {
      const low = values[e]!;
      const high = values[e + 1]!;
      if (low < lo || (low === lo && high <= hi)) throw new Error('values out of order');
      if (counts[e + 1] !== 0) throw new Error('a count of over 4,294,967,295');
      lo = low;
      hi = high;
      words[at++] = low;
      if (wide) words[at++] = high;
      words[at++] = counts[e]!;
    }
    this.filled = at;
  }

  private makeRoom(words: number): void {
    const needed = this.filled + words;
    if (needed <= this.words.length) return;
    const larger = new Uint32Array(Math.max(needed, this.words.length * 2));
    larger.set(this.words.subarray(0, this.filled));
    this.words = larger;
  }

  private note(
    facet: number,
    values: Uint32Array,
    texts: Int32Array,
    valid: Uint8Array | null,
    from: number,
    end: number,
  ): void {
    for (let row = from; row < end; row++) {
      if (valid !== null && ((valid[row >> 3]! >> (row & 7)) & 1) === 0) continue;
      const text = this.texts[texts[row]!];
      if (text === undefined) throw new Error('a text that is not there');
      this.textsOfValues.note(facet, values[2 * row]!, values[2 * row + 1]!, text);
    }
  }
}

/** What stands before the rows. */
interface TableHead {
  readonly fields: readonly Field[];
  readonly labels: readonly string[];
  readonly accounts: TextColumn;
  readonly texts: TextColumn;
  /** The first record batch; null where there is none. */
  readonly batch: { readonly header: ArrowHeader; readonly body: Uint8Array } | null;
}

/** Where each text begins, and the end of the last; the texts (UTF-8). */
type TextColumn = readonly [offsets: Int32Array, data: Uint8Array];

const EMPTY: TextColumn = [new Int32Array(1), new Uint8Array(0)];
const NONE = 0x7fffffff;
const FIRST_TIME = TOTAL_ROWS.findIndex(([, key]) => key === 'firstTime');
const LAST_TIME = TOTAL_ROWS.findIndex(([, key]) => key === 'lastTime');
const NO_TOTALS = TOTAL_ROWS.map(([, key]) => emptyTotals(1)[key][0]!);

async function headOf(frames: ArrowFrames, { name }: StoredTableFile): Promise<TableHead> {
  const schema = await frames.begin();
  checkFormat(schema, name);
  checkShape(schema);
  const texts = new Map<number, TextColumn>();
  for (;;) {
    const frame = await frames.next();
    const message = frame?.message;
    if (message?.isSchema() === true) continue; // some writers have it here too
    if (message?.isDictionaryBatch() === true) {
      const dictionary = message.header();
      if (texts.has(dictionary.id)) throw new Error('a dictionary in two parts');
      texts.set(dictionary.id, textsOf(dictionary, frame!.body));
      continue;
    }
    if (message !== undefined && !message.isRecordBatch())
      throw new Error('a message that is no record batch');
    const [offsets, data] = texts.get(DICTIONARIES.facet) ?? EMPTY;
    const bytes = Buffer.from(data);
    return {
      fields: storedFields(schema),
      labels: Array.from({ length: offsets.length - 1 }, (_, n) =>
        bytes.toString('utf8', offsets[n], offsets[n + 1]),
      ),
      accounts: texts.get(DICTIONARIES.account) ?? EMPTY,
      texts: texts.get(DICTIONARIES.text) ?? EMPTY,
      batch: message === undefined ? null : { header: message.header(), body: frame!.body },
    };
  }
}

/** The texts of a dictionary, in memory of their own. */
function textsOf({ data }: DictionaryBatch, body: Uint8Array): TextColumn {
  const { length, buffers, compression } = data;
  if (compression !== null) throw new Error('a compressed dictionary');
  if (length === 0) return EMPTY;
  const { buffer } = body;
  const offsets = new Int32Array(buffer, placeOf(body, buffers[1], 4 * (length + 1)), length + 1).slice();
  const bytes = offsets[length]!;
  return [offsets, new Uint8Array(buffer, placeOf(body, buffers[2], bytes), bytes).slice()];
}

/** Where `bytes` bytes of a buffer of a body begin in memory. */
function placeOf(
  body: Uint8Array,
  region: { readonly offset: number; readonly length: number } | undefined,
  bytes: number,
): number {
  const { offset, length } = region ?? { offset: 0, length: 0 };
  if (offset < 0 || offset % 8 !== 0 || length < bytes || offset + bytes > body.length)
    throw new Error('a column that does not fit its record batch');
  return body.byteOffset + offset;
}

/** Number of the facet, or −1 less the number of the total, that a label names. */
function codeOf(label: string): number {
  const total = TOTAL_ROWS.findIndex(([name]) => name === label);
  if (total !== -1) return -1 - total;
  const facet = CATALOGUE.findIndex(({ name }) => name === label);
  return facet === -1 ? NONE : facet;
}

/** @throws StillhuntError `integrity` where the file cannot be opened */
async function openFrames(file: StoredTableFile, chunk: number, held: boolean): Promise<ArrowFrames> {
  try {
    return await ArrowFrames.open(file.path, chunk, held);
  } catch (error) {
    throw unreadable(file, error);
  }
}

/**
 * What is to be told where a table cannot be used, and null where nothing is: a file that is not what was written is told
 * as that, whatever else was found in it.
 */
async function problemOf(
  file: StoredTableFile,
  frames: ArrowFrames,
  error: unknown,
): Promise<StillhuntError | null> {
  const { name, written } = file;
  let found: { readonly bytes: number; readonly sha256: string };
  try {
    found = await frames.finish();
  } catch (cause) {
    return unreadable(file, cause);
  }
  if (written !== undefined && (found.bytes !== written.bytes || found.sha256 !== written.sha256))
    return new StillhuntError(
      'integrity',
      `${name} was changed since it was written: ${found.bytes} bytes, where ${written.bytes} were written, or other ones.`,
      'Take the file from a copy, or drop the batch and ingest its logs again.',
    );
  if (error === null || error instanceof StillhuntError) return error;
  return new StillhuntError(
    'input',
    `${name}: no whole facet table (${error instanceof Error ? error.message : String(error)}).`,
    'Take the file from a copy, or ingest the logs again.',
  );
}

function unreadable({ name }: StoredTableFile, error: unknown): StillhuntError {
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
  return new StillhuntError(
    'integrity',
    `${name} cannot be read: ${code}.`,
    'Where another process has just compacted the case or dropped days, run again; else take the file from a copy.',
  );
}
