import { CATALOGUE } from '../facet/catalogue.js';
import { plainOrder, type ValueOrder } from '../facet/order-key.js';
import type { Field } from '../record/usage-record.js';
import { ColumnWriter } from './column-writer.js';
import { type AccountTotals, addTotals, emptyTotals, type FacetTable, keyWords } from './facet-table.js';
import { ReadableTexts } from './held-texts.js';
import { ENTRY_WORDS, RunMerger, type SortedRun } from './sorted-run.js';

/** Texts and the values that they stand for, side by side. */
export interface ShardTexts {
  readonly lo: readonly number[];
  readonly hi: readonly number[];
  readonly text: readonly string[];
}

/** A part of a facet table as one lane made it; plain data. An account without requests is none. */
export interface Shard {
  /** In order of their numbers here; distinct. */
  readonly accounts: readonly string[];
  readonly totals: AccountTotals; // at least one place an account
  readonly runs: readonly SortedRun[];
  /** Readable texts by facet, also of values that no run holds; one value may have several. */
  readonly texts: readonly ShardTexts[];
  readonly fields: readonly Field[];
}

export function shardTexts(texts: ReadonlyMap<string, string>): ShardTexts {
  const lo: number[] = [];
  const hi: number[] = [];
  for (const key of texts.keys()) {
    const [low, high] = keyWords(key);
    lo.push(low);
    hi.push(high);
  }
  return { lo, hi, text: [...texts.values()] };
}

/** The table of several shards; the order of shards plays no part. `order`: by which values are kept. O(entries). */
export function tableOfShards(shards: readonly Shard[], order: ValueOrder = plainOrder): FacetTable {
  const accounts = namesOf(shards);
  const place = new Map(accounts.map((name, n) => [name, n]));
  const totals = emptyTotals(accounts.length);
  const numbers = shards.map((shard) => {
    const numberOf = new Int32Array(accounts.length).fill(-1); // account of the table -> of the shard
    shard.accounts.forEach((name, own) => {
      if (shard.totals.requests[own] === 0) return;
      const a = place.get(name)!;
      numberOf[a] = own;
      addTotals(totals, a, shard.totals, own);
    });
    return numberOf;
  });
  const columns = new ColumnWriter(accounts.length, entriesOf(shards));
  const merger = new RunMerger(order);
  for (let a = 0; a < accounts.length; a++) {
    merger.clear();
    shards.forEach(({ runs }, s) => {
      const own = numbers[s]![a]!;
      if (own !== -1) for (const run of runs) merger.add(run, own);
    });
    merger.into(columns);
    columns.endAccount(a);
  }
  const facets = columns.finish();
  const texts = facets.map((entries, f) =>
    new ReadableTexts(shards.map((shard) => shard.texts[f]!)).heldBy(entries),
  );
  return { accounts, totals, facets, texts, fields: new Set(shards.flatMap(({ fields }) => fields).sort()) };
}

function namesOf(shards: readonly Shard[]): string[] {
  const names = new Set<string>();
  for (const { accounts, totals } of shards) {
    accounts.forEach((name, own) => {
      if (totals.requests[own] !== 0) names.add(name);
    });
  }
  return [...names].sort(); // by UTF-16 code units
}

/** Entries by facet that the runs of shards have together. */
function entriesOf(shards: readonly Shard[]): Float64Array {
  const sizes = new Float64Array(CATALOGUE.length);
  for (const { runs } of shards) for (const run of runs) countEntries(run, sizes);
  return sizes;
}

function countEntries({ data }: SortedRun, sizes: Float64Array): void {
  for (let at = 0; at < data.length; ) {
    const head = data[at]!;
    const facet = head % 32;
    const entries = Math.floor(head / 32);
    sizes[facet]! += entries;
    at += 1 + entries * ENTRY_WORDS[facet]!;
  }
}
