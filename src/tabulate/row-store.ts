import { CATALOGUE } from '../facet/catalogue.js';
import { type FacetValues, type OtherText, supported } from '../facet/facet.js';
import { plainOrder, type ValueOrder } from '../facet/order-key.js';
import { dayBits } from '../facet/text-facet.js';
import { RunWriter } from '../fingerprint/sorted-run.js';
import type { ValueTexts } from '../fingerprint/value-texts.js';
import type { SourceForm } from '../ingest/log-reader.js';
import type { Field } from '../record/usage-record.js';
import type { AccountColumn } from './account-column.js';
import { type CellGrid, GRID_ROWS } from './cell-grid.js';
import type { CountedAccounts } from './lane-runs.js';
import { type ArenaMark, PartitionArena } from './partition-arena.js';
import { MOST_VALUES, Tally } from './tally.js';
import { TextCoder } from './text-coder.js';
import { TextTable } from './text-table.js';

// Words of a row before its values.
const PRESENT = 1; // which facets have a value
const TIME = 2; // low word, high word
const INPUT = 4; // tokens
const OUTPUT = 5;
const ACCOUNT = 6; // bytes of its name
const HEAD_WORDS = 7;
const WORD = 2 ** 32;
const LINE_WORDS = 16; // that memory is fetched in
/** Partitions at most, and bytes of one that it should not go beyond: what the second nearest memory holds. */
const MOST_PARTITIONS = 1024;
const PARTITION_BYTES = 1 << 18;

interface NumberPlace {
  readonly facet: number;
  readonly at: number; // word in the row
}

interface TextPlace {
  readonly facet: number;
  readonly coder: TextCoder;
  /** Word in the row that says where the cell is: its place in bytes from the row's start, 16 bits, and its length; null for a constant. */
  readonly at: number | null;
  readonly texts: TextTable | null; // null where no text may be remembered
}

/** Cells of a line that stand side by side and are all kept. */
interface Span {
  readonly first: number; // column
  last: number; // column
  /** Words in the row of the places of its cells. */
  readonly words: number[];
}

/**
 * Rows as they are read, in partitions by account until there are many, then sorted by account and counted at once. What is
 * counted at one time stays near the processor, where a table of all counts would be visited at random for
 * every value of every row; and the rows of one account are much alike: a cell that equals the one before needs neither
 * hash nor look-up. Memory: the rows that it has room for.
 */
export class RowStore {
  rows = 0;
  /** Facets whose values come from numbers, in the order that `put` takes them. */
  readonly numberFacets: readonly number[];
  private readonly numberPlaces: NumberPlace[] = [];
  private readonly textPlaces: TextPlace[] = [];
  private readonly textFields: OtherText[] = []; // whose cells are kept
  private spans: Span[] = []; // in the source in hand
  private readonly constants = new Map<TextPlace, string>();
  private readonly cellsAt: number; // word of the first cell's place
  private readonly words: number; // before the account's name
  private readonly arena: PartitionArena;
  private readonly begun = new Uint32Array(GRID_ROWS); // places of the rows begun
  private readonly tally: Tally;
  private readonly writer = new RunWriter();
  private values = new Uint32Array(256);

  /**
   * @param form of the sources that the rows come from
   * @param fields those that the rows have
   * @param texts takes readable texts by facet
   * @param bytes of memory to take at most, beside one block
   * @param order by which values are kept
   */
  constructor(
    form: SourceForm,
    readonly fields: ReadonlySet<Field>,
    texts: readonly ValueTexts[],
    bytes: number,
    order: ValueOrder = plainOrder,
  ) {
    this.tally = new Tally(order);
    let at = HEAD_WORDS;
    const cells: { place: Omit<TextPlace, 'at'>; cell: number | null }[] = [];
    CATALOGUE.forEach((facet, f) => {
      if (!supported(facet, (field) => fields.has(field))) return;
      if (facet.text === undefined) {
        this.numberPlaces.push({ facet: f, at: at++ });
        return;
      }
      const { field, readable } = facet.text;
      const place = {
        facet: f,
        coder: new TextCoder(facet.text),
        texts: readable === null ? null : new TextTable(noting(readable, texts[f]!)),
      };
      const constant = form.constants[field];
      if (constant !== undefined) {
        const constantPlace = { ...place, at: null };
        this.textPlaces.push(constantPlace);
        this.constants.set(constantPlace, constant);
        // The reference remembers a constant as it was given.
        const lo = new Uint32Array(1);
        const hi = new Uint32Array(1);
        if (facet.text.code(constant, lo, hi, 0) && readable?.(constant))
          texts[f]!.note(lo[0]!, hi[0]!, constant);
        return;
      }
      let cell = this.textFields.indexOf(field);
      if (cell === -1) cell = this.textFields.push(field) - 1;
      cells.push({ place, cell });
    });
    this.cellsAt = at;
    this.words = at + this.textFields.length;
    for (const { place, cell } of cells) this.textPlaces.push({ ...place, at: at + cell! });
    this.textPlaces.sort((a, b) => a.facet - b.facet);
    this.numberFacets = this.numberPlaces.map(({ facet }) => facet);
    let partitions = 1;
    while (partitions < MOST_PARTITIONS && partitions * PARTITION_BYTES < bytes) partitions *= 2;
    this.arena = new PartitionArena(partitions, Math.floor(bytes / 4));
    this.open(form);
  }

