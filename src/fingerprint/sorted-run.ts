import { CATALOGUE } from '../facet/catalogue.js';
import { plainOrder, type ValueOrder } from '../facet/order-key.js';
import { kthSmallest } from './select.js';

/** Facets that a head word has room for. */
const FACETS = 32;

/** Words of an entry by facet: low word, high word where it is not always 0, count. */
export const ENTRY_WORDS = Uint8Array.from(CATALOGUE, ({ text }) => (text === undefined ? 2 : 3));
const KEEP = Uint32Array.from(CATALOGUE, ({ keep }) => keep ?? 0xffffffff);

/** Standard deviations beyond the number of values to keep, of the number of those that are taken for likely. */
const SPREADS = 4;

/** Rows from which on a count may not fit its word. */
export const MOST_ROWS = 2 ** 32;

/**
 * Counts of accounts in canonical order, packed: account a has the words `starts[a]` (inclusive) to `starts[a + 1]`
 * (exclusive) of `data`, and none beyond the end of `starts`. There each facet with entries has a head word, 32 times the
 * number of entries plus the facet, and its entries by low word, then high word. At most `keep` entries by order key
 * stay, with ties, as in a table.
 */
export interface SortedRun {
  readonly data: Uint32Array<ArrayBuffer>;
  readonly starts: Float64Array<ArrayBuffer>; // words
  /** Rows counted, below MOST_ROWS. */
  readonly rows: number;
}

/** Takes the entries of the accounts in order of account and facet. */
export interface EntrySink {
  /** The `count` entries that stand in `data` from `at` on, one or more. */
  take(facet: number, data: Uint32Array, at: number, count: number): void;
}

/** The head word of a facet's entries. */
export function packedHead(facet: number, entries: number): number {
  return entries * FACETS + facet;
}

/** Writes runs one after the other; accounts come in rising order. */
export class RunWriter implements EntrySink {
  private data: Uint32Array<ArrayBuffer>;
  private at = 0;
  private starts = new Float64Array(1);
  private accounts = 0; // begun so far

  /** @param words a guess at the size of a run */
  constructor(words = 1024) {
    this.data = new Uint32Array(Math.max(1024, words));
  }

  /** Starts a run of so many accounts. */
  open(accounts: number): void {
    this.at = 0;
    this.starts = new Float64Array(accounts + 1);
    this.accounts = 0;
  }

  begin(account: number): void {
    while (this.accounts <= account) this.starts[this.accounts++] = this.at;
  }

  take(facet: number, data: Uint32Array, at: number, count: number): void {
    const words = count * ENTRY_WORDS[facet]!;
    if (this.at + words + 1 > this.data.length) this.grow(words + 1);
    const own = this.data;
    let to = this.at;
    own[to++] = packedHead(facet, count);
    for (let n = at; n < at + words; n++) own[to++] = data[n]!;
    this.at = to;
  }

  /** Ends the run, in memory of its own. */
  finish(rows: number): SortedRun {
    return this.ended(rows, this.data.slice(0, this.at));
  }

  /** Ends the last run, in the memory that it was written to: what is beyond its end was never touched and costs nothing. */
  finishLast(rows: number): SortedRun {
    return this.ended(rows, this.data.subarray(0, this.at));
  }

  private ended(rows: number, data: Uint32Array<ArrayBuffer>): SortedRun {
    this.begin(this.starts.length - 1);
    return { data, starts: this.starts, rows };
  }

  private grow(words: number): void {
    const larger = new Uint32Array(Math.max(this.data.length * 1.5, this.at + words) | 0);
    larger.set(this.data.subarray(0, this.at));
    this.data = larger;
  }
}

/** Merges what several runs have of one account after the other. O(entries · log runs). */
export class RunMerger {
  /** By facet: 1 once entries were left out because the facet keeps no more. */
  readonly cut = new Uint8Array(FACETS);
  private readonly data: Uint32Array[] = [];
  private readonly at: number[] = [];
  private readonly end: number[] = [];
  // What the runs have of the facet in hand: where it stands, and how many entries it has.
  private readonly parts: Uint32Array[] = [];
  private readonly partAt: number[] = [];
  private readonly partCount: number[] = [];
  private one = new Uint32Array(1024);
  private other = new Uint32Array(1024);
  private keys = new Float64Array(256);
  private sorted = new Float64Array(256);

  /** @param order by which values are kept */
  constructor(private readonly order: ValueOrder = plainOrder) {}

  /** Starts the next account. */
  clear(): void {
    this.data.length = 0;
    this.at.length = 0;
    this.end.length = 0;
  }

  /** Adds what a run has of an account, by the run's own number of it. */
  add({ data, starts }: SortedRun, account: number): void {
    if (account + 1 >= starts.length || starts[account] === starts[account + 1]) return;
    this.data.push(data);
    this.at.push(starts[account]!);
    this.end.push(starts[account + 1]!);
  }

