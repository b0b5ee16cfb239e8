import { PER_DAY, SHARES, SIZES } from './grid.js';

/** What came of the groups of one kind. */
export interface Tally {
  readonly size: number;
  readonly perDay: number;
  readonly share: number;
  readonly planted: number;
  readonly recovered: number;
}

/** From this size, volume and share on, together, planted groups were recovered. */
export interface Reach {
  readonly size: number;
  readonly perDay: number;
  readonly share: number;
}

/** Share of the planted groups that must be recovered. */
export const RELIABLY = 0.8;

/**
 * The smallest size, volume and mixing share from which on at least 80 % of the planted groups were recovered: of all
 * that are at least as large, busy and unmixed, and also of those that are only just as large, as busy or as unmixed,
 * so that easy groups cannot carry hard ones. Of several such corners the one with most kinds of groups above it, then
 * the one with the smallest groups, then the least busy ones. Null where there is none. Kinds that were not planted
 * say nothing.
 */
export function reach(tallies: readonly Tally[]): Reach | null {
  let best: { corner: Reach; kinds: number } | null = null;
  for (const size of SIZES) {
    for (const perDay of PER_DAY) {
      for (const share of SHARES) {
        const above = tallies.filter(
          (t) => t.planted > 0 && t.size >= size && t.perDay >= perDay && t.share >= share,
        );
        const edges = [
          above,
          above.filter((t) => t.size === size),
          above.filter((t) => t.perDay === perDay),
          above.filter((t) => t.share === share),
        ];
        if (!edges.every(reliable)) continue;
        if (best === null || above.length > best.kinds)
          best = { corner: { size, perDay, share }, kinds: above.length };
      }
    }
  }
  return best?.corner ?? null;
}

function reliable(tallies: readonly Tally[]): boolean {
  const planted = tallies.reduce((sum, t) => sum + t.planted, 0);
  const recovered = tallies.reduce((sum, t) => sum + t.recovered, 0);
  return planted > 0 && recovered >= RELIABLY * planted;
}