  /** Partitions of accounts: part n of what `take` counts is that of the n-th. */
  get partitions(): number {
    return this.arena.partitions;
  }

  /** Says of which source the next rows are; it has the same fields. */
  open({ columns: { positions } }: SourceForm): void {
    const columns = this.textFields
      .map((field, cell) => ({ column: positions.get(field)!, word: this.cellsAt + cell }))
      .sort((a, b) => a.column - b.column);
    this.spans = [];
    for (const { column, word } of columns) {
      const span = this.spans.at(-1);
      if (span?.last === column - 1) {
        span.last = column;
        span.words.push(word);
      } else this.spans.push({ first: column, last: column, words: [word] });
    }
  }

  /** Whether there is room for `more` rows of `bytes` bytes; where not, the rows held must be taken first. */
  hasRoom(more: number, bytes: number): boolean {
    if (this.rows === 0) return true;
    const words = more * (this.words + this.spans.length + 1) + bytes / 4;
    return this.rows + more < MOST_VALUES && this.arena.hasRoom(words * 1.25);
  }

  /** Starts as many rows as `picked` has, of the grid's rows. The grid's lines and the accounts lie in the memory that `view` shows, and 4 bytes behind them too. */
  begin(
    view: DataView,
    grid: CellGrid,
    picked: Int32Array,
    count: number,
    account: AccountColumn,
    accountView: DataView,
    time: Float64Array,
    input: Float64Array | undefined,
    output: Float64Array | undefined,
  ): void {
    const { arena, spans, words, begun } = this;
    const { borders, stride } = grid;
    const mask = arena.partitions - 1;
    for (let n = 0; n < count; n++) {
      const row = picked[n]!;
      const first = row * stride;
      const nameLength = account.length[row]!;
      let size = words + ((nameLength + 3) >>> 2);
      for (let s = 0; s < spans.length; s++) {
        const span = spans[s]!;
        size += (borders[first + span.last + 1]! - borders[first + span.first]! + 2) >>> 2;
      }
      const at = arena.append(account.lo[row]! & mask, size);
      const { data } = arena;
      begun[n] = at;
      const micros = time[row]!;
      const high = Math.floor(micros / WORD);
      data[at + PRESENT] = 0;
      data[at + TIME] = micros - high * WORD;
      data[at + TIME + 1] = high;
      data[at + INPUT] = input === undefined ? 0 : input[row]!; // NaN becomes 0
      data[at + OUTPUT] = output === undefined ? 0 : output[row]!;
      data[at + ACCOUNT] = nameLength;
      let to = at + words;
      to = copyBytes(accountView, account.from[row]!, nameLength, data, to);
      for (let s = 0; s < spans.length; s++) {
        const { first: column, last, words: places } = spans[s]!;
        const from = borders[first + column]! + 1;
        const offset = (to - at) * 4 - from;
        let cell = from;
        for (let c = 0; c < places.length; c++) {
          const end = borders[first + column + c + 1]!;
          data[at + places[c]!] = ((cell + offset) << 16) | (end - cell);
          cell = end + 1;
        }
        to = copyBytes(view, from, borders[first + last + 1]! - from, data, to);
      }
    }
  }

  /** Puts the values of the n-th of `numberFacets` into the rows begun. */
  put(n: number, picked: Int32Array, count: number, values: FacetValues): void {
    const { facet, at } = this.numberPlaces[n]!;
    const { begun } = this;
    const { data } = this.arena;
    const { lo, present } = values;
    for (let k = 0; k < count; k++) {
      const from = picked[k]!;
      const row = begun[k]!;
      data[row + PRESENT]! |= present[from]! << facet;
      data[row + at] = lo[from]!;
    }
  }