  /** Gives the merged entries of what was added. */
  into(sink: EntrySink): void {
    const { data, at, end, parts, partAt, partCount } = this;
    for (;;) {
      let facet = FACETS;
      for (let i = 0; i < data.length; i++) {
        if (at[i]! < end[i]!) facet = Math.min(facet, data[i]![at[i]!]! % FACETS);
      }
      if (facet === FACETS) return;
      const words = ENTRY_WORDS[facet]!;
      let n = 0;
      for (let i = 0; i < data.length; i++) {
        if (at[i]! >= end[i]!) continue;
        const head = data[i]![at[i]!]!;
        if (head % FACETS !== facet) continue;
        const count = Math.floor(head / FACETS);
        parts[n] = data[i]!;
        partAt[n] = at[i]! + 1;
        partCount[n++] = count;
        at[i]! += 1 + count * words;
      }
      if (n > 1) this.mergeAll(facet, n);
      else if (partCount[0]! > KEEP[facet]!) this.keepOf(facet, 0, this.room(partCount[0]! * words), 0);
      sink.take(facet, parts[0]!, partAt[0]!, partCount[0]!);
    }
  }

  /** Merges the parts of a facet. */
  private mergeAll(facet: number, n: number): void {
    const keep = KEEP[facet]!;
    let all = 0;
    for (let i = 0; i < n; i++) all += this.partCount[i]!;
    const aim = keep + SPREADS * Math.sqrt(keep);
    if (all > 2 * aim) {
      const [parts, partAt, partCount] = [[...this.parts], [...this.partAt], [...this.partCount]];
      if (this.mergeLikely(facet, n, all, aim / all)) return;
      for (let i = 0; i < n; i++) {
        this.parts[i] = parts[i]!;
        this.partAt[i] = partAt[i]!;
        this.partCount[i] = partCount[i]!;
      }
    }
    this.mergeParts(facet, n);
  }

  /**
   * Merges the entries that may be kept alone: order keys are spread evenly, so that about where the last one is can be told
   * from the number of entries. False, with parts that are spent, where these are not enough, as many values being the same.
   */
  private mergeLikely(facet: number, n: number, all: number, share: number): boolean {
    const { parts, partAt, partCount, order } = this;
    const limit = share * 2 ** 53;
    const words = ENTRY_WORDS[facet]!;
    const into = this.room(all * words);
    let to = 0;
    let left = 0;
    for (let i = 0; i < n; i++) {
      const data = parts[i]!;
      const end = partAt[i]! + partCount[i]! * words;
      const first = to;
      for (let at = partAt[i]!; at < end; at += words) {
        if (order(facet, data[at]!, words === 3 ? data[at + 1]! : 0) > limit) continue;
        for (let w = 0; w < words; w++) into[to++] = data[at + w]!;
      }
      if (to === first) continue;
      parts[left] = into;
      partAt[left] = first;
      partCount[left++] = (to - first) / words;
    }
    if (to / words < KEEP[facet]!) return false;
    this.mergeParts(facet, left);
    if (partCount[0]! < KEEP[facet]!) return false;
    this.cut[facet] = 1;
    return true;
  }

  /** Merges the parts of a facet two by two until one is left. */
  private mergeParts(facet: number, n: number): void {
    const { parts, partAt, partCount } = this;
    const words = ENTRY_WORDS[facet]!;
    const merge = words === 2 ? mergeWords : mergePairs;
    const keep = KEEP[facet]!;
    let all = 0;
    for (let i = 0; i < n; i++) all += partCount[i]!;
    for (let left = n; left > 1; ) {
      const into = this.room(all * words);
      let to = 0;
      let merged = 0;
      for (let i = 0; i < left; i += 2, merged++) {
        let count: number;
        if (i + 1 < left)
          count = merge(
            parts[i]!,
            partAt[i]!,
            partCount[i]!,
            parts[i + 1]!,
            partAt[i + 1]!,
            partCount[i + 1]!,
            into,
            to,
          );
        else {
          count = partCount[i]!;
          copyWords(parts[i]!, partAt[i]!, count * words, into, to);
        }
        parts[merged] = into;
        partAt[merged] = to;
        partCount[merged] = count;
        // A value that is not among the smallest of some parts is not among those of all.
        if (count > keep) this.keepOf(facet, merged, into, to);
        to += partCount[merged]! * words;
      }
      left = merged;
    }
  }

  /** Room that the parts in hand do not stand in. */
  private room(words: number): Uint32Array {
    const { one, other } = this;
    this.one = other.length >= words ? other : new Uint32Array(words * 2);
    this.other = one;
    return this.one;
  }

