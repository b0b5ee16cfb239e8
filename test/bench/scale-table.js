// A facet table of any number of accounts, made column by column in the table's own shape, without a log in between.
import { CATALOGUE } from '../../dist/facet/catalogue.js';
import { orderKey } from '../../dist/facet/order-key.js';
import { FIELDS } from '../../dist/record/usage-record.js';
import { makeAccount, planUnits, REQUESTS_AT_MOST } from './scale-accounts.js';

const TICK_US = 300_000_000;

/**
 * Places reserved per account and facet; memory that is never written to is never taken. More than an account ever
 * has on average.
 */
const RESERVED = 40;

/** One growing facet of the table: entries of the current account are sorted and counted, then closed. */
class Column {
  constructor(accounts, keep) {
    this.keep = keep ?? Number.POSITIVE_INFINITY;
    this.starts = new Uint32Array(accounts + 1);
    this.lo = new Uint32Array(accounts * RESERVED + REQUESTS_AT_MOST);
    this.hi = new Uint32Array(this.lo.length);
    this.count = new Float64Array(this.lo.length);
    this.at = 0;
  }

  /** Closes account `a`, whose requests have the values lo[0 … n), hi[0 … n). */
  close(a, lo, hi, n) {
    sortPairs(lo, hi, n);
    const from = this.at;
    for (let i = 0; i < n; i++) {
      if (this.at > from && this.lo[this.at - 1] === lo[i] && this.hi[this.at - 1] === hi[i]) {
        this.count[this.at - 1]++;
        continue;
      }
      this.lo[this.at] = lo[i];
      this.hi[this.at] = hi[i];
      this.count[this.at++] = 1;
    }
    if (this.at - from > this.keep) this.dropLargest(from);
    this.starts[a + 1] = this.at;
  }

  /** Keeps the values with the smallest order keys, as a fingerprint does. */
  dropLargest(from) {
    const keys = Float64Array.from({ length: this.at - from }, (_, i) =>
      orderKey(this.lo[from + i], this.hi[from + i]),
    );
    const limit = keys.toSorted()[this.keep];
    let to = from;
    keys.forEach((key, i) => {
      if (key >= limit) return;
      this.lo[to] = this.lo[from + i];
      this.hi[to] = this.hi[from + i];
      this.count[to++] = this.count[from + i];
    });
    this.at = to;
  }

  finish() {
    const { starts, at } = this;
    return {
      starts,
      lo: this.lo.subarray(0, at),
      hi: this.hi.subarray(0, at),
      count: this.count.subarray(0, at),
    };
  }
}

/** Insertion sort by low word, then high word: an account has few requests. */
function sortPairs(lo, hi, n) {
  for (let i = 1; i < n; i++) {
    const l = lo[i];
    const h = hi[i];
    let j = i - 1;
    for (; j >= 0 && (lo[j] > l || (lo[j] === l && hi[j] > h)); j--) {
      lo[j + 1] = lo[j];
      hi[j + 1] = hi[j];
    }
    lo[j + 1] = l;
    hi[j + 1] = h;
  }
}

/** The table of `accounts` accounts over one week; the same seed gives the same table. O(accounts). */
export function makeTable(accounts, seed) {
  const columns = CATALOGUE.map(({ keep }) => new Column(accounts, keep));
  const totals = {
    requests: new Float64Array(accounts),
    inputTokens: new Float64Array(accounts),
    outputTokens: new Float64Array(accounts),
    firstTime: new Float64Array(accounts).fill(Number.POSITIVE_INFINITY),
    lastTime: new Float64Array(accounts),
  };
  const rows = CATALOGUE.map(() => ({
    lo: new Uint32Array(REQUESTS_AT_MOST),
    hi: new Uint32Array(REQUESTS_AT_MOST),
    n: 0,
  }));
  const facetAt = new Map(CATALOGUE.map(({ name }, f) => [name, f]));
  const unitOf = planUnits(accounts, seed);
  const put = (facet, lo, hi) => {
    const row = rows[facetAt.get(facet)];
    row.lo[row.n] = lo;
    row.hi[row.n++] = hi;
  };
  for (let a = 0; a < accounts; a++) {
    for (const row of rows) row.n = 0;
    makeAccount(unitOf(a), a, seed, put, (tick, input, output) => {
      totals.requests[a]++;
      totals.inputTokens[a] += input;
      totals.outputTokens[a] += output;
      totals.firstTime[a] = Math.min(totals.firstTime[a], tick * TICK_US);
      totals.lastTime[a] = Math.max(totals.lastTime[a], tick * TICK_US);
    });
    rows.forEach(({ lo, hi, n }, f) => {
      columns[f].close(a, lo, hi, n);
    });
  }
  const width = String(accounts).length;
  return {
    accounts: Array.from({ length: accounts }, (_, a) => `acct_${String(a).padStart(width, '0')}`),
    totals,
    facets: columns.map((column) => column.finish()),
    texts: CATALOGUE.map(() => new Map()),
    fields: new Set(FIELDS.toSorted()),
  };
}
