import { CATALOGUE } from '../facet/catalogue.js';
import { type FacetValues, type OtherText, supported } from '../facet/facet.js';
import { plainOrder, type ValueOrder } from '../facet/order-key.js';
import { dayBits } from '../facet/text-facet.js';
import { RunWriter, type SortedRun } from '../fingerprint/sorted-run.js';
import type { ValueTexts } from '../fingerprint/value-texts.js';
import type { SourceForm } from '../ingest/log-reader.js';
import type { Field } from '../record/usage-record.js';
import type { GrowingTotals } from './account-cells.js';
import type { CellGrid } from './cell-grid.js';
import { MOST_VALUES, Tally } from './tally.js';
import { TextCoder } from './text-coder.js';
import { sameBytes, TextTable } from './text-table.js';

/** Words of a row before its values: where its line is, which facets have a value, time (low, high), input and output tokens. */
const HEAD_WORDS = 6;
const FIRST_ROWS = 4096;
const WORD = 2 ** 32;
const SLACK = 256; // bytes behind the last line that may be looked at

interface NumberPlace {
  readonly facet: number;
  readonly at: number; // word in the row
}

interface TextPlace {
  readonly facet: number;
  readonly coder: TextCoder;
  /** Place of the cell's borders in a row's borders; null for a constant. */
  readonly at: number | null;
  readonly texts: TextTable | null; // null where no text may be remembered
}

/**
 * Rows as they are read, side by side until there are many, then sorted by account and counted at once. The rows of one
 * account are much alike: a cell that equals the one before needs neither hash nor look-up, and counts of one
 * account are near each other, where a table of all counts would be visited at random for every value of every row.
 * Memory: the rows that it has room for.
 */
