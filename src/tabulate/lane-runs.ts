import { CATALOGUE } from '../facet/catalogue.js';
import { plainOrder, type ValueOrder } from '../facet/order-key.js';
import { valueKey } from '../fingerprint/facet-table.js';
import { type Shard, type ShardTexts, shardTexts } from '../fingerprint/shard.js';
import { forEachEntry, MOST_ROWS, mergeRuns, type SortedRun } from '../fingerprint/sorted-run.js';
import { ValueTexts } from '../fingerprint/value-texts.js';
import type { Field } from '../record/usage-record.js';
import { AccountDays } from './account-days.js';
import { AccountNames } from './account-names.js';
import { GrowingTotals } from './growing-totals.js';

/** What was counted of some accounts: their totals and runs of counts. */
export class CountedAccounts {
  readonly accounts = new AccountNames();
  readonly totals = new GrowingTotals();
  readonly runs: SortedRun[] = [];
  private readonly days: AccountDays | null;

  /** @param order by which values are kept */
  constructor(
    byDay: boolean,
    private readonly order: ValueOrder,
  ) {
    this.days = byDay ? new AccountDays(this.accounts.names) : null;
  }

  /** Names of whom counts are of: accounts, or their days. */
  get names(): readonly string[] {
    return (this.days ?? this.accounts).names;
  }

  /** Of whom, by number, a row of an account at some time (µs) is. */
  owner(account: number, time: number): number {
    return this.days === null ? account : this.days.number(account, time);
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
}

/** What a lane has counted, in parts by account, and the readable texts and fields of all. */
export class LaneRuns {
  readonly texts: readonly ValueTexts[] = CATALOGUE.map(() => new ValueTexts());
  readonly fields = new Set<Field>();
  private readonly parts: (CountedAccounts | undefined)[] = [];

  /** @param order by which values are kept */
  constructor(
    private readonly byDay = false,
    private readonly order: ValueOrder = plainOrder,
  ) {}

  /** The n-th part. */
  part(n: number): CountedAccounts {
    let part = this.parts[n];
    if (part === undefined) {
      part = new CountedAccounts(this.byDay, this.order);
      this.parts[n] = part;
    }
    return part;
  }

  /** Whether `dropTexts` is due. */
  get full(): boolean {
    return this.texts.some(({ full }) => full);
  }

  /** Drops texts of values that no run holds; all rows must be in runs. O(pairs held), seldom. */
  dropTexts(): void {
    const held = CATALOGUE.map(() => new Set<string>());
    for (const part of this.parts) {
      for (const run of part?.runs ?? []) {
        forEachEntry(run, (facet, lo, hi) => {
          if (this.texts[facet]!.full) held[facet]!.add(valueKey(lo, hi));
        });
      }
    }
    this.texts.forEach((texts, f) => {
      if (texts.full) texts.retain(held[f]!);
    });
  }

  /** All of it; none where nothing was counted. `further` visits texts that were not noted here. */
  shards(further?: (visit: (facet: number, lo: number, hi: number, text: string) => void) => void): Shard[] {
    const counted = this.parts.filter((part) => part !== undefined && part.runs.length > 0);
    if (counted.length === 0) return [];
    const texts = this.texts.map(({ all }): { lo: number[]; hi: number[]; text: string[] } => {
      const { lo, hi, text }: ShardTexts = shardTexts(all);
      return { lo: [...lo], hi: [...hi], text: [...text] };
    });
    further?.((facet, lo, hi, text) => {
      texts[facet]!.lo.push(lo);
      texts[facet]!.hi.push(hi);
      texts[facet]!.text.push(text);
    });
    const fields = [...this.fields];
    return counted.map((part, n) => ({
      accounts: part!.names,
      totals: part!.totals.reach(part!.names.length),
      runs: part!.runs,
      texts: n === 0 ? texts : [],
      fields: n === 0 ? fields : [],
    }));
  }
}
