import type { FacetEntries } from './facet-table.js';
import { OWNER_STRIDE, type SparseCounts } from './sparse-counts.js';

/**
 * The counts in canonical order: by facet, then account (`rank` of its arrival number), then value. A counting
 * sort by account and a small sort within each: O(entries · log of an account's entries).
 */
export function sortEntries(counts: SparseCounts, rank: Uint32Array, facets: number): FacetEntries[] {
  const sizes = Array.from({ length: facets }, () => new Uint32Array(rank.length + 1));
  counts.forEach((owner) => {
    sizes[owner % OWNER_STRIDE]![rank[Math.floor(owner / OWNER_STRIDE)]! + 1]!++;
  });
  const result = sizes.map((starts): FacetEntries => {
    for (let a = 0; a < rank.length; a++) starts[a + 1]! += starts[a]!;
    const entries = starts[rank.length]!;
    return {
      starts,
      lo: new Uint32Array(entries),
      hi: new Uint32Array(entries),
      count: new Float64Array(entries),
    };
  });
  const next = result.map(({ starts }) => starts.slice());
  counts.forEach((owner, lo, hi, count) => {
    const f = owner % OWNER_STRIDE;
    const at = next[f]![rank[Math.floor(owner / OWNER_STRIDE)]!]!++;
    const entries = result[f]!;
    entries.lo[at] = lo;
    entries.hi[at] = hi;
    entries.count[at] = count;
  });
  for (const entries of result) sortWithinAccounts(entries);
  return result;
}

function sortWithinAccounts({ starts, lo, hi, count }: FacetEntries): void {
  for (let a = 0; a + 1 < starts.length; a++) {
    const from = starts[a]!;
    const to = starts[a + 1]!;
    if (to - from < 2) continue;
    const order = Array.from({ length: to - from }, (_, i) => from + i);
    order.sort((x, y) => lo[x]! - lo[y]! || hi[x]! - hi[y]!);
    const sortedLo = order.map((e) => lo[e]!);
    const sortedHi = order.map((e) => hi[e]!);
    const sortedCount = order.map((e) => count[e]!);
    lo.set(sortedLo, from);
    hi.set(sortedHi, from);
    count.set(sortedCount, from);
  }
}