  /** Ends the rows begun. */
  end(count: number): void {
    this.rows += count;
  }

  /** What there is, to go back to. */
  get mark(): StoreMark {
    return { rows: this.rows, arena: this.arena.mark };
  }

  /** Drops what was added since. */
  cutBack({ rows, arena }: StoreMark): void {
    this.rows = rows;
    this.arena.cutBack(arena);
  }

  /** Counts the rows held into the parts of their partitions, and forgets them. */
  take(part: (partition: number) => CountedAccounts): void {
    const { arena } = this;
    let most = 0;
    for (let p = 0; p < arena.partitions; p++) most = Math.max(most, arena.rows[p]!);
    const places = new Uint32Array(most);
    const owners = new Uint32Array(most);
    const order = new Uint32Array(most);
    for (let p = 0; p < arena.partitions; p++) {
      if (arena.rows[p]! > 0) this.takePartition(p, part(p), places, owners, order);
    }
    this.rows = 0;
    arena.clear();
  }

  private takePartition(
    partition: number,
    part: CountedAccounts,
    places: Uint32Array,
    owners: Uint32Array,
    order: Uint32Array,
  ): void {
    const { arena, words } = this;
    const { data, bytes, view } = arena;
    const rows = arena.rows[partition]!;
    arena.places(partition, places);
    for (let n = 0; n < rows; n++) {
      const row = places[n]!;
      // A look at each line of memory brings all of them near, one after the other.
      for (let at = row + LINE_WORDS; at < row + data[row]!; at += LINE_WORDS)
        touched = (touched + data[at]!) | 0;
      const account = part.accounts.number(bytes, view, (row + words) * 4, data[row + ACCOUNT]!);
      owners[n] = part.owner(account, data[row + TIME + 1]! * WORD + data[row + TIME]!);
    }
    const count = part.names.length;
    const starts = new Uint32Array(count + 1);
    for (let n = 0; n < rows; n++) starts[owners[n]! + 1]!++;
    for (let a = 0; a < count; a++) starts[a + 1]! += starts[a]!;
    const next = starts.slice();
    for (let n = 0; n < rows; n++) order[next[owners[n]!]!++] = places[n]!;
    const { writer } = this;
    writer.open(count);
    const sums = part.totals.reach(count);
    for (let a = 0; a < count; a++) {
      const from = starts[a]!;
      const to = starts[a + 1]!;
      if (from === to) continue;
      writer.begin(a);
      let input = 0;
      let output = 0;
      let first = sums.firstTime[a]!;
      let last = sums.lastTime[a]!;
      for (let n = from; n < to; n++) {
        const row = order[n]!;
        input += data[row + INPUT]!;
        output += data[row + OUTPUT]!;
        const time = data[row + TIME + 1]! * WORD + data[row + TIME]!;
        if (time < first) first = time;
        if (time > last) last = time;
      }
      sums.requests[a]! += to - from;
      sums.inputTokens[a]! += input;
      sums.outputTokens[a]! += output;
      sums.firstTime[a] = first;
      sums.lastTime[a] = last;
      if ((to - from) * 3 > this.values.length) this.values = new Uint32Array((to - from) * 6);
      let number = 0;
      let text = 0;
      while (number < this.numberPlaces.length || text < this.textPlaces.length) {
        const numberPlace = this.numberPlaces[number];
        const textPlace = this.textPlaces[text];
        let facet: number;
        if (textPlace === undefined || (numberPlace !== undefined && numberPlace.facet < textPlace.facet)) {
          facet = numberPlace!.facet;
          this.countNumbers(order, from, to, numberPlace!);
          number++;
        } else {
          facet = textPlace.facet;
          if (textPlace.at === null) this.countConstant(order, from, to, textPlace);
          else this.countTexts(order, from, to, textPlace, textPlace.at);
          text++;
        }
        if (this.tally.size > 0) writer.take(facet, this.values, 0, this.tally.write(facet, this.values));
      }
    }
    part.push(writer.finish(rows));
  }

  /** Hands on the readable texts of the rows taken. */
  drainTexts(): void {
    for (const { texts } of this.textPlaces) texts?.drain();
  }

