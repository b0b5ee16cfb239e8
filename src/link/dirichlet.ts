import { gammaln, mean, variance } from 'simple-statistics';

/** Counts are held in steps of this size, so that tables can hold every term. */
export const COUNT_STEP = 0.25;

/** Counts of one unit over the bins of a histogram, in steps, both as a list of filled bins and by bin. */
export interface HistogramView {
  /** Filled bins, ascending: `bins[from … to)`, with `steps`. */
  readonly bins: Uint32Array;
  readonly steps: Uint16Array;
  readonly from: number;
  readonly to: number;
  /** The same by bin: bin k is at `dense[at + k]`. */
  readonly dense: Uint16Array;
  readonly at: number;
  readonly sum: number;
}

/**
 * A Dirichlet–multinomial population prior over the bins of a histogram, with its log-gamma terms in tables.
 */
export class DirichletPrior {
  readonly total: number;
  private readonly binTerms: Float64Array; // [bin · stride + count / COUNT_STEP] = lnΓ(α + x) − lnΓ(α)
  private readonly stride: number;
  private readonly totalTerms: Float64Array; // [count / COUNT_STEP] = lnΓ(A) − lnΓ(A + n)

  /**
   * `alpha`: positive pseudo-counts, one per bin. `mostCount`: largest count that a table has to hold.
   */
  constructor(
    readonly alpha: Float64Array,
    mostCount: number,
  ) {
    const steps = Math.ceil(mostCount / COUNT_STEP) + 1;
    this.total = alpha.reduce((sum, a) => sum + a, 0);
    this.stride = steps;
    this.binTerms = new Float64Array(alpha.length * steps);
    alpha.forEach((a, k) => {
      const base = gammaln(a);
      for (let i = 0; i < steps; i++) this.binTerms[k * steps + i] = gammaln(a + i * COUNT_STEP) - base;
    });
    const base = gammaln(this.total);
    this.totalTerms = Float64Array.from(
      { length: steps },
      (_, i) => base - gammaln(this.total + i * COUNT_STEP),
    );
  }

  /**
   * Log Bayes factor, in nats, of "one source gave both histograms" against "each its own source":
   * L(x + y) − L(x) − L(y) with L the Dirichlet–multinomial marginal likelihood (Heller & Ghahramani 2005). Bins that
   * only one side uses cancel. O(filled bins of x).
   */
  sameSource(x: HistogramView, y: HistogramView): number {
    const { totalTerms, binTerms, stride } = this;
    const { bins, steps, to } = x;
    const { dense, at } = y;
    let sum = totalTerms[x.sum + y.sum]! - totalTerms[x.sum]! - totalTerms[y.sum]!;
    for (let e = x.from; e < to; e++) {
      const k = bins[e]!;
      const b = dense[at + k]!;
      if (b === 0) continue;
      const a = steps[e]!;
      const terms = k * stride;
      sum += binTerms[terms + a + b]! - binTerms[terms + a]! - binTerms[terms + b]!;
    }
    return sum;
  }
}

/**
 * Fits a Dirichlet by moments: mean proportions, and the precision that best explains how far accounts lie from
 * them (Minka, "Estimating a Dirichlet distribution", 2000, section 1). `rows` are proportions; bins that nobody
 * uses get a small share so that the prior is proper. O(rows × bins).
 */
export function fitDirichlet(rows: readonly Float64Array[], bins: number): Float64Array {
  const alpha = new Float64Array(bins);
  if (rows.length < 2) return alpha.fill(1);
  const share = new Float64Array(bins);
  let logPrecision = 0;
  let used = 0;
  for (let k = 0; k < bins; k++) {
    const column = rows.map((row) => row[k]!);
    const m = mean(column);
    const v = variance(column);
    share[k] = (m * rows.length + 1 / bins) / (rows.length + 1);
    if (m > 0.005 && v > 0) {
      logPrecision += Math.log(Math.max((m * (1 - m)) / v - 1, 0.05));
      used++;
    }
  }
  const precision = Math.min(Math.max(used === 0 ? 1 : Math.exp(logPrecision / used), 0.5), 50);
  for (let k = 0; k < bins; k++) alpha[k] = share[k]! * precision;
  return alpha;
}
