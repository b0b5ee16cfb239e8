import { CATALOGUE } from '../facet/catalogue.js';
import type { Field } from '../record/usage-record.js';
import type { AccountTotals, FacetEntries, FacetTable } from './facet-table.js';
import { heldTexts } from './held-texts.js';
import { ENTRY_WORDS, type EntrySink, RunMerger, type SortedRun } from './sorted-run.js';

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
    lo.push(Number.parseInt(key.slice(0, 8), 16));
    hi.push(Number.parseInt(key.slice(8), 16));
  }
  return { lo, hi, text: [...texts.values()] };
}

/** The table of several shards; the order of shards plays no part. O(entries). */
export function tableOfShards(shards: readonly Shard[]): FacetTable {
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
  const columns = new ColumnWriter(accounts.length, shards);
  const merger = new RunMerger();
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
    heldTexts(
      entries,
      shards.map((shard) => shard.texts[f]!),
    ),
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

function emptyTotals(accounts: number): AccountTotals {
  return {
    requests: new Float64Array(accounts),
    inputTokens: new Float64Array(accounts),
    outputTokens: new Float64Array(accounts),
    firstTime: new Float64Array(accounts).fill(Number.POSITIVE_INFINITY),
    lastTime: new Float64Array(accounts).fill(Number.NEGATIVE_INFINITY),
  };
}

function addTotals(to: AccountTotals, a: number, from: AccountTotals, own: number): void {
  to.requests[a]! += from.requests[own]!;
  to.inputTokens[a]! += from.inputTokens[own]!;
  to.outputTokens[a]! += from.outputTokens[own]!;
  to.firstTime[a] = Math.min(to.firstTime[a]!, from.firstTime[own]!);
  to.lastTime[a] = Math.max(to.lastTime[a]!, from.lastTime[own]!);
}

/** Writes entries into the columns of a table. */
class ColumnWriter implements EntrySink {
  private readonly facets: FacetEntries[];
  private readonly at: number[];

  constructor(accounts: number, shards: readonly Shard[]) {
    const sizes = new Float64Array(CATALOGUE.length); // at most
    for (const { runs } of shards) for (const run of runs) countEntries(run, sizes);
    this.facets = Array.from(sizes, (size) => ({
      starts: new Uint32Array(accounts + 1),
      lo: new Uint32Array(size),
      hi: new Uint32Array(size),
      count: new Float64Array(size),
    }));
    this.at = this.facets.map(() => 0);
  }

  take(facet: number, data: Uint32Array, at: number, count: number): void {
    const { lo, hi, count: counts } = this.facets[facet]!;
    let to = this.at[facet]!;
    let from = at;
    if (ENTRY_WORDS[facet] === 2) {
      for (let e = 0; e < count; e++, to++, from += 2) {
        lo[to] = data[from]!;
        counts[to] = data[from + 1]!;
      }
    } else {
      for (let e = 0; e < count; e++, to++, from += 3) {
        lo[to] = data[from]!;
        hi[to] = data[from + 1]!;
        counts[to] = data[from + 2]!;
      }
    }
    this.at[facet] = to;
  }

  endAccount(a: number): void {
    for (let f = 0; f < this.at.length; f++) this.facets[f]!.starts[a + 1] = this.at[f]!;
  }

  /** The columns, cut to what was written: memory beyond that was never touched and costs nothing. */
  finish(): FacetEntries[] {
    return this.facets.map(({ starts, lo, hi, count }, f) => {
      const size = this.at[f]!;
      if (size === lo.length) return { starts, lo, hi, count };
      return { starts, lo: lo.subarray(0, size), hi: hi.subarray(0, size), count: count.subarray(0, size) };
    });
  }
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
