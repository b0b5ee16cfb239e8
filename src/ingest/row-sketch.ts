import { identify } from '../facet/identity.js';
import type { RecordBatch } from '../record/record-batch.js';

/** Distinct rows that a sketch keeps at most. The share of two exports that overlaps is then known to about ±1.5 %. */
export const MOST_KEPT = 4096;

/** Rows of one source as far as it takes to see which of them other sources hold too. */
export interface RowSample {
  /** Hashes of distinct rows, ascending; all of them below `limit`. */
  readonly hashes: Float64Array;
  /** How often each was seen. */
  readonly counts: Float64Array;
  /** Every row of the source with a hash below this is among the hashes; Infinity where all rows are. */
  readonly limit: number;
}

/**
 * The k smallest of the hashes of a source's rows (KMV, Bar-Yossef et al. 2002), a row being its time, account, input and
 * output tokens: a request that was exported twice has all four alike, whoever wrote the export. Membership depends on the
 * hash alone, so samples of parts merge exactly and in any order. Memory is bounded; about 20 ns a row.
 */
export class RowSketch {
  private readonly known = new Map<number, number>(); // hash -> times seen
  private limit = Number.POSITIVE_INFINITY;

  /**
   * @param kept distinct rows that are kept, at least 1
   * @param standIn what stands for the hash of a row that is added; by default itself
   */
  constructor(
    private readonly kept = MOST_KEPT,
    private readonly standIn: (hash: number) => number = (hash) => hash,
  ) {}

  add(batch: RecordBatch): void {
    const { dictionary, codes } = batch.account;
    const lo = new Uint32Array(dictionary.length);
    const hi = new Uint32Array(dictionary.length);
    for (let i = 0; i < dictionary.length; i++) identify(dictionary[i]!, lo, hi, i);
    const input = batch.number.input_tokens;
    const output = batch.number.output_tokens;
    for (let row = 0; row < batch.rows; row++) {
      const account = codes[row]!;
      this.note(
        rowHash(
          batch.time[row]!,
          lo[account]!,
          hi[account]!,
          input === undefined ? Number.NaN : input[row]!,
          output === undefined ? Number.NaN : output[row]!,
        ),
      );
    }
  }

  /** Adds a row by its hash. */
  note(hash: number): void {
    this.take(this.standIn(hash), 1);
  }

  private take(hash: number, times: number): void {
    if (hash >= this.limit) return;
    this.known.set(hash, (this.known.get(hash) ?? 0) + times);
    if (this.known.size > 2 * this.kept) this.cut();
  }

  /** Takes in the sample of another part of the same source. */
  merge({ hashes, counts, limit }: RowSample): void {
    this.limit = Math.min(this.limit, limit);
    for (const hash of this.known.keys()) if (hash >= this.limit) this.known.delete(hash);
    for (let i = 0; i < hashes.length; i++) this.take(hashes[i]!, counts[i]!);
  }

  sample(): RowSample {
    if (this.known.size > this.kept) this.cut();
    const hashes = Float64Array.from(this.known.keys()).sort();
    return { hashes, counts: hashes.map((hash) => this.known.get(hash)!), limit: this.limit };
  }

  private cut(): void {
    const sorted = Float64Array.from(this.known.keys()).sort();
    this.limit = sorted[this.kept]!;
    for (const hash of sorted.subarray(this.kept)) this.known.delete(hash);
  }
}

/**
 * A row as 53 bits: its time in µs, the identity of its account and its tokens, NaN where there are none.
 */
export function rowHash(time: number, lo: number, hi: number, input: number, output: number): number {
  const low = (time % 0x1_0000_0000) | 0;
  const high = Math.floor(time / 0x1_0000_0000) | 0;
  let h = mixed(lo ^ Math.imul(low, 0x9e3779b1), high);
  let g = mixed(hi ^ Math.imul(low, 0x85ebca6b), h);
  h = mixed(h ^ tokens(input), tokens(output));
  g = mixed(g ^ tokens(output), h);
  return (h >>> 0) * 0x20_0000 + (g >>> 11);
}

const NO_TOKENS = 0x5bd1_e995;

function tokens(count: number): number {
  return Number.isNaN(count) ? NO_TOKENS : count | 0;
}

/** The final mix of MurmurHash3 over two words (Appleby, public domain). */
function mixed(x: number, y: number): number {
  let h = Math.imul(x, 0xcc9e2d51) ^ Math.imul((y << 15) | (y >>> 17), 0x1b873593);
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Estimated share of rows, in [0, 1], that repeat an earlier row of the same source. */
export function repeatedShare({ counts }: RowSample): number {
  const rows = counts.reduce((sum, count) => sum + count, 0);
  return rows === 0 ? 0 : (rows - counts.length) / rows;
}

/** An earlier source that holds rows of a later one. */
export interface Overlap {
  /** Places of the two in the list of samples. */
  readonly earlier: number;
  readonly later: number;
  /** Estimated share of the later's distinct rows that the earlier holds too, in (0, 1]. */
  readonly share: number;
}

/** Rows of the samples that must agree, and the share of the later's, for an overlap to be told. */
const FEWEST_SHARED = 10;
const LEAST_SHARE = 0.01;

/** Sources that are looked at of those that hold one row: the first ones. */
const MOST_HOLDERS = 8;

/** Pairs of sources that hold the same rows, by later and earlier. O(hashes · log hashes + pairs that share any). */
export function overlaps(samples: readonly RowSample[]): Overlap[] {
  const holders = new Map<number, number[]>(); // hash -> samples
  samples.forEach(({ hashes }, s) => {
    for (const hash of hashes) {
      const list = holders.get(hash);
      if (list === undefined) holders.set(hash, [s]);
      else if (list.length < MOST_HOLDERS) list.push(s);
    }
  });
  const shared = new Map<number, number>(); // pair -> hashes
  for (const list of holders.values()) {
    for (const [i, later] of list.entries()) {
      for (const earlier of list.slice(0, i)) {
        const pair = later * samples.length + earlier;
        shared.set(pair, (shared.get(pair) ?? 0) + 1);
      }
    }
  }
  return [...shared]
    .sort(([x], [y]) => x - y)
    .map(([pair, n]) => {
      const later = Math.floor(pair / samples.length);
      const earlier = pair % samples.length;
      // Only below both limits do the samples hold every row.
      const limit = Math.min(samples[earlier]!.limit, samples[later]!.limit);
      return { earlier, later, n, share: n / below(samples[later]!.hashes, limit) };
    })
    .filter(({ n, share }) => n >= FEWEST_SHARED && share >= LEAST_SHARE)
    .map(({ earlier, later, share }) => ({ earlier, later, share }));
}

/** How many of some ascending hashes are below a limit. */
function below(hashes: Float64Array, limit: number): number {
  let n = 0;
  while (n < hashes.length && hashes[n]! < limit) n++;
  return n;
}
