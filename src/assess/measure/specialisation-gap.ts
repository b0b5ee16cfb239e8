import { facetIndex } from '../../facet/catalogue.js';
import { MISSING_BIN } from '../../facet/half-octave.js';
import { CELL_STRIDE } from '../../facet/length-cell.js';
import type { FacetEntries } from '../../fingerprint/index.js';
import type { LogView, Measure } from './measure.js';

/** Requests up to which a member counts for more: beyond, a few busy members would be the pool. */
export const MOST_WEIGHT = 200;
/** Requests below which a member's spread is unknown, and members below which a group's is. */
export const LEAST_REQUESTS = 20;
export const LEAST_MEMBERS = 3;

/**
 * Specialisation gap (SENTRY): how far members are each narrower than the pool, (H(Σ w_i p_i) − Σ w_i H(p_i)) summed over
 * models and length cells (octaves of input by octaves of output), divided by the pool's summed entropy. Weights w_i are
 * the members' requests, up to 200 each; entropies carry the Miller–Madow correction (K − 1) / 2n. About [0, 1]; share of
 * the pool's entropy: 1 where every member does one thing of its own, 0 where all do the same (slightly below by
 * correction). Larger speaks for work that is split by topic. Mind the null expectation: customers differ anyway, and one
 * queue that feeds all accounts alike gives a value far below theirs; only random groups of the same log tell which side
 * is unusual. Explained by customers of one gateway with a purpose each (H4). NaN with fewer than three members of twenty
 * requests, or for a pool that does one thing. Source: evidence.md 5.3 row 11. O(entries of the members) a call.
 */
export const specialisationGap: Measure = {
  name: 'specialisation-gap',
  family: 'lengths',
  unit: 'share',
  speaks: 'high',
  needs: [['input_tokens', 'output_tokens']],
  explainedBy: ['H4'],
  prepare({ table }: LogView) {
    const lengths = table.facets[facetIndex('length_cell')]!;
    const models = table.facets[facetIndex('model')]!;
    return (members) => {
      const cells = gap(lengths, members, octaves);
      const ofModels = gap(models, members, (model) => model);
      if (cells.members < LEAST_MEMBERS) return Number.NaN;
      const pool = cells.pool + ofModels.pool;
      return pool <= 0 ? Number.NaN : (pool - cells.own - ofModels.own) / pool;
    };
  },
};

/** Half-octave cells are too many for accounts of some dozen requests: neighbours are put together. */
function octaves(cell: number): number {
  const octave = (bin: number) => (bin === MISSING_BIN ? bin : (bin + 1) >> 1);
  return octave(Math.floor(cell / CELL_STRIDE)) * CELL_STRIDE + octave(cell % CELL_STRIDE);
}

/** Entropy of the pool and the weighted mean of the members' own, in nats, corrected. */
function gap(
  { starts, lo, count }: FacetEntries,
  members: readonly number[],
  kind: (lo: number) => number,
): { members: number; pool: number; own: number } {
  const pool = new Map<number, number>();
  let weights = 0;
  let own = 0;
  let n = 0;
  for (const a of members) {
    const mine = new Map<number, number>();
    let requests = 0;
    for (let e = starts[a]!; e < starts[a + 1]!; e++) {
      mine.set(kind(lo[e]!), (mine.get(kind(lo[e]!)) ?? 0) + count[e]!);
      requests += count[e]!;
    }
    if (requests < LEAST_REQUESTS) continue;
    const weight = Math.min(requests, MOST_WEIGHT);
    for (const [k, c] of mine) pool.set(k, (pool.get(k) ?? 0) + (c * weight) / requests);
    own += weight * entropy(mine, requests);
    weights += weight;
    n++;
  }
  return n === 0
    ? { members: 0, pool: 0, own: 0 }
    : { members: n, pool: entropy(pool, weights), own: own / weights };
}

/** Shannon entropy in nats with the Miller–Madow correction; counts in the order of their kinds. */
function entropy(counts: ReadonlyMap<number, number>, n: number): number {
  let sum = (counts.size - 1) / (2 * n);
  for (const [, c] of [...counts].sort(([x], [y]) => x - y)) sum -= (c / n) * Math.log(c / n);
  return sum;
}
