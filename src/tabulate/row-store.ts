import { CATALOGUE } from '../facet/catalogue.js';
import { type FacetValues, supported } from '../facet/facet.js';
import { dayBits } from '../facet/text-facet.js';
import { ENTRY_WORDS, keepSmallest, mustTrim, RunWriter, type SortedRun } from '../fingerprint/sorted-run.js';
import type { Field } from '../record/usage-record.js';
import type { GrowingTotals } from './account-cells.js';

/** Words of a row before its values: which facets have one, time (low, high), input and output tokens. */
const HEAD_WORDS = 5;
/** Values up to which an account's values of a facet are sorted by insertion. */
const FEW = 64;
const FIRST_ROWS = 4096;
const WORD = 2 ** 32;

interface Place {
  readonly facet: number;
  readonly at: number; // word in the row
  readonly wide: boolean; // two words
}

/**
 * Rows of facet values, side by side until there are many, then sorted by account and counted at once. Counting rows
 * of one account together keeps to memory that is near, where a table of all counts would be visited at random for
 * every value of every row. Memory: the rows that it has room for.
 */
export class RowStore {
  rows = 0;
  readonly facets: readonly number[];
  private readonly places: Place[] = [];
  private readonly words: number;
  private data: Uint32Array<ArrayBuffer>;
  private accounts: Uint32Array<ArrayBuffer>;
  private capacity = FIRST_ROWS;
  private values = new Uint32Array(FEW * 3);
  private kept = new Uint32Array(FEW * 3);

  /**
   * @param fields those that the rows have
   * @param bytes of memory to take at most, beside one block
   */
  constructor(
    readonly fields: ReadonlySet<Field>,
    private readonly bytes: number,
  ) {
    let at = HEAD_WORDS;
    CATALOGUE.forEach((facet, f) => {
      if (!supported(facet, (field) => fields.has(field))) return;
      const wide = ENTRY_WORDS[f] === 3;
      this.places.push({ facet: f, at, wide });
      at += wide ? 2 : 1;
    });
    this.words = at;
    this.facets = this.places.map(({ facet }) => facet);
    this.data = new Uint32Array(this.capacity * at);
    this.accounts = new Uint32Array(this.capacity);
  }

  /** Makes room for `more` rows; false where the rows held must be taken first. */
  reserve(more: number): boolean {
    const needed = this.rows + more;
    if (needed <= this.capacity) return true;
    if (this.rows > 0 && needed * (this.words + 1) * 4 > this.bytes) return false;
    this.capacity = Math.max(needed, this.capacity * 2);
    const data = new Uint32Array(this.capacity * this.words);
    data.set(this.data.subarray(0, this.rows * this.words));
    this.data = data;
    const accounts = new Uint32Array(this.capacity);
    accounts.set(this.accounts.subarray(0, this.rows));
    this.accounts = accounts;
    return true;
  }

  /** Starts as many rows as `picked` has: account, time and tokens of these rows of the columns. */
  begin(
    picked: Int32Array,
    count: number,
    accounts: Uint32Array,
    time: Float64Array,
    input: Float64Array | undefined,
    output: Float64Array | undefined,
  ): void {
    const { data, words } = this;
    let at = this.rows * words;
    for (let n = 0; n < count; n++) {
      const row = picked[n]!;
      this.accounts[this.rows + n] = accounts[row]!;
      const micros = time[row]!;
      const high = Math.floor(micros / WORD);
      data[at] = 0;
      data[at + 1] = micros - high * WORD;
      data[at + 2] = high;
      data[at + 3] = input === undefined ? 0 : input[row]!; // NaN becomes 0
      data[at + 4] = output === undefined ? 0 : output[row]!;
      at += words;
    }
  }

  /** Puts the values of the n-th of `facets` into the rows begun. */
  put(n: number, picked: Int32Array, count: number, values: FacetValues): void {
    const { facet, at, wide } = this.places[n]!;
    const { data, words } = this;
    const { lo, hi, present } = values;
    let row = this.rows * words;
    for (let k = 0; k < count; k++) {
      const from = picked[k]!;
      data[row]! |= present[from]! << facet;
      data[row + at] = lo[from]!;
      if (wide) data[row + at + 1] = hi[from]!;
      row += words;
    }
  }

  /** The same for a facet that has the day in its high word. */
  putDaily(n: number, picked: Int32Array, count: number, values: FacetValues, time: Float64Array): void {
    this.put(n, picked, count, values);
    const { at } = this.places[n]!;
    const { data, words } = this;
    let row = this.rows * words + at + 1;
    for (let k = 0; k < count; k++) {
      data[row]! |= dayBits(time[picked[k]!]!);
      row += words;
    }
  }

  /** Ends the rows begun. */
  end(count: number): void {
    this.rows += count;
  }

  /** Drops the rows from `rows` on. */
  cutBack(rows: number): void {
    this.rows = rows;
  }

