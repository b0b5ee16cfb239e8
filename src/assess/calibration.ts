import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Field } from '../record/usage-record.js';
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
  /** The chance of such a score or a higher one in a group that is no operation, in (0, 1]: (k + 1) / (n + 1). */
  exceeded(score: number): number;
}

/** Reference groups of a kind that calibration needs. */
export const FEWEST_REFERENCES = 30;
const ITERATIONS = 50;
const Z = 1.96;

/**
 * Fits the log-odds of "operation" as a straight line in the score (Platt 1999) and takes the odds of the reference
 * itself off, which leaves the likelihood ratio. Its bounds come from the fit's covariance; the ratio may not exceed
 * what the size of the reference allows, the lower bound of the hit rate times n / 3 (rule of three), and what binds is
 * said. Null with fewer than 30 groups of either kind. O(groups).
 */
export function calibrate({ others, operations }: ReferenceScores): Calibration | null {
  const n = others.length;
  const m = operations.length;
  if (n < FEWEST_REFERENCES || m < FEWEST_REFERENCES) return null;
  const { at, slope, covariance } = logistic(others, operations);
  const prior = Math.log(m / n);
  return {
    support(score) {
      const mean = at + slope * score - prior;
      const spread = Z * Math.sqrt(covariance[0] + 2 * score * covariance[1] + score * score * covariance[2]);
      const cap = (wilsonLow(atLeast(operations, score), m) * n) / 3;
      const most = Math.max(cap, 1); // a group of no operation's kind needs no cap
      const bounded = (nats: number) => Math.min(Math.exp(nats), most);
      return {
        ratio: bounded(mean),
        low: bounded(mean - spread),
        high: bounded(mean + spread),
        cap: most,
        references: n,
      };
    },
    exceeded: (score) => (atLeast(others, score) + 1) / (n + 1),
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

/** Lower 95 % bound of a share of k in n (Wilson 1927). */
function wilsonLow(k: number, n: number): number {
  const z2 = Z * Z;
  const p = k / n;
  const centre = p + z2 / (2 * n);
  return Math.max(0, (centre - Z * Math.sqrt((p * (1 - p) + z2 / (4 * n)) / n)) / (1 + z2 / n));
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

const REFERENCE = fileURLToPath(new URL('../../fixtures/calibration/reference.json', import.meta.url));

/** The families of columns that a reference was made with, as its key: which of the three the log has. */
export function columnsKey(fields: ReadonlySet<Field>): string {
  const parts: [string, readonly Field[]][] = [
    ['content', ['prompt', 'system_prompt']],
    ['infrastructure', ['ip', 'device']],
    ['payment', ['payment', 'org', 'api_key']],
  ];
  return parts
    .filter(([, any]) => any.some((field) => fields.has(field)))
    .map(([name]) => name)
    .join('+');
}

/** The reference that ships with the program for logs with such columns; null where none was made. */
export function shippedScores(fields: ReadonlySet<Field>): ReferenceScores | null {
  const { columns } = JSON.parse(readFileSync(REFERENCE, 'utf8')) as {
    columns: Readonly<Record<string, ReferenceScores>>;
  };
  return columns[columnsKey(fields)] ?? null;
}

/** The calibration by the reference that ships; null where there is none, or too little of it. */
export function calibrationFor(fields: ReadonlySet<Field>): Calibration | null {
  const scores = shippedScores(fields);
  return scores === null ? null : calibrate(scores);
}
