import { CATALOGUE } from '../facet/catalogue.js';
import type { FacetValues } from '../facet/facet.js';
import { plainOrder, type ValueOrder } from '../facet/order-key.js';
import { ENTRY_WORDS, RunWriter, type SortedRun } from '../fingerprint/sorted-run.js';
import type { GrowingTotals } from './growing-totals.js';
import { MOST_VALUES, Tally } from './tally.js';

if (CATALOGUE.length > 32)
  throw new Error(`rows have a bit for each of 32 facets; there are ${CATALOGUE.length}`);

const WIDE = ENTRY_WORDS.map((words) => Number(words === 3));
const ROW_BYTES = CATALOGUE.reduce((sum, _, f) => sum + 4 * (1 + WIDE[f]!), 4 + 4 + 3 * 8);
const FIRST_ROWS = 4096;

/**
 * Values of rows as facets encode them, side by side until there are many, then sorted by account and counted at once: a
 * table of all counts would be visited at random for every value of every row. Memory: the rows that it has room for.
 */
export class BatchStore {
  rows = 0;
  private capacity = 0;
  private readonly most: number; // rows
  private accounts = new Uint32Array(0);
  private present = new Uint32Array(0); // a bit a facet
  private time = new Float64Array(0);
  private input = new Float64Array(0); // NaN where there is none
  private output = new Float64Array(0);
  private readonly lo: Uint32Array<ArrayBuffer>[] = CATALOGUE.map(() => new Uint32Array(0));
  private readonly hi: Uint32Array<ArrayBuffer>[] = CATALOGUE.map(() => new Uint32Array(0));
  private readonly tally: Tally;
  private values = new Uint32Array(256);

  /**
   * @param bytes of memory to take at most, beside one batch
   * @param order by which values are kept
   */
  constructor(bytes: number, order: ValueOrder = plainOrder) {
    this.tally = new Tally(order);
    this.most = Math.max(1, Math.min(MOST_VALUES - 1, Math.floor(bytes / ROW_BYTES)));
  }

  /** Whether the rows held must be taken before as many more. */
  needsTaking(more: number): boolean {
    return this.rows > 0 && this.rows + more > this.most;
  }

  /** Starts rows; their values are then `put`, facet by facet, and the rows ended. */
  begin(
    count: number,
    accounts: ArrayLike<number>,
    time: Float64Array,
    input: Float64Array | undefined,
    output: Float64Array | undefined,
  ): void {
    this.reserve(this.rows + count);
    for (let i = 0, row = this.rows; i < count; i++, row++) {
      this.accounts[row] = accounts[i]!;
      this.present[row] = 0;
      this.time[row] = time[i]!;
      this.input[row] = input === undefined ? 0 : input[i]! || 0;
      this.output[row] = output === undefined ? 0 : output[i]! || 0;
    }
  }

  put(facet: number, count: number, { lo, hi, present }: FacetValues): void {
    const los = this.lo[facet]!;
    const his = this.hi[facet]!;
    const bit = 1 << facet;
    const wide = WIDE[facet] === 1;
    for (let i = 0, row = this.rows; i < count; i++, row++) {
      if (present[i] === 0) continue;
      this.present[row]! |= bit;
      los[row] = lo[i]!;
      if (wide) his[row] = hi[i]!;
    }
  }

  end(count: number): void {
    this.rows += count;
  }

  /** Counts the rows held, of accounts numbered below `accounts`, adds to the totals, and forgets the rows. */
  take(accounts: number, totals: GrowingTotals): SortedRun {
    const { rows } = this;
    const starts = new Uint32Array(accounts + 1);
    for (let row = 0; row < rows; row++) starts[this.accounts[row]! + 1]!++;
    for (let a = 0; a < accounts; a++) starts[a + 1]! += starts[a]!;
    const order = new Uint32Array(rows); // rows by account
    const next = starts.slice();
    for (let row = 0; row < rows; row++) order[next[this.accounts[row]!]!++] = row;
    const writer = new RunWriter(rows * CATALOGUE.length);
    writer.open(accounts);
    const sums = totals.reach(accounts);
    for (let a = 0; a < accounts; a++) {
      const from = starts[a]!;
      const to = starts[a + 1]!;
      if (from === to) continue;
      writer.begin(a);
      sums.requests[a]! += to - from;
      let any = 0; // facets of which a row has a value
      for (let n = from; n < to; n++) {
        const row = order[n]!;
        any |= this.present[row]!;
        sums.inputTokens[a]! += this.input[row]!;
        sums.outputTokens[a]! += this.output[row]!;
        sums.firstTime[a] = Math.min(sums.firstTime[a]!, this.time[row]!);
        sums.lastTime[a] = Math.max(sums.lastTime[a]!, this.time[row]!);
      }
      if ((to - from) * 3 > this.values.length) this.values = new Uint32Array((to - from) * 6);
      for (let facet = 0; facet < CATALOGUE.length; facet++) {
        if (((any >>> facet) & 1) === 0) continue;
        this.count(facet, order, from, to);
        writer.take(facet, this.values, 0, this.tally.write(facet, this.values));
      }
    }
    this.rows = 0;
    return writer.finishLast(rows);
  }

  private count(facet: number, order: Uint32Array, from: number, to: number): void {
    const { tally, present } = this;
    const los = this.lo[facet]!;
    const his = this.hi[facet]!;
    const wide = WIDE[facet] === 1;
    tally.begin(to - from);
    let entry = -1; // of the value before
    for (let n = from; n < to; n++) {
      const row = order[n]!;
      if (((present[row]! >>> facet) & 1) === 0) continue;
      const lo = los[row]!;
      const hi = wide ? his[row]! : 0;
      if (entry !== -1 && tally.lo[entry] === lo && tally.hi[entry] === hi) tally.count[entry]!++;
      else entry = tally.add(lo, hi);
    }
  }

  private reserve(rows: number): void {
    if (rows <= this.capacity) return;
    const wanted = Math.max(FIRST_ROWS, this.capacity * 4);
    this.capacity = Math.max(rows, Math.min(wanted, this.most));
    this.accounts = words(this.accounts, this.capacity);
    this.present = words(this.present, this.capacity);
    this.time = numbers(this.time, this.capacity);
    this.input = numbers(this.input, this.capacity);
    this.output = numbers(this.output, this.capacity);
    for (let f = 0; f < CATALOGUE.length; f++) {
      this.lo[f] = words(this.lo[f]!, this.capacity);
      if (WIDE[f] === 1) this.hi[f] = words(this.hi[f]!, this.capacity);
    }
  }
}

function words(of: Uint32Array, length: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(length);
  larger.set(of);
  return larger;
}

function numbers(of: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(length);
  larger.set(of);
  return larger;
}