  /** Visits the readable texts of the rows taken that were not handed on. */
  forEachText(visit: (facet: number, lo: number, hi: number, text: string) => void): void {
    for (const { facet, coder, texts } of this.textPlaces) {
      texts?.forEach((lo, hi, cell) => {
        const text = cell.trim();
        if (coder.coding.readable!(text)) visit(facet, lo, hi, text);
      });
    }
  }

  private countNumbers(order: Uint32Array, from: number, to: number, { facet, at }: NumberPlace): void {
    const { tally } = this;
    const { data } = this.arena;
    tally.begin(to - from);
    let last = -1; // value before
    let entry = 0;
    for (let n = from; n < to; n++) {
      const row = order[n]!;
      if (((data[row + PRESENT]! >>> facet) & 1) === 0) continue;
      const value = data[row + at]!;
      if (value === last) tally.count[entry]!++;
      else {
        last = value;
        entry = tally.add(value, 0);
      }
    }
  }

  private countTexts(order: Uint32Array, from: number, to: number, place: TextPlace, at: number): void {
    const { tally } = this;
    const { data, bytes, view } = this.arena;
    const { coder, texts } = place;
    const { daily } = coder.coding;
    tally.begin(to - from);
    let lastFrom = 0; // cell before
    let lastLength = 0;
    let says = false; // whether it says anything
    let lo = 0;
    let hi = 0;
    let entry = -1; // of the value before; -1 where there is none
    for (let n = from; n < to; n++) {
      const row = order[n]!;
      const cell = data[row + at]!;
      const length = cell & 0xffff;
      if (length === 0) continue;
      const cellFrom = row * 4 + (cell >>> 16);
      if (length !== lastLength || !sameCell(view, cellFrom, lastFrom, length)) {
        lastFrom = cellFrom;
        lastLength = length;
        says = coder.code(bytes, view, cellFrom, length);
        lo = coder.lo;
        hi = coder.hi;
        entry = -1;
      }
      if (!says) continue;
      let high = hi;
      if (daily) {
        high = (hi | dayBits(data[row + TIME + 1]! * WORD + data[row + TIME]!)) >>> 0;
        if (entry !== -1 && tally.hi[entry] !== high) entry = -1;
      }
      if (entry !== -1) {
        tally.count[entry]!++;
        continue;
      }
      const size = tally.size;
      entry = tally.add(lo, high);
      if (texts === null) continue;
      // Another way to write a value is another text.
      if (
        entry === size ||
        tally.length[entry] !== length ||
        !sameCell(view, tally.from[entry]!, cellFrom, length)
      )
        texts.add(lo, high, bytes, view, cellFrom, length);
      if (entry === size) {
        tally.from[entry] = cellFrom;
        tally.length[entry] = length;
      }
    }
  }

  private countConstant(order: Uint32Array, from: number, to: number, place: TextPlace): void {
    const { tally } = this;
    const { data } = this.arena;
    const { coding } = place.coder;
    const lo = new Uint32Array(1);
    const hi = new Uint32Array(1);
    tally.begin(to - from);
    if (!coding.code(this.constants.get(place)!, lo, hi, 0)) return;
    for (let n = from; n < to; n++) {
      const row = order[n]!;
      const time = data[row + TIME + 1]! * WORD + data[row + TIME]!;
      tally.add(lo[0]!, coding.daily ? (hi[0]! | dayBits(time)) >>> 0 : hi[0]!);
    }
  }
}

let touched = 0;

/** What a store held at some time. */
export interface StoreMark {
  readonly rows: number;
  readonly arena: ArenaMark;
}

function noting(readable: (text: string) => boolean, texts: ValueTexts) {
  return (lo: number, hi: number, cell: string) => {
    const text = cell.trim();
    if (readable(text)) texts.note(lo, hi, text);
  };
}

/** Copies bytes to the start of whole words, with what follows them up to a whole word; gives the word behind. */
function copyBytes(view: DataView, from: number, length: number, data: Uint32Array, at: number): number {
  let to = at;
  for (let n = 0; n < length; n += 4) data[to++] = view.getInt32(from + n, true);
  return to;
}

/** Whether two cells, behind which 3 bytes may be looked at, are the same. */
function sameCell(view: DataView, a: number, b: number, length: number): boolean {
  const whole = length & ~3;
  for (let n = 0; n < whole; n += 4) {
    if (view.getInt32(a + n, true) !== view.getInt32(b + n, true)) return false;
  }
  const rest = length & 3;
  return (
    rest === 0 || (view.getInt32(a + whole, true) ^ view.getInt32(b + whole, true)) << (32 - 8 * rest) === 0
  );
}
