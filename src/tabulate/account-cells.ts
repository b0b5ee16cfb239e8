import { identify } from '../facet/identity.js';
import { type AccountTotals, emptyTotals } from '../fingerprint/facet-table.js';
import { LONGEST_ACCOUNT } from '../ingest/batch-builder.js';
import { isMissing } from '../ingest/missing.js';
import { ByteDictionary } from './byte-dictionary.js';
import type { CellGrid } from './cell-grid.js';

/** Accounts of one lane as dense numbers in order of arrival. Memory is bounded by accounts. */
export class AccountCells {
  readonly names: string[] = [];
  /** Identities of the names, by number. */
  lo = new Uint32Array(1024);
  hi = new Uint32Array(1024);
  private readonly numberOf = new Map<string, number>();
  private readonly known = new ByteDictionary(); // of names that need no trimming
  private numbers = new Uint32Array(1024); // entry of `known` -> number

  number(name: string): number {
    let number = this.numberOf.get(name);
    if (number === undefined) {
      number = this.names.push(name) - 1;
      this.numberOf.set(name, number);
      if (number === this.lo.length) {
        this.lo = grown(this.lo);
        this.hi = grown(this.hi);
      }
      identify(name, this.lo, this.hi, number);
    }
    return number;
  }

  /** Numbers of a column of accounts. Rows without one, or with one that is too long, are marked odd. */
  read(bytes: Buffer, view: DataView, grid: CellGrid, position: number, out: Uint32Array): void {
    const { borders, stride, odd, rows } = grid;
    const { known } = this;
    for (let row = 0; row < rows; row++) {
      if (odd[row] === 1) continue;
      const from = borders[row * stride + position]! + 1;
      const length = borders[row * stride + position + 1]! - from;
      const entry = known.find(view, from, length);
      if (entry !== -1) {
        out[row] = this.numbers[entry]!;
        continue;
      }
      const cell = bytes.toString('utf8', from, from + length);
      const name = cell.trim();
      if (isMissing(name) || name.length > LONGEST_ACCOUNT) {
        odd[row] = 1;
        continue;
      }
      const number = this.number(name);
      out[row] = number;
      if (name.length === cell.length) this.learn(bytes, view, from, length, number);
    }
  }

  private learn(bytes: Buffer, view: DataView, from: number, length: number, number: number): void {
    const entry = this.known.add(bytes, view, from, length);
    if (entry === -1) return;
    if (entry === this.numbers.length) {
      this.numbers = grown(this.numbers);
    }
    this.numbers[entry] = number;
  }
}

function grown(words: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(words.length * 2);
  larger.set(words);
  return larger;
}

/** Totals of accounts by number; grows as they come. */
export class GrowingTotals {
  totals: AccountTotals = emptyTotals(1024);

  reach(accounts: number): AccountTotals {
    if (accounts > this.totals.requests.length) {
      const larger = emptyTotals(accounts * 2);
      for (const key of Object.keys(larger) as (keyof AccountTotals)[]) larger[key].set(this.totals[key]);
      this.totals = larger;
    }
    return this.totals;
  }
}
