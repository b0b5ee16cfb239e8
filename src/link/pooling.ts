import { type CategoryView, roundShares, SETTING_GROUP_CAP } from './categories.js';
import { COUNT_STEP, type HistogramView } from './dirichlet.js';
import { GROUP_CAP } from './histograms.js';
import type { IdentifierView } from './identifiers.js';
import type { LinkData, Unit } from './units.js';

/** The pooled unit of several accounts. Each member counts up to the account cap. O(n log n) in the members' entries. */
export function groupUnit(data: LinkData, members: readonly number[]): Unit {
  let pooling = poolings.get(data);
  if (pooling === undefined) {
    pooling = new Pooling(data);
    poolings.set(data, pooling);
  }
  return pooling.unit(members);
}

const poolings = new WeakMap<LinkData, Pooling>();

/**
 * Pools group after group with the same scratch memory. What a unit keeps lies side by side, as in the rows of accounts:
 * groups are compared in no order, and each array of its own would cost a cache miss.
 */
class Pooling {
  /** Sums by value of one category, zeros in between. */
  private readonly sumOf: Uint32Array;
  /** Sums by bin of all histograms. */
  private readonly binSums: Uint32Array;
  /** What is pooled so far: bins or values, with their sums. */
  private ids = new Uint32Array(1024);
  private sums = new Uint32Array(1024);
  private length = 0;
  /** Per member, the next place of its row. */
  private next = new Float64Array(0);

  constructor(private readonly data: LinkData) {
    this.binSums = new Uint32Array(data.binStarts.at(-1)!);
    this.sumOf = new Uint32Array(data.categories.reduce((n, { values }) => Math.max(n, values.size), 0));
  }

  unit(members: readonly number[]): Unit {
    const { data } = this;
    const parts = data.histograms.length + data.categories.length;
    const totals = new Float64Array(parts);
    const ends = new Uint32Array(parts);
    this.start(members);
    this.addBins(totals, ends);
    for (let c = data.histograms.length; c < parts; c++) {
      totals[c] = this.addCategory();
      ends[c] = this.length;
    }
    const ids = this.ids.slice(0, this.length);
    const sums = this.sums.slice(0, this.length);
    const steps = new Uint16Array(this.length);
    const dense = new Uint16Array(this.binSums.length);
    const from = (part: number) => (part === 0 ? 0 : ends[part - 1]!);
    const histograms = data.histograms.map((_, h): HistogramView => {
      const at = data.binStarts[h]!;
      const scale = histogramScale(totals[h]!);
      let sum = 0;
      for (let i = from(h); i < ends[h]!; i++) {
        const n = Math.round(sums[i]! * COUNT_STEP * scale);
        steps[i] = n;
        dense[at + ids[i]!] = n;
        sum += n;
      }
      return { bins: ids, steps, from: from(h), to: ends[h]!, dense, at, sum };
    });
    const categories = data.categories.map((_, c): CategoryView => {
      const part = data.histograms.length + c;
      const sum = roundShares(sums, from(part), ends[part]!, settingScale(totals[part]!), steps);
      return { ids, steps, from: from(part), to: ends[part]!, sum };
    });
    return {
      members,
      histograms,
      categories,
      identifiers: this.identifiers(),
      pool: { sums, totals },
    };
  }

  private start(members: readonly number[]): void {
    const { starts } = this.data.rows;
    this.length = 0;
    this.next = new Float64Array(members.length);
    for (let m = 0; m < members.length; m++) this.next[m] = starts[members[m]!]!;
  }

  /** Makes room for `more` further places. */
  private reserve(more: number): void {
    if (this.length + more <= this.ids.length) return;
    const wider = (old: Uint32Array) => {
      const grown = new Uint32Array(2 * (this.length + more));
      grown.set(old);
      return grown;
    };
    this.ids = wider(this.ids);
    this.sums = wider(this.sums);
  }

