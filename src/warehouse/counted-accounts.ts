import { CATALOGUE } from '../facet/catalogue.js';
import { unmix32 } from '../facet/murmur3.js';
import { mixedWords } from '../facet/order-key.js';
import { type AccountTotals, addTotals, emptyTotals, type FacetTable } from '../fingerprint/facet-table.js';
import { type Shard, type ShardTexts, shardTexts } from '../fingerprint/shard.js';
import { ENTRY_WORDS, packedHead, type SortedRun } from '../fingerprint/sorted-run.js';
import type { Field } from '../record/usage-record.js';
import type { AskedFacet } from './dialect.js';
import type { RowBinary } from './row-binary.js';

/**
 * What an engine counted of accounts, as sorted runs. An account may come several times, once from each server: each time
 * goes to a run of its own. Memory is that of the counts.
 */
export class CountedAccounts {
  private readonly names: string[] = [];
  private readonly numberOf = new Map<string, number>();
  private totals: AccountTotals = emptyTotals(1024);
  private readonly runs: RunOfParts[] = [];
  private times = new Uint8Array(1024); // per account, how often it came
  private lo = new Uint32Array(256);
  private hi = new Uint32Array(256);
  private counts = new Uint32Array(256);
  private packed = new Uint32Array(1024);

  constructor(private readonly facets: readonly AskedFacet[]) {}

  get size(): number {
    return this.names.length;
  }

  /** Reads what `Questions.counts` gives of one account, and takes it in. */
  take(from: RowBinary): void {
    const name = from.text();
    const one = emptyTotals(1);
    one.requests[0] = from.u64();
    one.inputTokens[0] = from.u64();
    one.outputTokens[0] = from.u64();
    one.firstTime[0] = from.u64();
    one.lastTime[0] = from.u64();
    let at = 0;
    for (const { facet, shape } of this.facets) {
      const n = this.values(from, shape);
      this.readCounts(from, n);
      if (n === 0) continue;
      const words = ENTRY_WORDS[facet]!;
      if (at + 1 + n * words > this.packed.length) this.packed = larger(this.packed, at + 1 + n * words);
      this.packed[at++] = packedHead(facet, n);
      const order = shape === 'gaps' ? null : this.inOrder(n);
      for (let i = 0; i < n; i++) {
        const e = order === null ? i : order[i]!;
        this.packed[at++] = this.lo[e]!;
        if (words === 3) this.packed[at++] = this.hi[e]!;
        this.packed[at++] = this.counts[e]!;
      }
    }
    // Only now is the row whole: what it lacks is read again.
    const a = this.number(name);
    addTotals(this.totals, a, one, 0);
    const run = this.times[a]!++;
    this.runs[run] ??= new RunOfParts();
    this.runs[run].add(a, this.packed.slice(0, at));
  }

  /** The counts with readable texts, by facet. */
  shard(texts: readonly ShardTexts[], fields: readonly Field[]): Shard {
    return {
      accounts: this.names,
      totals: this.totals,
      runs: this.runs.map((run) => run.finish(this.names.length)),
      texts,
      fields,
    };
  }

  /** Reads values to `lo` and `hi`; gives their number. */
  private values(from: RowBinary, shape: AskedFacet['shape']): number {
    if (shape === 'gaps') {
      const first = from.u32();
      const n = from.length();
      this.reserve(n);
      let more = 0;
      for (let i = 0; i < n; i++) {
        const gap = from.u16();
        if (gap === 65_535) more++;
        this.lo[i] = gap;
      }
      if (from.length() !== more) throw new Error('an answer has gaps that do not fit');
      let value = first;
      for (let i = 0; i < n; i++) {
        value += this.lo[i] === 65_535 ? from.u32() : this.lo[i]!;
        this.lo[i] = value;
      }
      return n;
    }
    const n = from.length();
    this.reserve(n);
    for (let i = 0; i < n; i++) {
      const low = from.u32();
      if (shape === 'mixed32') this.lo[i] = unmix32(low);
      else [this.lo[i], this.hi[i]] = mixedWords(low, from.u32());
    }
    return n;
  }

