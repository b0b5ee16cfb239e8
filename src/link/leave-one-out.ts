import type { CategoryView } from './categories.js';
import { COUNT_STEP, type HistogramView } from './dirichlet.js';
import { lowerBound } from './identifiers.js';
import { histogramScale, settingScale } from './pooling.js';
import type { LinkData, Unit, Writable } from './units.js';

/**
 * Pooled units without the habits of one of their members, one after the other and without allocating, for comparing
 * that member with the others. Identifiers stay as they are: comparing "within" leaves the member's own out.
 */
export class LeaveOneOut {
  private readonly histograms: Writable<HistogramView>[];
  private readonly categories: Writable<CategoryView>[];
  private readonly dense: Uint16Array;

  constructor(private readonly data: LinkData) {
    const { binStarts } = data;
    const none = { ids: new Uint32Array(0), steps: new Uint16Array(0) };
    const dense = new Uint16Array(binStarts.at(-1)!);
    this.dense = dense;
    this.histograms = data.histograms.map((_, h) => ({
      bins: none.ids,
      steps: none.steps,
      from: 0,
      to: 0,
      dense,
      at: binStarts[h]!,
      sum: 0,
    }));
    this.categories = data.categories.map(() => ({ ...none, from: 0, to: 0, sum: 0 }));
  }

  /**
   * The unit without member `a`, valid until the next call and only as the second unit of a comparison with `a`: places
   * of bins and values that `a` does not have are not kept up. O(filled bins + values of the settings).
   */
  without(unit: Unit, a: number): Unit {
    const { members, identifiers, pool } = unit;
    if (pool === null) throw new Error('a single account has no member to leave out');
    const { histograms, categories } = this;
    const { starts, ids } = this.data.rows;
    let e = starts[a]!;
    for (let h = 0; h < histograms.length; h++) {
      this.histogram(histograms[h]!, unit.histograms[h]!, pool.sums, pool.totals[h]!, e);
      e += 1 + ids[e]!;
    }
    for (let c = 0; c < categories.length; c++) {
      const total = pool.totals[histograms.length + c]!;
      this.category(categories[c]!, unit.categories[c]!, pool.sums, total, e);
      e += 1 + ids[e]!;
    }
    return { members, histograms, categories, identifiers, pool: null };
  }

  /** `head`: where the histogram begins in the member's row. */
  private histogram(
    view: Writable<HistogramView>,
    { bins, from, to }: HistogramView,
    sums: Uint32Array,
    total: number,
    head: number,
  ): void {
    const { ids, steps } = this.data.rows;
    const { dense } = this;
    const { at } = view;
    const rest = total - steps[head]!;
    const scale = histogramScale(rest);
    const end = head + 1 + ids[head]!;
    if (scale * COUNT_STEP === 1) {
      // Nothing is rounded, and only bins of the member are looked at.
      for (let e = head + 1, i = from; e < end; e++) {
        while (bins[i]! < ids[e]!) i++;
        dense[at + ids[e]!] = sums[i]! - steps[e]!;
      }
      view.sum = rest;
      return;
    }
    let sum = 0;
    for (let i = from, e = head + 1; i < to; i++) {
      const bin = bins[i]!;
      const own = e < end && ids[e] === bin ? steps[e++]! : 0;
      const n = Math.round((sums[i]! - own) * COUNT_STEP * scale);
      dense[at + bin] = n;
      sum += n;
    }
    view.sum = sum;
  }

  /** `head`: as above. */
  private category(
    view: Writable<CategoryView>,
    { ids: values, from, to }: CategoryView,
    sums: Uint32Array,
    total: number,
    head: number,
  ): void {
    const { ids, steps } = this.data.rows;
    const rest = total - steps[head]!;
    const scale = settingScale(rest);
    const end = head + 1 + ids[head]!;
    if (view.steps.length < to) view.steps = new Uint16Array(2 * to);
    view.ids = values;
    view.from = from;
    view.to = to;
    if (scale === 1) {
      for (let e = head + 1, i = from; e < end; e++) {
        i = lowerBound(values, ids[e]!, i, to);
        view.steps[i] = sums[i]! - steps[e]!;
      }
      view.sum = rest;
      return;
    }
    let exact = 0;
    let given = 0;
    for (let i = from, e = head + 1; i < to; i++) {
      const own = e < end && ids[e] === values[i] ? steps[e++]! : 0;
      exact += (sums[i]! - own) * scale;
      const share = Math.round(exact) - given;
      view.steps[i] = share;
      given += share;
    }
    view.sum = given;
  }
}