  /** Copies the entries of a part that the facet keeps, see `Facet.keep`, to `out[to …]`, which may be where they stand. */
  private keepOf(facet: number, part: number, out: Uint32Array, to: number): void {
    const data = this.parts[part]!;
    const at = this.partAt[part]!;
    const count = this.partCount[part]!;
    const words = ENTRY_WORDS[facet]!;
    const { order } = this;
    if (this.keys.length < count) {
      this.keys = new Float64Array(count * 2);
      this.sorted = new Float64Array(count * 2);
    }
    const { keys, sorted } = this;
    for (let e = 0; e < count; e++) {
      const from = at + e * words;
      keys[e] = order(facet, data[from]!, words === 3 ? data[from + 1]! : 0);
      sorted[e] = keys[e]!;
    }
    const limit = kthSmallest(sorted, count, KEEP[facet]!);
    let kept = 0;
    let next = to;
    for (let e = 0; e < count; e++) {
      if (keys[e]! > limit) continue;
      kept++;
      for (let w = 0; w < words; w++) out[next++] = data[at + e * words + w]!;
    }
    if (kept < count) this.cut[facet] = 1;
    this.parts[part] = out;
    this.partAt[part] = to;
    this.partCount[part] = kept;
  }
}

function copyWords(from: Uint32Array, at: number, words: number, out: Uint32Array, to: number): void {
  if (words > 64) out.set(from.subarray(at, at + words), to);
  else for (let n = 0; n < words; n++) out[to + n] = from[at + n]!;
}

function mergeWords(
  a: Uint32Array,
  aFrom: number,
  aCount: number,
  b: Uint32Array,
  bFrom: number,
  bCount: number,
  out: Uint32Array,
  start: number,
): number {
  let i = aFrom;
  let j = bFrom;
  const iEnd = aFrom + aCount * 2;
  const jEnd = bFrom + bCount * 2;
  if (a[iEnd - 2]! < b[j]!) return appended(a, i, iEnd, b, j, jEnd, out, start, 2);
  let to = start;
  while (i < iEnd && j < jEnd) {
    const x = a[i]!;
    const y = b[j]!;
    out[to] = x < y ? x : y;
    let count = 0;
    if (x <= y) {
      count = a[i + 1]!;
      i += 2;
    }
    if (y <= x) {
      count += b[j + 1]!;
      j += 2;
    }
    out[to + 1] = count;
    to += 2;
  }
  while (i < iEnd) out[to++] = a[i++]!;
  while (j < jEnd) out[to++] = b[j++]!;
  return (to - start) / 2;
}

function mergePairs(
  a: Uint32Array,
  aFrom: number,
  aCount: number,
  b: Uint32Array,
  bFrom: number,
  bCount: number,
  out: Uint32Array,
  start: number,
): number {
  let i = aFrom;
  let j = bFrom;
  const iEnd = aFrom + aCount * 3;
  const jEnd = bFrom + bCount * 3;
  if (a[iEnd - 3]! < b[j]!) return appended(a, i, iEnd, b, j, jEnd, out, start, 3);
  let to = start;
  while (i < iEnd && j < jEnd) {
    const x = a[i]!;
    const y = b[j]!;
    const order = x !== y ? (x < y ? -1 : 1) : a[i + 1]! - b[j + 1]!;
    let count = 0;
    if (order >= 0) {
      out[to] = y;
      out[to + 1] = b[j + 1]!;
      count = b[j + 2]!;
      j += 3;
    }
    if (order <= 0) {
      out[to] = x;
      out[to + 1] = a[i + 1]!;
      count += a[i + 2]!;
      i += 3;
    }
    out[to + 2] = count;
    to += 3;
  }
  while (i < iEnd) out[to++] = a[i++]!;
  while (j < jEnd) out[to++] = b[j++]!;
  return (to - start) / 3;
}

/** Both, one behind the other, as all values of the first are smaller; gives their number. */
function appended(
  a: Uint32Array,
  i: number,
  iEnd: number,
  b: Uint32Array,
  j: number,
  jEnd: number,
  out: Uint32Array,
  start: number,
  words: number,
): number {
  copyWords(a, i, iEnd - i, out, start);
  copyWords(b, j, jEnd - j, out, start + iEnd - i);
  return (iEnd - i + jEnd - j) / words;
}

/** Visits the entries of all accounts. */
export function forEachEntry(
  { data }: SortedRun,
  visit: (facet: number, lo: number, hi: number) => void,
): void {
  for (let at = 0; at < data.length; ) {
    const facet = data[at]! % FACETS;
    const words = ENTRY_WORDS[facet]!;
    const end = at + 1 + Math.floor(data[at]! / FACETS) * words;
    for (at++; at < end; at += words) visit(facet, data[at]!, words === 3 ? data[at + 1]! : 0);
  }
}

/** One run of two. */
export function mergeRuns(a: SortedRun, b: SortedRun, order: ValueOrder = plainOrder): SortedRun {
  const accounts = Math.max(a.starts.length, b.starts.length) - 1;
  const writer = new RunWriter(a.data.length + b.data.length);
  writer.open(accounts);
  const merger = new RunMerger(order);
  for (let account = 0; account < accounts; account++) {
    writer.begin(account);
    merger.clear();
    merger.add(a, account);
    merger.add(b, account);
    merger.into(writer);
  }
  return writer.finishLast(a.rows + b.rows);
}
