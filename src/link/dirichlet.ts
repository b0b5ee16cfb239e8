import { gammaln, mean, variance } from 'simple-statistics';

/** Counts are held in steps of this size, so that tables can hold every term. */
export const COUNT_STEP = 0.25;

/**
 * A Dirichlet–multinomial population prior over the bins of a histogram, with its log-gamma terms in tables.
 */
export class DirichletPrior {
  readonly total: number;
  private readonly binTerms: Float64Array[]; // [bin][count / COUNT_STEP] = lnΓ(α + x) − lnΓ(α)
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
    this.binTerms = Array.from(alpha, (a) => {
      const base = gammaln(a);
      return Float64Array.from({ length: steps }, (_, i) => gammaln(a + i * COUNT_STEP) - base);
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
   * only one side uses cancel. `x`, `y`: counts in steps; `nx`, `ny`: their sums in steps. `from` (inclusive) to `to`
   * (exclusive): a range of bins outside which x is empty. O(to − from).
   */
  sameSource(
    x: Uint16Array,
    xAt: number,
    nx: number,
    y: Uint16Array,
    yAt: number,
    ny: number,
    from = 0,
    to = this.binTerms.length,
  ): number {
    const { totalTerms, binTerms } = this;
    let sum = totalTerms[nx + ny]! - totalTerms[nx]! - totalTerms[ny]!;
    for (let k = from; k < to; k++) {
      const a = x[xAt + k]!;
      if (a === 0) continue;
      const b = y[yAt + k]!;
      if (b === 0) continue;
      const terms = binTerms[k]!;
      sum += terms[a + b]! - terms[a]! - terms[b]!;
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