  private readCounts(from: RowBinary, n: number): void {
    const given = from.length();
    let more = 0;
    for (let i = 0; i < given; i++) {
      const count = from.u8();
      if (count === 255) more++;
      this.counts[i] = count;
    }
    if (given === 0) this.counts.fill(1, 0, n);
    else if (given !== n) throw new Error('an answer has other counts than values');
    if (from.length() !== more) throw new Error('an answer has counts that do not fit');
    for (let i = 0; i < given && more > 0; i++) {
      if (this.counts[i] !== 255) continue;
      this.counts[i] = from.u32();
      more--;
    }
  }

  /** Places of the values by low word, then high word. */
  private inOrder(n: number): number[] {
    const { lo, hi } = this;
    return Array.from({ length: n }, (_, i) => i).sort((x, y) => lo[x]! - lo[y]! || hi[x]! - hi[y]!);
  }

  private reserve(n: number): void {
    if (n <= this.lo.length) return;
    this.lo = larger(this.lo, n);
    this.hi = larger(this.hi, n);
    this.counts = larger(this.counts, n);
  }

  private number(name: string): number {
    const known = this.numberOf.get(name);
    if (known !== undefined) return known;
    const a = this.names.push(name) - 1;
    this.numberOf.set(name, a);
    if (a >= this.totals.requests.length) {
      const wider = emptyTotals(2 * a);
      for (const key of Object.keys(wider) as (keyof AccountTotals)[]) wider[key].set(this.totals[key]);
      this.totals = wider;
      const times = new Uint8Array(2 * a);
      times.set(this.times);
      this.times = times;
    }
    return a;
  }
}

/** Words of accounts that come in any order, each at most once. */
class RunOfParts {
  private readonly parts = new Map<number, Uint32Array>();

  add(account: number, words: Uint32Array): void {
    this.parts.set(account, words);
  }

  finish(accounts: number): SortedRun {
    const starts = new Float64Array(accounts + 1);
    let words = 0;
    for (let a = 0; a < accounts; a++) {
      starts[a] = words;
      words += this.parts.get(a)?.length ?? 0;
    }
    starts[accounts] = words;
    const data = new Uint32Array(words);
    for (const [a, part] of this.parts) data.set(part, starts[a]!);
    this.parts.clear();
    return { data, starts, rows: 0 };
  }
}

/** A table as a shard. O(entries). */
export function shardOf(table: FacetTable): Shard {
  const { accounts, totals, facets, texts, fields } = table;
  const starts = new Float64Array(accounts.length + 1);
  let words = 0;
  for (let a = 0; a < accounts.length; a++) {
    starts[a] = words;
    facets.forEach((entries, f) => {
      const n = entries.starts[a + 1]! - entries.starts[a]!;
      if (n > 0) words += 1 + n * ENTRY_WORDS[f]!;
    });
  }
  starts[accounts.length] = words;
  const data = new Uint32Array(words);
  let at = 0;
  for (let a = 0; a < accounts.length; a++)
    facets.forEach(({ starts: own, lo, hi, count }, f) => {
      const [from, to] = [own[a]!, own[a + 1]!];
      if (from === to) return;
      data[at++] = packedHead(f, to - from);
      for (let e = from; e < to; e++) {
        data[at++] = lo[e]!;
        if (ENTRY_WORDS[f] === 3) data[at++] = hi[e]!;
        data[at++] = count[e]!;
      }
    });
  return {
    accounts,
    totals,
    runs: [{ data, starts, rows: 0 }],
    texts: texts.map(shardTexts),
    fields: [...fields],
  };
}

export const NO_TEXTS: readonly ShardTexts[] = CATALOGUE.map(() => ({ lo: [], hi: [], text: [] }));

function larger(words: Uint32Array<ArrayBuffer>, needed: number): Uint32Array<ArrayBuffer> {
  const grown = new Uint32Array(2 * needed);
  grown.set(words);
  return grown;
}
