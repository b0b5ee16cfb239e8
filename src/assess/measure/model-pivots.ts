import { facetIndex } from '../../facet/catalogue.js';
import { networkDay as dayOf } from '../../facet/network-day.js';
import type { FacetTable } from '../../fingerprint/index.js';

/** From this share of the requests that follow, a model counts as moved to and not only tried. */
export const MOVED_SHARE = 0.25;

/** When accounts moved to a model that they had not used before. Models are dense numbers, in the order of first sight. */
export interface ModelPivots {
  readonly models: number;
  /** Per model, its word in the facet `model_day`. */
  readonly words: Uint32Array;
  /** Per account: the days (since the epoch) of first and last use, and the main model of the first day; −1: no model. */
  readonly first: Int32Array;
  readonly last: Int32Array;
  readonly old: Int32Array;
  /** Per account, as compressed rows: models moved to, each with the day. */
  readonly starts: Uint32Array;
  readonly to: Uint32Array;
  readonly day: Uint32Array;
}

/** Reads the moves off the table. O(entries · models of an account). */
export function modelPivots(table: FacetTable): ModelPivots {
  const entries = table.facets[facetIndex('model_day')]!;
  const n = table.accounts.length;
  const numberOf = new Map<number, number>();
  const first = new Int32Array(n).fill(-1);
  const last = new Int32Array(n).fill(-1);
  const old = new Int32Array(n).fill(-1);
  const starts = new Uint32Array(n + 1);
  const to: number[] = [];
  const day: number[] = [];
  for (let a = 0; a < n; a++) {
    const from = entries.starts[a]!;
    const until = entries.starts[a + 1]!;
    let mostOnFirst = 0;
    for (let e = from; e < until; e++) {
      const d = dayOf(entries.hi[e]!);
      if (first[a]! < 0 || d < first[a]!) {
        first[a] = d;
        mostOnFirst = 0;
      }
      last[a] = Math.max(last[a]!, d);
      const model = numberOf.get(entries.lo[e]!) ?? numberOf.size;
      numberOf.set(entries.lo[e]!, model);
      if (d === first[a] && entries.count[e]! > mostOnFirst) {
        mostOnFirst = entries.count[e]!;
        old[a] = model;
      }
    }
    // Entries are sorted by model, then day: each model's first entry is its first day.
    for (let e = from; e < until; ) {
      const since = dayOf(entries.hi[e]!);
      const model = entries.lo[e]!;
      let mine = 0;
      for (; e < until && entries.lo[e] === model; e++) mine += entries.count[e]!;
      if (since === first[a]) continue;
      let all = 0;
      for (let f = from; f < until; f++) if (dayOf(entries.hi[f]!) >= since) all += entries.count[f]!;
      if (mine < MOVED_SHARE * all) continue;
      to.push(numberOf.get(model)!);
      day.push(since);
    }
    starts[a + 1] = to.length;
  }
  return {
    models: numberOf.size,
    words: Uint32Array.from(numberOf.keys()),
    first,
    last,
    old,
    starts,
    to: Uint32Array.from(to),
    day: Uint32Array.from(day),
  };
}
