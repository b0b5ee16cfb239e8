import type { RecordBatch } from '../record/record-batch.js';
import { type AccountTotals, emptyTotals, type FacetTable } from './facet-table.js';
import { ownText } from './own-text.js';

/** Account names to dense numbers in order of arrival, with each account's totals. */
export class AccountIndex {
  private readonly numberOf = new Map<string, number>();
  private readonly names: string[] = [];
  private totals: AccountTotals = emptyTotals(1024);

  /** Numbers for the rows of a batch; adds their tokens and times to the totals. */
  note(batch: RecordBatch): Uint32Array {
    // Refused rows leave names in the dictionary that no row has: they are no accounts.
    const ofEntry = new Int32Array(batch.account.dictionary.length).fill(-1);
    for (const entry of batch.account.codes)
      if (ofEntry[entry] === -1) ofEntry[entry] = this.number(batch.account.dictionary[entry]!);
    const accounts = new Uint32Array(batch.rows);
    const { requests, inputTokens, outputTokens, firstTime, lastTime } = this.totals;
    const input = batch.number.input_tokens;
    const output = batch.number.output_tokens;
    for (let i = 0; i < batch.rows; i++) {
      const a = ofEntry[batch.account.codes[i]!]!;
      accounts[i] = a;
      requests[a]!++;
      const tokensIn = input === undefined ? 0 : input[i]!;
      const tokensOut = output === undefined ? 0 : output[i]!;
      if (tokensIn > 0) inputTokens[a]! += tokensIn; // NaN compares false
      if (tokensOut > 0) outputTokens[a]! += tokensOut;
      const t = batch.time[i]!;
      if (t < firstTime[a]!) firstTime[a] = t;
      if (t > lastTime[a]!) lastTime[a] = t;
    }
    return accounts;
  }

  /** Numbers for the accounts of a finished table; adds its totals. */
  noteTable(table: FacetTable): Uint32Array {
    const accounts = Uint32Array.from(table.accounts, (name) => this.number(name));
    const mine = this.totals;
    for (let i = 0; i < accounts.length; i++) {
      const a = accounts[i]!;
      mine.requests[a]! += table.totals.requests[i]!;
      mine.inputTokens[a]! += table.totals.inputTokens[i]!;
      mine.outputTokens[a]! += table.totals.outputTokens[i]!;
      mine.firstTime[a] = Math.min(mine.firstTime[a]!, table.totals.firstTime[i]!);
      mine.lastTime[a] = Math.max(mine.lastTime[a]!, table.totals.lastTime[i]!);
    }
    return accounts;
  }

  /** Names in canonical order, totals in that order, and each arrival number's place in it. */
  sorted(): { accounts: string[]; totals: AccountTotals; rank: Uint32Array } {
    const order = Uint32Array.from(this.names, (_, i) => i);
    const { names } = this;
    order.sort((x, y) => (names[x]! < names[y]! ? -1 : 1)); // names are distinct
    const rank = new Uint32Array(order.length);
    for (let i = 0; i < order.length; i++) rank[order[i]!] = i;
    const inOrder = (column: Float64Array) => Float64Array.from(order, (a) => column[a]!);
    return {
      accounts: Array.from(order, (a) => names[a]!),
      totals: {
        requests: inOrder(this.totals.requests),
        inputTokens: inOrder(this.totals.inputTokens),
        outputTokens: inOrder(this.totals.outputTokens),
        firstTime: inOrder(this.totals.firstTime),
        lastTime: inOrder(this.totals.lastTime),
      },
      rank,
    };
  }

  private number(name: string): number {
    const known = this.numberOf.get(name);
    if (known !== undefined) return known;
    const a = this.names.length;
    const kept = ownText(name);
    this.numberOf.set(kept, a);
    this.names.push(kept);
    if (a >= this.totals.requests.length) this.totals = grown(this.totals);
    return a;
  }
}

function grown(totals: AccountTotals): AccountTotals {
  const larger = emptyTotals(totals.requests.length * 2);
  larger.requests.set(totals.requests);
  larger.inputTokens.set(totals.inputTokens);
  larger.outputTokens.set(totals.outputTokens);
  larger.firstTime.set(totals.firstTime);
  larger.lastTime.set(totals.lastTime);
  return larger;
}
