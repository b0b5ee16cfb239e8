import { CATALOGUE } from '../facet/catalogue.js';
import { plainOrder, type ValueOrder } from '../facet/order-key.js';
import { valueKey } from '../fingerprint/facet-table.js';
import { type Shard, type ShardTexts, shardTexts } from '../fingerprint/shard.js';
import { forEachEntry, MOST_ROWS, mergeRuns, type SortedRun } from '../fingerprint/sorted-run.js';
import { ValueTexts } from '../fingerprint/value-texts.js';
import type { Field } from '../record/usage-record.js';
import { AccountCells, GrowingTotals } from './account-cells.js';
import { AccountDays } from './account-days.js';

/** What a lane has counted: accounts and their totals, runs of counts, readable texts and fields. */
export class LaneRuns {
  readonly accounts = new AccountCells();
  readonly totals = new GrowingTotals();
  readonly texts: readonly ValueTexts[] = CATALOGUE.map(() => new ValueTexts());
  readonly fields = new Set<Field>();
  private readonly runs: SortedRun[] = [];
  private readonly days: AccountDays | null;
  private owned = new Uint32Array(1024);

  /** @param order by which values are kept */
  constructor(
    byDay = false,
    private readonly order: ValueOrder = plainOrder,
  ) {
    this.days = byDay ? new AccountDays(this.accounts.names) : null;
  }

  /** Names of whom counts are of: accounts, or their days. */
  get names(): readonly string[] {
    return (this.days ?? this.accounts).names;
  }

  /** Of whom the first `count` rows picked are, by number; `account` and `time` are by row. */
  owners(account: ArrayLike<number>, time: Float64Array, picked: Int32Array, count: number): Uint32Array {
    if (this.owned.length < count) this.owned = new Uint32Array(count * 2);
    const { owned, days } = this;
    for (let n = 0; n < count; n++) {
      const row = picked[n]!;
      owned[n] = days === null ? account[row]! : days.number(account[row]!, time[row]!);
    }
    return owned;
  }

  push(run: SortedRun): void {
    const { runs } = this;
    runs.push(run);
    // As many rows as accounts have values make few runs; beyond, each merge must be worth its cost.
    while (runs.length > 2) {
      const last = runs.at(-1)!;
      const before = runs.at(-2)!;
      if (last.data.length * 2 < before.data.length || last.rows + before.rows >= MOST_ROWS) break;
      runs.splice(-2, 2, mergeRuns(before, last, this.order));
    }
  }

  /** Whether `dropTexts` is due. */
  get full(): boolean {
    return this.texts.some(({ full }) => full);
  }

  /** Drops texts of values that no run holds; all rows must be in runs. O(pairs held), seldom. */
  dropTexts(): void {
    const held = CATALOGUE.map(() => new Set<string>());
    for (const run of this.runs) {
      forEachEntry(run, (facet, lo, hi) => {
        if (this.texts[facet]!.full) held[facet]!.add(valueKey(lo, hi));
      });
    }
    this.texts.forEach((texts, f) => {
      if (texts.full) texts.retain(held[f]!);
    });
  }

  /** All of it; none where nothing was counted. `further` visits texts that were not noted here. */
  shards(further?: (visit: (facet: number, lo: number, hi: number, text: string) => void) => void): Shard[] {
    const { names, totals, runs, fields } = this;
    if (runs.length === 0) return [];
    const texts = this.texts.map(({ all }): { lo: number[]; hi: number[]; text: string[] } => {
      const { lo, hi, text }: ShardTexts = shardTexts(all);
      return { lo: [...lo], hi: [...hi], text: [...text] };
    });
    further?.((facet, lo, hi, text) => {
      texts[facet]!.lo.push(lo);
      texts[facet]!.hi.push(hi);
      texts[facet]!.text.push(text);
    });
    return [{ accounts: names, totals: totals.reach(names.length), runs, texts, fields: [...fields] }];
  }
}
