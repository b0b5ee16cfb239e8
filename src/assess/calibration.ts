import type { GroupFinding } from './finding.js';

/** Scores of reference groups: those that are no operation, and operations. Descending. */
export interface ReferenceScores {
  readonly others: readonly number[];
  readonly operations: readonly number[];
}

/** What a score is worth, measured on reference groups. */
export interface Calibration {
  /** Likelihood ratio of "one operator collects outputs" against "any other group that linking finds", with 95 % bounds. */
  support(score: number): NonNullable<GroupFinding['support']['calibrated']>;
  /**
   * The chance of such a score or a higher one in a group that is no operation, in (0, 1]: (k + 1) / (n + 1), and in the
   * upper twentieth of the reference an exponential tail with its mean excess, but never under a tenth of 1 / (n + 1).
   */
  exceeded(score: number): number;
}

/** Reference groups of a kind that calibration needs. */
export const FEWEST_REFERENCES = 30;
const ITERATIONS = 50;
const Z = 1.96;

/**
 * Fits the log-odds of "operation" as a straight line in the score (Platt 1999) and takes the odds of the reference
 * itself off, which leaves the likelihood ratio. Its bounds come from the fit's covariance; the ratio may not exceed
 * what the size of the reference allows, at least the lower bound of the hit rate times n / 3 where no other group
 * reaches it, and what binds is said. Null with fewer than 30 groups of either kind. O(groups).
 */
export function calibrate({ others, operations }: ReferenceScores): Calibration | null {
  const n = others.length;
  const m = operations.length;
  if (n < FEWEST_REFERENCES || m < FEWEST_REFERENCES) return null;
  const { at, slope, covariance } = logistic(others, operations);
  const prior = Math.log(m / n);
  const caps = capsOf(others, operations);
  const tail = exponentialTail(others);
  const exceeded = (score: number) =>
    score <= tail.from ? (atLeast(others, score) + 1) / (n + 1) : tail.beyond(score);
  return {
    support(score) {
      const mean = at + slope * score - prior;
      const spread = Z * Math.sqrt(covariance[0] + 2 * score * covariance[1] + score * score * covariance[2]);
      const most = Math.max(capAt(caps, score), 1); // a group of no operation's kind needs no cap
      const bounded = (nats: number) => Math.min(Math.exp(nats), most);
      return {
        ratio: bounded(mean),
        low: bounded(mean - spread),
        high: bounded(mean + spread),
        cap: most,
        references: n,
        chance: exceeded(score),
      };
    },
    exceeded,
  };
}

/** The most that may be claimed from a score on; ascending by score. */
interface Cap {
  readonly from: number;
  readonly most: number;
}

/**
 * What the reference lets one claim at each of its scores: the lower bound of the share of operations that reach it over
 * the upper bound of the share of others that do, 3 / n where none does (rule of three). What a lower score may claim a
 * higher one may too. O(n log n).
 */
function capsOf(others: readonly number[], operations: readonly number[]): Cap[] {
  const scores = [...others, ...operations].sort((x, y) => x - y);
  // Just above the highest of the others none of them is left.
  scores.push((others[0] ?? 0) + Number.EPSILON * Math.max(1, Math.abs(others[0] ?? 0)));
  scores.sort((x, y) => x - y);
  let most = 0;
  return scores.map((from) => {
    const hits = wilson(atLeast(operations, from), operations.length, -1);
    const k = atLeast(others, from);
    const misses = k === 0 ? 3 / others.length : wilson(k, others.length, 1);
    most = Math.max(most, hits / misses);
    return { from, most };
  });
}

function capAt(caps: readonly Cap[], score: number): number {
  let low = 0;
  let high = caps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (caps[middle]!.from <= score) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? 0 : caps[low - 1]!.most;
}

/** Share of the reference that lies in the tail, and how far under 1 / (n + 1) the tail may reach. */
export const TAIL_SHARE = 0.05;
export const TAIL_REACH = 0.1;

/** Exponential tail of the upper twentieth of a descending list. */
function exponentialTail(others: readonly number[]) {
  const n = others.length;
  const k = Math.max(2, Math.ceil(n * TAIL_SHARE));
  const from = others[k - 1]!;
  const excess = others.slice(0, k).reduce((sum, x) => sum + x - from, 0) / k;
  const least = TAIL_REACH / (n + 1);
  return {
    from,
    beyond: (score: number) =>
      Math.max(least, ((k + 1) / (n + 1)) * Math.exp(-(score - from) / Math.max(excess, 1e-9))),
  };
}

/** How many of a descending list are at least x. */
function atLeast(descending: readonly number[], x: number): number {
  let low = 0;
  let high = descending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (descending[middle]! >= x) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Bound of a share of k in n at 95 %, the lower for side −1 and the upper for 1 (Wilson 1927). */
function wilson(k: number, n: number, side: -1 | 1): number {
  const z2 = Z * Z;
  const p = k / n;
  const centre = p + z2 / (2 * n);
  const half = Z * Math.sqrt((p * (1 - p) + z2 / (4 * n)) / n);
  return Math.min(1, Math.max(0, (centre + side * half) / (1 + z2 / n)));
}

/**
 * Logistic regression of two groups of scores on one straight line by Newton's method, with the covariance of its two
 * numbers as [var(at), cov, var(slope)]. Platt's targets (k + 1) / (k + 2) keep the line finite where the groups part.
 */
function logistic(others: readonly number[], operations: readonly number[]) {
  const high = (operations.length + 1) / (operations.length + 2);
  const low = 1 / (others.length + 2);
  let at = Math.log((operations.length + 1) / (others.length + 1));
  let slope = 0;
  let covariance: [number, number, number] = [0, 0, 0];
  for (let round = 0; round < ITERATIONS; round++) {
    let [g0, g1, h00, h01, h11] = [0, 0, 1e-9, 0, 1e-9];
    const add = (x: number, target: number) => {
      const p = 1 / (1 + Math.exp(-(at + slope * x)));
      const w = p * (1 - p);
      g0 += target - p;
      g1 += (target - p) * x;
      h00 += w;
      h01 += w * x;
      h11 += w * x * x;
    };
    for (const x of others) add(x, low);
    for (const x of operations) add(x, high);
    const determinant = h00 * h11 - h01 * h01;
    covariance = [h11 / determinant, -h01 / determinant, h00 / determinant];
    const [d0, d1] = [covariance[0] * g0 + covariance[1] * g1, covariance[1] * g0 + covariance[2] * g1];
    at += d0;
    slope += d1;
    if (Math.abs(d0) + Math.abs(d1) < 1e-10) break;
  }
  return { at, slope, covariance };
}