  /** Counts the rows held, of accounts numbered below `accounts`, adds to the totals, and forgets the rows. */
  take(accounts: number, totals: GrowingTotals): SortedRun {
    const { rows } = this;
    const starts = new Uint32Array(accounts + 1);
    for (let row = 0; row < rows; row++) starts[this.accounts[row]! + 1]!++;
    for (let a = 0; a < accounts; a++) starts[a + 1]! += starts[a]!;
    const order = new Uint32Array(rows); // first words of the rows, by account
    const next = starts.slice();
    for (let row = 0; row < rows; row++) order[next[this.accounts[row]!]!++] = row * this.words;
    const writer = new RunWriter(accounts, rows * this.words);
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
        const row = order[n]!;
        input += this.data[row + 3]!;
        output += this.data[row + 4]!;
        const time = this.data[row + 2]! * WORD + this.data[row + 1]!;
        if (time < first) first = time;
        if (time > last) last = time;
      }
      sums.requests[a]! += to - from;
      sums.inputTokens[a]! += input;
      sums.outputTokens[a]! += output;
      sums.firstTime[a] = first;
      sums.lastTime[a] = last;
      for (const { facet, at, wide } of this.places) {
        const count = wide
          ? to - from <= FEW
            ? this.fewPairs(order, from, to, facet, at)
            : this.manyPairs(order, from, to, facet, at)
          : to - from <= FEW
            ? this.fewWords(order, from, to, facet, at)
            : this.manyWords(order, from, to, facet, at);
        if (count === 0) continue;
        if (mustTrim(facet, count)) {
          if (this.kept.length < this.values.length) this.kept = new Uint32Array(this.values.length);
          writer.take(facet, this.kept, 0, keepSmallest(facet, this.values, 0, count, this.kept));
        } else writer.take(facet, this.values, 0, count);
      }
    }
    this.rows = 0;
    return writer.finish(rows);
  }

  // Each of these four leaves an account's entries of a facet in `values` and gives their number.

  private fewWords(order: Uint32Array, from: number, to: number, facet: number, at: number): number {
    const { data, values } = this;
    let end = 0; // words of entries
    for (let n = from; n < to; n++) {
      const row = order[n]!;
      if (((data[row]! >>> facet) & 1) === 0) continue;
      const value = data[row + at]!;
      let place = end - 2;
      while (place >= 0 && values[place]! > value) place -= 2;
      if (place >= 0 && values[place] === value) {
        values[place + 1]!++;
        continue;
      }
      place += 2;
      for (let word = end - 1; word >= place; word--) values[word + 2] = values[word]!;
      values[place] = value;
      values[place + 1] = 1;
      end += 2;
    }
    return end / 2;
  }

  private fewPairs(order: Uint32Array, from: number, to: number, facet: number, at: number): number {
    const { data, values } = this;
    let end = 0;
    for (let n = from; n < to; n++) {
      const row = order[n]!;
      if (((data[row]! >>> facet) & 1) === 0) continue;
      const lo = data[row + at]!;
      const hi = data[row + at + 1]!;
      let place = end - 3;
      while (place >= 0 && (values[place]! > lo || (values[place] === lo && values[place + 1]! > hi)))
        place -= 3;
      if (place >= 0 && values[place] === lo && values[place + 1] === hi) {
        values[place + 2]!++;
        continue;
      }
      place += 3;
      for (let word = end - 1; word >= place; word--) values[word + 3] = values[word]!;
      values[place] = lo;
      values[place + 1] = hi;
      values[place + 2] = 1;
      end += 3;
    }
    return end / 3;
  }

  private manyWords(order: Uint32Array, from: number, to: number, facet: number, at: number): number {
    const { data } = this;
    const sorted = new Uint32Array(to - from);
    let held = 0;
    for (let n = from; n < to; n++) {
      const row = order[n]!;
      if (((data[row]! >>> facet) & 1) === 1) sorted[held++] = data[row + at]!;
    }
    sorted.subarray(0, held).sort();
    const values = this.roomFor(held * 2);
    let end = 0;
    for (let n = 0; n < held; n++) {
      if (end > 0 && values[end - 2] === sorted[n]) values[end - 1]!++;
      else {
        values[end++] = sorted[n]!;
        values[end++] = 1;
      }
    }
    return end / 2;
  }

  private manyPairs(order: Uint32Array, from: number, to: number, facet: number, at: number): number {
    const { data } = this;
    const sorted = new BigUint64Array(to - from);
    const words = new Uint32Array(sorted.buffer);
    let held = 0;
    for (let n = from; n < to; n++) {
      const row = order[n]!;
      if (((data[row]! >>> facet) & 1) === 0) continue;
      words[held * 2 + LOW] = data[row + at + 1]!;
      words[held++ * 2 + HIGH] = data[row + at]!;
    }
    sorted.subarray(0, held).sort();
    const values = this.roomFor(held * 3);
    let end = 0;
    for (let n = 0; n < held; n++) {
      const lo = words[n * 2 + HIGH]!;
      const hi = words[n * 2 + LOW]!;
      if (end > 0 && values[end - 3] === lo && values[end - 2] === hi) values[end - 1]!++;
      else {
        values[end++] = lo;
        values[end++] = hi;
        values[end++] = 1;
      }
    }
    return end / 3;
  }

  private roomFor(words: number): Uint32Array {
    if (this.values.length < words) this.values = new Uint32Array(words * 2);
    return this.values;
  }
}

/** Places of the two halves of a 64-bit integer in memory. */
const LOW = new Uint32Array(BigUint64Array.of(1n).buffer)[0] === 1 ? 0 : 1;
const HIGH = 1 - LOW;