  /** Adds the filled bins of all histograms. */
  private addBins(totals: Float64Array, ends: Uint32Array): void {
    const { binSums, next } = this;
    const { binStarts, histograms, rows } = this.data;
    const { ids, steps } = rows;
    for (let m = 0; m < next.length; m++) {
      let e = next[m]!;
      for (let h = 0; h < histograms.length; h++) {
        const at = binStarts[h]!;
        const end = e + 1 + ids[e]!;
        for (e++; e < end; e++) binSums[at + ids[e]!]! += steps[e]!;
      }
      next[m] = e;
    }
    this.reserve(binSums.length);
    for (let h = 0; h < histograms.length; h++) {
      let total = 0;
      const at = binStarts[h]!;
      for (let k = at; k < binStarts[h + 1]!; k++) {
        const n = binSums[k]!;
        if (n === 0) continue;
        binSums[k] = 0;
        this.ids[this.length] = k - at;
        this.sums[this.length++] = n;
        total += n;
      }
      totals[h] = total;
      ends[h] = this.length;
    }
  }

  /** Adds the values of the category that comes next in the rows, ascending; returns the sum of all. */
  private addCategory(): number {
    const { sumOf, next } = this;
    const { ids, steps } = this.data.rows;
    const from = this.length;
    let total = 0;
    for (let m = 0; m < next.length; m++) {
      let e = next[m]!;
      const end = e + 1 + ids[e]!;
      this.reserve(ids[e]!);
      for (e++; e < end; e++) {
        const id = ids[e]!;
        const n = steps[e]!;
        // A value that came with no step yet may be put down twice, and is told apart below.
        if (sumOf[id] === 0) this.ids[this.length++] = id;
        sumOf[id]! += n;
        total += n;
      }
      next[m] = e;
    }
    sort(this.ids, from, this.length);
    let at = from;
    for (let i = from; i < this.length; i++) {
      const id = this.ids[i]!;
      if (at > from && this.ids[at - 1] === id) continue;
      this.ids[at] = id;
      this.sums[at++] = sumOf[id]!;
      sumOf[id] = 0;
    }
    this.length = at;
    return total;
  }

  /** The identifiers, which come last in the rows. */
  private identifiers(): IdentifierView[] {
    const { data } = this;
    this.length = 0;
    const found = data.identifiers.map(() => this.addIdentifier());
    const ids = this.ids.slice(0, this.length);
    const members = this.sums.slice(0, this.length);
    return found.map((values) => ({ ids, members, owners: null, ...values }));
  }

  /** Adds the values of the identifier that comes next in the rows, with the members that have each. */
  private addIdentifier(): Omit<IdentifierView, 'ids' | 'members' | 'owners'> {
    const { next } = this;
    const { ids } = this.data.rows;
    const from = this.length;
    let draws = 0;
    for (let m = 0; m < next.length; m++) {
      let e = next[m]!;
      const end = e + 2 + ids[e]!;
      draws += ids[e + 1]!;
      this.reserve(ids[e]!);
      for (e += 2; e < end; e++) this.ids[this.length++] = ids[e]!;
      next[m] = e;
    }
    const entries = this.length - from;
    sort(this.ids, from, this.length);
    let to = from;
    for (let i = from; i < this.length; i++) {
      const id = this.ids[i]!;
      if (to > from && this.ids[to - 1] === id) this.sums[to - 1]!++;
      else {
        this.ids[to] = id;
        this.sums[to++] = 1;
      }
    }
    this.length = to;
    return { from, to, distinct: to - from + draws - entries, draws, shareable: entries };
  }
}

/** Places up to which insertion is quicker than calling the engine's sort. */
const SHORT = 24;

/** Sorts places from … to, ascending. */
function sort(values: Uint32Array, from: number, to: number): void {
  if (to - from > SHORT) {
    values.subarray(from, to).sort();
    return;
  }
  for (let i = from + 1; i < to; i++) {
    const value = values[i]!;
    let at = i;
    for (; at > from && values[at - 1]! > value; at--) values[at] = values[at - 1]!;
    values[at] = value;
  }
}

/** What a pooled count in steps is multiplied by, for a histogram that counts for GROUP_CAP requests at most. */
export function histogramScale(total: number): number {
  return Math.min(1, GROUP_CAP / (total * COUNT_STEP)) / COUNT_STEP;
}

/** The same for a setting. */
export function settingScale(total: number): number {
  return Math.min(1, SETTING_GROUP_CAP / COUNT_STEP / Math.max(total, 1));
}