export class RowStore {
  rows = 0;
  /** Facets whose values come from numbers, in the order that `put` takes them. */
  readonly numberFacets: readonly number[];
  private readonly numberPlaces: NumberPlace[] = [];
  private readonly textPlaces: TextPlace[] = [];
  private readonly textFields: OtherText[] = []; // whose cells' borders are kept
  private columns: number[] = []; // their positions in the source in hand
  private readonly constants = new Map<TextPlace, string>();
  private readonly words: number;
  private data: Uint32Array<ArrayBuffer>;
  private accounts: Uint32Array<ArrayBuffer>;
  private borders: Uint16Array<ArrayBuffer>; // of the text cells, from the start of the line
  private lines: Buffer;
  private linesView: DataView;
  private filled = 0; // bytes of lines
  private capacity = FIRST_ROWS;
  private readonly tally: Tally;
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
    private readonly bytes: number,
    order: ValueOrder = plainOrder,
  ) {
    this.tally = new Tally(order);
    let at = HEAD_WORDS;
    CATALOGUE.forEach((facet, f) => {
      if (!supported(facet, (field) => fields.has(field))) return;
      if (facet.text === undefined) {
        this.numberPlaces.push({ facet: f, at: at++ });
        return;
      }
      const { field, readable } = facet.text;
      const constant = form.constants[field];
      let column = this.textFields.indexOf(field);
      if (constant === undefined && column === -1) column = this.textFields.push(field) - 1;
      const place: TextPlace = {
        facet: f,
        coder: new TextCoder(facet.text),
        at: constant === undefined ? column * 2 : null,
        texts: readable === null ? null : new TextTable(noting(readable, texts[f]!)),
      };
      if (constant !== undefined) {
        this.constants.set(place, constant);
        // The reference remembers a constant as it was given.
        const lo = new Uint32Array(1);
        const hi = new Uint32Array(1);
        if (facet.text.code(constant, lo, hi, 0) && readable?.(constant))
          texts[f]!.note(lo[0]!, hi[0]!, constant);
      }
      this.textPlaces.push(place);
    });
    this.words = at;
    this.open(form);
    this.numberFacets = this.numberPlaces.map(({ facet }) => facet);
    this.data = new Uint32Array(this.capacity * at);
    this.accounts = new Uint32Array(this.capacity);
    this.borders = new Uint16Array((this.capacity + 1) * this.columns.length * 2);
    this.lines = Buffer.allocUnsafeSlow(1 << 18);
    this.linesView = new DataView(this.lines.buffer, this.lines.byteOffset, this.lines.length);
  }

  /** Says of which source the next rows are; it has the same fields. */
  open({ columns: { positions } }: SourceForm): void {
    this.columns = this.textFields.map((field) => positions.get(field)!);
  }

  /** Makes room for `more` rows of `bytes` bytes; false where the rows held must be taken first. */
  reserve(more: number, bytes: number): boolean {
    const rows = this.rows + more;
    const filled = this.filled + bytes + SLACK;
    const rowBytes = (this.words + 1) * 4 + this.columns.length * 4;
    if (this.rows > 0 && (rows * rowBytes + filled > this.bytes || rows >= MOST_VALUES)) return false;
    if (filled > this.lines.length) {
      const lines = Buffer.allocUnsafeSlow(Math.max(filled, Math.min(this.lines.length * 8, this.bytes)));
      this.lines.copy(lines, 0, 0, this.filled);
      this.lines = lines;
      this.linesView = new DataView(lines.buffer, lines.byteOffset, lines.length);
    }
    if (rows <= this.capacity) return true;
    this.capacity = Math.max(rows, Math.min(this.capacity * 8, Math.floor(this.bytes / rowBytes)));
    const data = new Uint32Array(this.capacity * this.words);
    data.set(this.data.subarray(0, this.rows * this.words));
    this.data = data;
    const accounts = new Uint32Array(this.capacity);
    accounts.set(this.accounts.subarray(0, this.rows));
    this.accounts = accounts;
    const borders = new Uint16Array((this.capacity + 1) * this.columns.length * 2);
    borders.set(this.borders.subarray(0, this.rows * this.columns.length * 2));
    this.borders = borders;
    return true;
  }

  /** Starts as many rows as `picked` has, of the grid's rows and columns, for the `owners` of the same places. The grid's lines lie in `bytes`. */
  begin(
    bytes: Buffer,
    grid: CellGrid,
    picked: Int32Array,
    count: number,
    owners: Uint32Array,
    time: Float64Array,
    input: Float64Array | undefined,
    output: Float64Array | undefined,
  ): void {
    const from = grid.starts[0]!;
    bytes.copy(this.lines, this.filled, from, grid.ends[grid.rows - 1]!);
    const { data, words, borders, columns } = this;
    let at = this.rows * words;
    let border = this.rows * columns.length * 2;
    for (let n = 0; n < count; n++) {
      const row = picked[n]!;
      this.accounts[this.rows + n] = owners[n]!;
      const micros = time[row]!;
      const high = Math.floor(micros / WORD);
      const start = grid.starts[row]!;
      data[at] = this.filled + start - from;
      data[at + 1] = 0;
      data[at + 2] = micros - high * WORD;
      data[at + 3] = high;
      data[at + 4] = input === undefined ? 0 : input[row]!; // NaN becomes 0
      data[at + 5] = output === undefined ? 0 : output[row]!;
      at += words;
      const first = row * grid.stride;
      for (let c = 0; c < columns.length; c++) {
        const cell = first + columns[c]!;
        borders[border++] = grid.borders[cell]! + 1 - start;
        borders[border++] = grid.borders[cell + 1]! - start;
      }
    }
    this.filled += grid.ends[grid.rows - 1]! - from;
  }

  /** Puts the values of the n-th of `numberFacets` into the rows begun. */
  put(n: number, picked: Int32Array, count: number, values: FacetValues): void {
    const { facet, at } = this.numberPlaces[n]!;
    const { data, words } = this;
    const { lo, present } = values;
    let row = this.rows * words;
    for (let k = 0; k < count; k++) {
      const from = picked[k]!;
      data[row + 1]! |= present[from]! << facet;
      data[row + at] = lo[from]!;
      row += words;
    }
  }

  /** Ends the rows begun. */
  end(count: number): void {
    this.rows += count;
  }

  /** What there is, to go back to. */
  get mark(): { readonly rows: number; readonly filled: number } {
    return { rows: this.rows, filled: this.filled };
  }

  /** Drops what was added since. */
  cutBack({ rows, filled }: { readonly rows: number; readonly filled: number }): void {
    this.rows = rows;
    this.filled = filled;
  }

  /** Counts the rows held, of accounts numbered below `accounts`, adds to the totals, and forgets the rows. */
  take(accounts: number, totals: GrowingTotals): SortedRun {
    const { rows, data, lines, borders } = this;
    const stride = this.columns.length * 2;
    const starts = new Uint32Array(accounts + 1);
    for (let row = 0; row < rows; row++) starts[this.accounts[row]! + 1]!++;
    for (let a = 0; a < accounts; a++) starts[a + 1]! += starts[a]!;
    const order = new Uint32Array(rows); // rows by account
    const next = starts.slice();
    for (let row = 0; row < rows; row++) order[next[this.accounts[row]!]!++] = row;
    const writer = new RunWriter(accounts, rows * CATALOGUE.length);
    const sums = totals.reach(accounts);
    for (let a = 0; a < accounts; a++) {
      const from = starts[a]!;
      const to = starts[a + 1]!;
      if (from === to) continue;
      writer.begin(a);
      let input = 0;
      let output = 0;
      let first = sums.firstTime[a]!;
      let last = sums.lastTime[a]!;
      for (let n = from; n < to; n++) {
        const row = order[n]! * this.words;
        // Reading a little of each line calls all of them up at once, not one after the other.
        const line = data[row]!;
        const border = order[n]! * stride;
        const cells = borders[border]! + borders[border + stride - 1]!;
        touched = (touched + cells + lines[line]! + lines[line + 64]! + lines[line + 128]!) | 0;
        input += data[row + 4]!;
        output += data[row + 5]!;
        const time = data[row + 3]! * WORD + data[row + 2]!;
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
    this.rows = 0;
    this.filled = 0;
    return writer.finish(rows);
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
    const { data, tally, words } = this;
    tally.begin(to - from);
    let last = -1; // value before
    let entry = 0;
    for (let n = from; n < to; n++) {
      const row = order[n]! * words;
      if (((data[row + 1]! >>> facet) & 1) === 0) continue;
      const value = data[row + at]!;
      if (value === last) tally.count[entry]!++;
      else {
        last = value;
        entry = tally.add(value, 0);
      }
    }
  }

  private countTexts(order: Uint32Array, from: number, to: number, place: TextPlace, at: number): void {
    const { data, tally, words, borders, lines, linesView } = this;
    const { coder, texts } = place;
    const { daily } = coder.coding;
    const stride = this.columns.length * 2;
    tally.begin(to - from);
    let lastFrom = 0; // cell before
    let lastLength = 0;
    let says = false; // whether it says anything
    let lo = 0;
    let hi = 0;
    let entry = -1; // of the value before; -1 where there is none
    for (let n = from; n < to; n++) {
      const row = order[n]!;
      const cell = row * stride + at;
      const cellFrom = data[row * words]! + borders[cell]!;
      const length = borders[cell + 1]! - borders[cell]!;
      if (length === 0) continue;
      if (length !== lastLength || !sameBytes(linesView, cellFrom, linesView, lastFrom, length)) {
        lastFrom = cellFrom;
        lastLength = length;
        says = coder.code(lines, linesView, cellFrom, length);
        lo = coder.lo;
        hi = coder.hi;
        entry = -1;
      }
      if (!says) continue;
      let high = hi;
      if (daily) {
        high = (hi | dayBits(data[row * words + 3]! * WORD + data[row * words + 2]!)) >>> 0;
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
      if (entry === size || !sameCell(linesView, tally, entry, cellFrom, length))
        texts.add(lo, high, lines, linesView, cellFrom, length);
      if (entry === size) {
        tally.from[entry] = cellFrom;
        tally.length[entry] = length;
      }
    }
  }

  private countConstant(order: Uint32Array, from: number, to: number, place: TextPlace): void {
    const { data, tally, words } = this;
    const { coding } = place.coder;
    const lo = new Uint32Array(1);
    const hi = new Uint32Array(1);
    tally.begin(to - from);
    if (!coding.code(this.constants.get(place)!, lo, hi, 0)) return;
    for (let n = from; n < to; n++) {
      const row = order[n]! * words;
      const time = data[row + 3]! * WORD + data[row + 2]!;
      tally.add(lo[0]!, coding.daily ? (hi[0]! | dayBits(time)) >>> 0 : hi[0]!);
    }
  }
}

function noting(readable: (text: string) => boolean, texts: ValueTexts) {
  return (lo: number, hi: number, cell: string) => {
    const text = cell.trim();
    if (readable(text)) texts.note(lo, hi, text);
  };
}

let touched = 0;

function sameCell(view: DataView, tally: Tally, entry: number, from: number, length: number): boolean {
  return tally.length[entry] === length && sameBytes(view, tally.from[entry]!, view, from, length);
}
