import { CATALOGUE } from '../facet/catalogue.js';
import { TICK_US } from '../facet/tick.js';
import { type AccountTotals, type FacetTable, mergeTables } from '../fingerprint/index.js';
import { sortEntries } from '../fingerprint/sort-entries.js';
import { OWNER_STRIDE, SparseCounts } from '../fingerprint/sparse-counts.js';

/** Collects the counts of planted accounts into a facet table. */
export class PlantedCounts {
  private readonly counts = new SparseCounts();
  private readonly totals: AccountTotals;

  /** `names` sorted by UTF-16 code units, all different; the position is the account's number. */
  constructor(private readonly names: readonly string[]) {
    const column = (value: number) => new Float64Array(names.length).fill(value);
    this.totals = {
      requests: column(0),
      inputTokens: column(0),
      outputTokens: column(0),
      firstTime: column(Number.POSITIVE_INFINITY),
      lastTime: column(Number.NEGATIVE_INFINITY),
    };
  }

  add(account: number, facet: number, lo: number, hi: number, count: number): void {
    if (count > 0) this.counts.add(account * OWNER_STRIDE + facet, lo, hi, count);
  }

  /** Requests made in a tick, at times within it that are not told apart. The tick facet is counted by `add`. */
  addRequests(account: number, tick: number, requests: number): void {
    if (requests <= 0) return;
    const { firstTime, lastTime } = this.totals;
    this.totals.requests[account]! += requests;
    firstTime[account] = Math.min(firstTime[account]!, tick * TICK_US);
    lastTime[account] = Math.max(lastTime[account]!, (tick + 1) * TICK_US - 1);
  }

  addTokens(account: number, input: number, output: number): void {
    this.totals.inputTokens[account]! += input;
    this.totals.outputTokens[account]! += output;
  }

  /** The planted accounts alone, as a log of the same columns would give them; times within `log`'s own. */
  finish(log: FacetTable): FacetTable {
    const { firstTime, lastTime } = this.totals;
    const from = log.totals.firstTime.reduce((x, y) => Math.min(x, y), Number.POSITIVE_INFINITY);
    const to = log.totals.lastTime.reduce((x, y) => Math.max(x, y), Number.NEGATIVE_INFINITY);
    for (let a = 0; a < this.names.length; a++) {
      firstTime[a] = Math.max(firstTime[a]!, from);
      lastTime[a] = Math.min(lastTime[a]!, to);
    }
    const table: FacetTable = {
      accounts: this.names,
      totals: this.totals,
      facets: sortEntries(
        this.counts,
        Uint32Array.from(this.names, (_, a) => a),
        CATALOGUE.length,
      ),
      texts: CATALOGUE.map(() => new Map()),
      fields: log.fields,
    };
    return mergeTables([table]); // keeps as many values of each facet as an account of a log does
  }
}
