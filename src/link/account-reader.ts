import type { CategoryView } from './categories.js';
import type { HistogramView } from './dirichlet.js';
import type { IdentifierView } from './identifiers.js';
import type { LinkData, Unit, Writable } from './units.js';

/** The unit of one account. */
export function accountUnit(data: LinkData, a: number): Unit {
  return new AccountReader(data).at(a);
}

/**
 * Reads account after account as a unit without allocating: millions of pairs are compared. The unit that `at` returns
 * is the same one each time, and holds the last account asked for; where two are compared, use two readers.
 */
export class AccountReader {
  private readonly members: [number] = [-1];
  private readonly histograms: Writable<HistogramView>[];
  private readonly categories: Writable<CategoryView>[];
  private readonly identifiers: Writable<IdentifierView>[];
  private readonly unit: Unit;
  private readonly dense: Uint16Array;

  constructor(private readonly data: LinkData) {
    const { binStarts, rows } = data;
    const { ids, steps } = rows;
    const dense = new Uint16Array(binStarts.at(-1)!);
    this.dense = dense;
    this.histograms = data.histograms.map((_, h) => ({
      bins: ids,
      steps,
      from: 0,
      to: 0,
      dense,
      at: binStarts[h]!,
      sum: 0,
    }));
    this.categories = data.categories.map(() => ({ ids, steps, from: 0, to: 0, sum: 0 }));
    this.identifiers = data.identifiers.map(() => ({
      ids,
      members: null,
      owners: steps,
      from: 0,
      to: 0,
      distinct: 0,
      draws: 0,
      shareable: 0,
    }));
    const { members, categories, identifiers } = this;
    this.unit = { members, histograms: this.histograms, categories, identifiers, pool: null };
  }

  /** The unit of account `a`, valid until the next call. O(filled bins). */
  at(a: number): Unit {
    if (this.members[0] === a) return this.unit;
    const { histograms, categories, identifiers, dense } = this;
    const { starts, ids, steps } = this.data.rows;
    this.members[0] = a;
    let e = starts[a]!;
    for (let h = 0; h < histograms.length; h++) {
      const view = histograms[h]!;
      const { at } = view;
      for (let old = view.from; old < view.to; old++) dense[at + ids[old]!] = 0;
      view.sum = steps[e]!;
      view.from = e + 1;
      view.to = e + 1 + ids[e]!;
      for (e++; e < view.to; e++) dense[at + ids[e]!] = steps[e]!;
    }
    for (let c = 0; c < categories.length; c++) {
      const view = categories[c]!;
      view.sum = steps[e]!;
      view.from = e + 1;
      e += 1 + ids[e]!;
      view.to = e;
    }
    for (let i = 0; i < identifiers.length; i++) {
      const view = identifiers[i]!;
      view.distinct = ids[e + 1]!;
      view.draws = view.distinct;
      view.from = e + 2;
      view.shareable = ids[e]!;
      e += 2 + ids[e]!;
      view.to = e;
    }
    return this.unit;
  }
}
