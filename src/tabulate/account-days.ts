import type { FacetTable } from '../fingerprint/facet-table.js';
import { ReadableTexts } from '../fingerprint/held-texts.js';
import { shardTexts } from '../fingerprint/shard.js';

const DAY_US = 86_400_000_000;
const DAY_DIGITS = 5; // days since the epoch of the times that are accepted, 2000 to 2099

/**
 * Accounts by the day (UTC) of their requests, as dense numbers in order of arrival, so that what is counted for accounts
 * is counted for each of their days. Memory is bounded by accounts times days.
 */
export class AccountDays {
  /** The day and the account's name, see `dayTables`. */
  readonly names: string[] = [];
  private readonly numberOf = new Map<number, number>(); // day and account -> number
  private lastDay = new Uint32Array(1024); // by account
  private lastNumber = new Uint32Array(1024);

  /** @param accounts names by number, which may grow */
  constructor(private readonly accounts: readonly string[]) {}

  /** Number of the day of `time` (µs) of an account. */
  number(account: number, time: number): number {
    const day = Math.floor(time / DAY_US);
    if (account < this.lastDay.length && this.lastDay[account] === day) return this.lastNumber[account]!;
    const key = account * 2 ** 17 + day;
    let number = this.numberOf.get(key);
    if (number === undefined) {
      number = this.names.push(String(day).padStart(DAY_DIGITS, '0') + this.accounts[account]!) - 1;
      this.numberOf.set(key, number);
    }
    while (account >= this.lastDay.length) {
      this.lastDay = larger(this.lastDay);
      this.lastNumber = larger(this.lastNumber);
    }
    this.lastDay[account] = day;
    this.lastNumber[account] = number;
    return number;
  }
}

function larger(words: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const grown = new Uint32Array(words.length * 2);
  grown.set(words);
  return grown;
}

/** The requests of one day (UTC). */
export interface DayTable {
  /** Days since the epoch. */
  readonly day: number;
  readonly table: FacetTable;
}

/**
 * The tables of the days, ascending, of a table whose accounts are those of `AccountDays`. Merged, they are the table
 * of all days. All have the fields of the whole. O(entries).
 */
export function dayTables({ accounts, totals, facets, texts, fields }: FacetTable): DayTable[] {
  const tables: DayTable[] = [];
  const readable = texts.map((ofFacet) => new ReadableTexts([shardTexts(ofFacet)]));
  for (let from = 0; from < accounts.length; ) {
    const prefix = accounts[from]!.slice(0, DAY_DIGITS);
    let to = from + 1;
    while (to < accounts.length && accounts[to]!.startsWith(prefix)) to++;
    const cut = (values: Float64Array) => values.slice(from, to);
    const own = facets.map(({ starts, lo, hi, count }) => {
      const first = starts[from]!;
      const end = starts[to]!;
      return {
        starts: starts.slice(from, to + 1).map((at) => at - first),
        lo: lo.slice(first, end),
        hi: hi.slice(first, end),
        count: count.slice(first, end),
      };
    });
    tables.push({
      day: Number(prefix),
      table: {
        accounts: accounts.slice(from, to).map((name) => name.slice(DAY_DIGITS)),
        totals: {
          requests: cut(totals.requests),
          inputTokens: cut(totals.inputTokens),
          outputTokens: cut(totals.outputTokens),
          firstTime: cut(totals.firstTime),
          lastTime: cut(totals.lastTime),
        },
        facets: own,
        texts: own.map((entries, f) => readable[f]!.heldBy(entries)),
        fields,
      },
    });
    from = to;
  }
  return tables;
}
