import { facetIndex } from '../facet/catalogue.js';
import type { FacetEntries, FacetTable } from '../fingerprint/index.js';

/** Requests of one member that count at most: a busy one does not decide what the group's work is. */
export const ACCOUNT_CAP = 60;
/** Rounds of expectation and maximisation; the shares have settled well before. */
export const ROUNDS = 40;
/** Nats by which the group's work must differ from the log's usual work for a share to mean anything. */
export const DISTINCT_NATS = 0.3;
/** Requests' worth of even odds that each share starts from, so that a handful of requests does not give 0 or 1. */
export const PRIOR = 2;
/** Share of the usual work that smooths the group's: no cell is impossible. */
export const SMOOTH = 0.01;

/**
 * The share of each member's requests that belongs to what the group does in common, in (0, 1), in the order of the
 * members, an upper estimate, because a customer's requests that look like it count with it: an account may carry an operation's work on top of a real customer's traffic. Each member's joint cells of
 * question and answer length are taken as a mixture of one component that all members share and the log's usual work,
 * which is fixed; the component and the shares are found by expectation–maximisation (Hofmann 1999, with one free
 * component). Null where the group's work is not distinct from the usual work, or there are no lengths: then nobody can
 * tell the parts. O(rounds · cells of the members).
 */
export class MixtureReader {
  private readonly usual = new Map<number, number>(); // cell → its share of all accounts' capped requests

  constructor(private readonly table: FacetTable) {
    const { starts, lo, count } = table.facets[facetIndex('length_cell')]!;
    let total = 0;
    for (let a = 0; a + 1 < starts.length; a++) {
      const scale = capped(count, starts[a]!, starts[a + 1]!);
      for (let e = starts[a]!; e < starts[a + 1]!; e++) {
        this.usual.set(lo[e]!, (this.usual.get(lo[e]!) ?? 0) + count[e]! * scale);
        total += count[e]! * scale;
      }
    }
    for (const [cell, n] of this.usual) this.usual.set(cell, n / total);
  }

  shares(members: readonly number[]): Float64Array | null {
    const { starts, lo, count } = this.table.facets[facetIndex('length_cell')]!;
    const cells = new Map<number, number>(); // cell → place
    for (const a of members) {
      for (let e = starts[a]!; e < starts[a + 1]!; e++) if (!cells.has(lo[e]!)) cells.set(lo[e]!, cells.size);
    }
    if (cells.size === 0) return null;
    const usual = new Float64Array(cells.size);
    for (const [cell, c] of cells) usual[c] = this.usual.get(cell)!;
    const share = new Float64Array(members.length).fill(0.5);
    let work = new Float64Array(cells.size);
    members.forEach((a) => {
      const scale = capped(count, starts[a]!, starts[a + 1]!);
      for (let e = starts[a]!; e < starts[a + 1]!; e++) work[cells.get(lo[e]!)!]! += count[e]! * scale;
    });
    work = normal(excess(work, usual), usual);
    for (let round = 0; round < ROUNDS; round++) {
      const next = new Float64Array(cells.size);
      members.forEach((a, i) => {
        const scale = capped(count, starts[a]!, starts[a + 1]!);
        let own = PRIOR / 2;
        let all = PRIOR;
        for (let e = starts[a]!; e < starts[a + 1]!; e++) {
          const c = cells.get(lo[e]!)!;
          const n = count[e]! * scale;
          const ours = share[i]! * work[c]!;
          const part = (n * ours) / (ours + (1 - share[i]!) * usual[c]!);
          next[c]! += part;
          own += part;
          all += n;
        }
        share[i] = own / all;
      });
      work = normal(next, usual);
    }
    let divergence = 0;
    for (let c = 0; c < work.length; c++) divergence += work[c]! * Math.log(work[c]! / usual[c]!);
    return divergence >= DISTINCT_NATS ? share : null;
  }
}

/** What goes beyond the usual, where half of the counts are usual: the first guess of the group's work. */
function excess(counts: Float64Array, usual: Float64Array): Float64Array {
  const total = counts.reduce((sum, n) => sum + n, 0);
  const covered = usual.reduce((sum, n) => sum + n, 0);
  return counts.map((n, c) => Math.max(0, n - (total * usual[c]!) / covered / 2));
}

/** What each request of an account counts for, so that it counts 60 at most. */
function capped(count: FacetEntries['count'], from: number, to: number): number {
  let n = 0;
  for (let e = from; e < to; e++) n += count[e]!;
  return Math.min(1, ACCOUNT_CAP / Math.max(n, 1));
}

/** Counts as proportions, smoothed with the usual ones. */
function normal(counts: Float64Array, usual: Float64Array): Float64Array<ArrayBuffer> {
  const total = counts.reduce((sum, n) => sum + n, 0);
  const covered = usual.reduce((sum, n) => sum + n, 0);
  return counts.map((n, c) => (1 - SMOOTH) * (n / Math.max(total, 1e-9)) + (SMOOTH * usual[c]!) / covered);
}
