import { type Interval, wilson } from '../floor/wilson.js';
import type { RatedGroup } from './findings.js';
import { groupKind } from './group-kind.js';
import type { Labels } from './labels.js';

/** Lower ends of the bins of likelihood ratios, inclusive: those of the verbal scale up to "strong". */
const BIN_FROM = [0, 0.1, 2, 10, 100, 1000] as const;
/** From this likelihood ratio on, a group that is no operation counts as given strong support. */
export const STRONG_RATIO = 100;

/** Findings with the labels of their log. */
export interface LabelledFindings {
  readonly groups: readonly RatedGroup[];
  readonly labels: Labels;
}

/** Groups whose likelihood ratio is in [from, below); shares are in [0, 1], and null where the bin is empty. */
export interface ReliabilityBin {
  readonly from: number;
  /** Null: without end. */
  readonly below: number | null;
  readonly groups: number;
  readonly operations: number;
  /** Share that are operations, with its 95 % interval. */
  readonly share: number | null;
  readonly interval: Interval;
  /** The share that the ratios predict at the base rate: mean of odds / (1 + odds); null also without a base rate. */
  readonly predictedShare: number | null;
  /** The same as odds, 0 or more. */
  readonly predictedOdds: number | null;
}

/** How calibrated ratios agree with labels, over the groups of all logs together. */
export interface Reliability {
  /** Groups with a calibrated ratio and a labelled member; all below counts these alone. */
  readonly groups: number;
  /** Groups left out: without a calibrated ratio, or without a labelled member. */
  readonly leftOut: number;
  readonly operations: number;
  /** Groups between operations and others; they count as no operations. */
  readonly mixed: number;
  /** Operations over all others; null where either is missing, and nothing can be predicted. */
  readonly baseOdds: number | null;
  readonly bins: readonly ReliabilityBin[];
  /** Of groups that are no operation, those given a ratio of at least `STRONG_RATIO`, with the share's 95 % interval. */
  readonly strong: {
    readonly others: number;
    readonly given: number;
    readonly share: number | null;
    readonly interval: Interval;
  };
}

/**
 * Compares calibrated likelihood ratios with what groups are by their labels. A group is an operation when at least 60 %
 * of its labelled members belong to operations. Pure. O(members).
 */
export function reliability(logs: readonly LabelledFindings[]): Reliability {
  const rated: { readonly ratio: number; readonly operation: boolean }[] = [];
  let leftOut = 0;
  let mixed = 0;
  for (const { groups, labels } of logs) {
    for (const { ratio, members } of groups) {
      const kind = groupKind(
        members.map((member) => member.account_id),
        labels,
      );
      if (ratio === null || kind === null) {
        leftOut++;
        continue;
      }
      if (kind === 'mixed') mixed++;
      rated.push({ ratio, operation: kind === 'operation' });
    }
  }
  const operations = rated.filter(({ operation }) => operation).length;
  const others = rated.length - operations;
  const baseOdds = operations === 0 || others === 0 ? null : operations / others;
  const given = rated.filter(({ ratio, operation }) => !operation && ratio >= STRONG_RATIO).length;
  return {
    groups: rated.length,
    leftOut,
    operations,
    mixed,
    baseOdds,
    bins: BIN_FROM.map((from, n) => {
      const below = BIN_FROM[n + 1] ?? null;
      const inBin = rated.filter(({ ratio }) => ratio >= from && (below === null || ratio < below));
      const hits = inBin.filter(({ operation }) => operation).length;
      const predicted = predictedShare(
        inBin.map(({ ratio }) => ratio),
        baseOdds,
      );
      return {
        from,
        below,
        groups: inBin.length,
        operations: hits,
        share: inBin.length === 0 ? null : hits / inBin.length,
        interval: wilson(hits, inBin.length),
        predictedShare: predicted,
        predictedOdds: predicted === null ? null : predicted / (1 - predicted),
      };
    }),
    strong: { others, given, share: others === 0 ? null : given / others, interval: wilson(given, others) },
  };
}

function predictedShare(ratios: readonly number[], baseOdds: number | null): number | null {
  if (baseOdds === null || ratios.length === 0) return null;
  const sum = ratios.reduce((total, ratio) => {
    const odds = ratio * baseOdds;
    return total + odds / (1 + odds);
  }, 0);
  return sum / ratios.length;
}
