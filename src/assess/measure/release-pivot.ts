import type { LogView, Measure } from './measure.js';
import { type ModelPivots, modelPivots } from './model-pivots.js';

/** Members that move together, below which a day is not looked at. */
export const LEAST_MOVED = 3;
/** Members seen on two days, below which nothing is said. */
export const LEAST_SEEN = 4;

/**
 * Co-switching: the largest share of members that move to the same model on the same day (UTC) beyond what the log's
 * other accounts do that day. A move is the first use of a model that then makes at least a quarter of the requests. With
 * E the members seen before and not only before that day whose first model was another, p(o) the share of other accounts
 * of first model o, seen likewise, that move with them (shrunk by one account to the share over all o), and n the members
 * seen on two days: max over days and models of Σ_{i ∈ E} (moved_i − p(o_i)) / n, at least 0. In [0, 1], share; 0 where
 * no three members move together. Unrelated accounts: near 0, on a release day too, as the others adopt alike. Explained
 * by an alias or an SDK default that changes for its users only (H2), or by one employer's migration (H3). NaN with fewer
 * than four members seen on two days, or when nobody else is there. Source: evidence.md 5.3 row 4.
 * O(days of interest · members) a call.
 */
export const releasePivot: Measure = {
  name: 'release-pivot',
  family: 'settings',
  unit: 'share',
  speaks: 'high',
  needs: [['model']],
  explainedBy: ['H2', 'H3'],
  prepare({ table }: LogView) {
    const pivots = modelPivots(table);
    const { first, last, old, starts, to, day, models } = pivots;
    const everybody = Array.from(first.keys());
    const seen = seenBefore(pivots);
    const movedAll = new Map<number, number>(); // by old model, new model and day
    const keyOf = (o: number, m: number, d: number) => (d * models + m) * models + o;
    for (const a of everybody) {
      for (let e = starts[a]!; e < starts[a + 1]!; e++) {
        const key = keyOf(old[a]!, to[e]!, day[e]!);
        movedAll.set(key, (movedAll.get(key) ?? 0) + 1);
      }
    }
    return (members) => {
      const n = members.filter((a) => first[a]! < last[a]!).length;
      if (n < LEAST_SEEN) return Number.NaN;
      let best = 0;
      for (const event of commonMoves(pivots, members)) {
        const m = event % models;
        const d = Math.floor(event / models);
        const inside = members.filter((a) => first[a]! < d && d <= last[a]! && old[a] !== m);
        const mine = new Map<number, { seen: number; moved: number }>();
        for (const a of inside) {
          const ofOld = mine.get(old[a]!) ?? { seen: 0, moved: 0 };
          ofOld.seen++;
          for (let e = starts[a]!; e < starts[a + 1]!; e++) if (to[e] === m && day[e] === d) ofOld.moved++;
          mine.set(old[a]!, ofOld);
        }
        let othersSeen = 0;
        let othersMoved = 0;
        for (let o = 0; o < models; o++) {
          if (o === m) continue;
          othersSeen += seen(o, d) - (mine.get(o)?.seen ?? 0);
          othersMoved += (movedAll.get(keyOf(o, m, d)) ?? 0) - (mine.get(o)?.moved ?? 0);
        }
        if (othersSeen === 0) return Number.NaN;
        let excess = 0;
        for (const [o, of] of [...mine].sort(([x], [y]) => x - y)) {
          const moved = (movedAll.get(keyOf(o, m, d)) ?? 0) - of.moved;
          const p = (moved + othersMoved / othersSeen) / (seen(o, d) - of.seen + 1);
          excess += of.moved - of.seen * p;
        }
        best = Math.max(best, excess / n);
      }
      return best;
    };
  },
};

/** Moves (day · models + model) that at least a few members make, ascending. */
function commonMoves({ starts, to, day, models }: ModelPivots, members: readonly number[]): number[] {
  const movedOf = new Map<number, number>();
  for (const a of members) {
    for (let e = starts[a]!; e < starts[a + 1]!; e++) {
      const event = day[e]! * models + to[e]!;
      movedOf.set(event, (movedOf.get(event) ?? 0) + 1);
    }
  }
  return [...movedOf.keys()].filter((event) => movedOf.get(event)! >= LEAST_MOVED).sort((x, y) => x - y);
}

/** How many accounts of a first model were seen before a day, and on it or later. */
function seenBefore({ first, last, old }: ModelPivots): (o: number, d: number) => number {
  const base = first.reduce((least, d) => (d < 0 ? least : Math.min(least, d)), 65_536);
  const days = last.reduce((most, d) => Math.max(most, d), base) - base + 1;
  const seen = new Map<number, Int32Array>();
  first.forEach((from, a) => {
    if (old[a]! < 0 || from === last[a]) return;
    const mine = seen.get(old[a]!) ?? new Int32Array(days + 1);
    seen.set(old[a]!, mine);
    mine[from - base + 1]!++;
    mine[last[a]! - base + 1]!--;
  });
  for (const mine of seen.values()) for (let d = 1; d <= days; d++) mine[d]! += mine[d - 1]!;
  return (o, d) => seen.get(o)?.[d - base] ?? 0;
}
