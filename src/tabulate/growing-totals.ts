import { type AccountTotals, emptyTotals } from '../fingerprint/facet-table.js';

/** Totals of accounts by number; grows as they come. */
export class GrowingTotals {
  totals: AccountTotals = emptyTotals(16);

  reach(accounts: number): AccountTotals {
    if (accounts > this.totals.requests.length) {
      const larger = emptyTotals(accounts * 2);
      for (const key of Object.keys(larger) as (keyof AccountTotals)[]) larger[key].set(this.totals[key]);
      this.totals = larger;
    }
    return this.totals;
  }
}
