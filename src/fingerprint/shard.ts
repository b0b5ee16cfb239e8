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
  /** In order of their numbers here; one may have several. */
  readonly accounts: readonly string[];
  readonly totals: AccountTotals; // at least one place an account
  readonly runs: readonly SortedRun[];
  /** Readable texts by facet, none where there are none; also of values that no run holds; one value may have several. */
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
  const { accounts, first, next, shardOf, own } = placesOf(shards);
  const totals = emptyTotals(accounts.length);
  const columns = new ColumnWriter(accounts.length, entriesOf(shards));
  const merger = new RunMerger(order);
  for (let a = 0; a < accounts.length; a++) {
    merger.clear();
    for (let n = first[a]!; n !== -1; n = next[n]!) {
      const shard = shards[shardOf[n]!]!;
      addTotals(totals, a, shard.totals, own[n]!);
      for (const run of shard.runs) merger.add(run, own[n]!);
    }
    merger.into(columns);
    columns.endAccount(a);
  }
  const facets = columns.finish();
  const texted = shards.filter(({ texts }) => texts.length > 0);
  const texts = facets.map((entries, f) =>
    new ReadableTexts(texted.map((shard) => shard.texts[f]!)).heldBy(entries),
  );
  return { accounts, totals, facets, texts, fields: new Set(shards.flatMap(({ fields }) => fields).sort()) };
}

/** Where accounts stand in shards: chains, one an account, of shards and numbers there. */
interface Places {
  /** In order. */
  readonly accounts: readonly string[];
  readonly first: Int32Array; // by account
  readonly next: Int32Array; // by place; -1 ends a chain
  readonly shardOf: Int32Array;
  readonly own: Int32Array;
}

function placesOf(shards: readonly Shard[]): Places {
  const arrival = new Map<string, number>();
  const all = shards.reduce((sum, { accounts }) => sum + accounts.length, 0);
  const accountOf = new Int32Array(all); // by place, in order of arrival
  const shardOf = new Int32Array(all);
  const own = new Int32Array(all);
  let places = 0;
  shards.forEach(({ accounts, totals }, s) => {
    for (let n = 0; n < accounts.length; n++) {
      if (totals.requests[n] === 0) continue;
      const known = arrival.get(accounts[n]!);
      if (known === undefined) arrival.set(accounts[n]!, arrival.size);
      accountOf[places] = known ?? arrival.size - 1;
      shardOf[places] = s;
      own[places++] = n;
    }
  });
  const accounts = [...arrival.keys()].sort(); // by UTF-16 code units
  const rank = new Int32Array(accounts.length);
  accounts.forEach((name, a) => {
    rank[arrival.get(name)!] = a;
  });
  const first = new Int32Array(accounts.length).fill(-1);
  const next = new Int32Array(all);
  for (let place = places - 1; place >= 0; place--) {
    const a = rank[accountOf[place]!]!;
    next[place] = first[a]!;
    first[a] = place;
  }
  return { accounts, first, next, shardOf, own };
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
