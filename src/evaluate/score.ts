import { averagePrecision } from './average-precision.js';
import type { ScoredGroup } from './findings.js';
import type { Labels } from './labels.js';
import { type Match, match } from './match.js';

/** An operation counts as recovered from this F1 of an alerting group on; exclusive below. */
export const RECOVERED_F1 = 0.8;
/** A look-alike counts as flagged when more than this share of its accounts is in alerting groups. */
export const FLAGGED_SHARE = 0.1;

export interface OperationScore {
  readonly operation: string;
  readonly accounts: number;
  /** The group with the largest F1 against the operation, the better rank at a tie; null when none shares an account. */
  readonly best: ({ readonly group: string; readonly rank: number; readonly alert: boolean } & Match) | null;
  /** The largest F1 of an alerting group; 0 when none shares an account. */
  readonly alertingF1: number;
  readonly recovered: boolean;
  /** Share of its accounts that are in any alerting group, in [0, 1]. */
  readonly flaggedShare: number;
}

export interface LookAlikeScore {
  readonly lookAlike: string;
  readonly accounts: number;
  readonly flaggedAccounts: number;
  readonly flaggedShare: number;
  readonly flagged: boolean;
}

/** How well findings agree with labels. Ratios are in [0, 1]; a ratio of nothing to nothing is null. */
export interface Scores {
  readonly accounts: {
    readonly labelled: number;
    /** In any alerting group, labelled accounts only. */
    readonly flagged: number;
    readonly truePositives: number;
    readonly falsePositives: number;
    readonly falseNegatives: number;
    readonly precision: number | null;
    readonly recall: number | null;
    readonly f1: number | null;
    /** Flagged accounts of the crowd, and of look-alikes. */
    readonly falseFromCrowd: number;
    readonly falseFromLookAlikes: number;
    /** Accounts in any group, alerting or not, that have no label; left out of everything else. */
    readonly unlabelled: number;
  };
  readonly operations: { readonly total: number; readonly recovered: number };
  readonly lookAlikes: { readonly total: number; readonly flagged: number };
  readonly alerts: number;
  /** See `averagePrecision`; null when there are no operations. */
  readonly averagePrecision: number | null;
  /** By name. */
  readonly perOperation: readonly OperationScore[];
  readonly perLookAlike: readonly LookAlikeScore[];
}

/**
 * Scores findings against labels. Pure. An account is flagged when it is in any alerting group; the truth is the kind
 * `operation`. Accounts without a label count nowhere but in `unlabelled`. O(members + labels) and, per group, the
 * operations that it touches.
 */
export function score(groups: readonly ScoredGroup[], labels: Labels): Scores {
  const ranked = [...groups].sort((a, b) => a.rank - b.rank);
  const sizes = { operation: new Map<string, number>(), 'benign-group': new Map<string, number>() };
  let positives = 0;
  for (const { group, kind } of labels.values()) {
    if (kind === 'benign') continue;
    if (kind === 'operation') positives++;
    sizes[kind].set(group, (sizes[kind].get(group) ?? 0) + 1);
  }
  const matches = ranked.map((group) => match(group, labels, sizes.operation));

  const flagged = new Set<string>();
  const unlabelled = new Set<string>();
  for (const { alert, members } of ranked) {
    for (const { account_id } of members) {
      if (!labels.has(account_id)) unlabelled.add(account_id);
      else if (alert) flagged.add(account_id);
    }
  }
  const flaggedIn = new Map<string, number>();
  let truePositives = 0;
  let falseFromLookAlikes = 0;
  for (const account of flagged) {
    const { group, kind } = labels.get(account)!;
    if (kind === 'operation') truePositives++;
    if (kind === 'benign-group') falseFromLookAlikes++;
    if (kind !== 'benign') flaggedIn.set(group, (flaggedIn.get(group) ?? 0) + 1);
  }

  const perOperation = byName(sizes.operation).map(([operation, accounts]): OperationScore => {
    let best: OperationScore['best'] = null;
    let alertingF1 = 0;
    for (let n = 0; n < ranked.length; n++) {
      const found = matches[n]!.get(operation);
      if (found === undefined) continue;
      const { id, rank, alert } = ranked[n]!;
      if (best === null || found.f1 > best.f1) best = { group: id, rank, alert, ...found };
      if (alert) alertingF1 = Math.max(alertingF1, found.f1);
    }
    const flaggedShare = (flaggedIn.get(operation) ?? 0) / accounts;
    return { operation, accounts, best, alertingF1, recovered: alertingF1 >= RECOVERED_F1, flaggedShare };
  });
  const perLookAlike = byName(sizes['benign-group']).map(([lookAlike, accounts]): LookAlikeScore => {
    const flaggedAccounts = flaggedIn.get(lookAlike) ?? 0;
    const flaggedShare = flaggedAccounts / accounts;
    return { lookAlike, accounts, flaggedAccounts, flaggedShare, flagged: flaggedShare > FLAGGED_SHARE };
  });

  const precision = ratio(truePositives, flagged.size);
  const recall = ratio(truePositives, positives);
  return {
    accounts: {
      labelled: labels.size,
      flagged: flagged.size,
      truePositives,
      falsePositives: flagged.size - truePositives,
      falseNegatives: positives - truePositives,
      precision,
      recall,
      f1: ratio(2 * truePositives, flagged.size + positives),
      falseFromCrowd: flagged.size - truePositives - falseFromLookAlikes,
      falseFromLookAlikes,
      unlabelled: unlabelled.size,
    },
    operations: {
      total: perOperation.length,
      recovered: perOperation.filter(({ recovered }) => recovered).length,
    },
    lookAlikes: { total: perLookAlike.length, flagged: perLookAlike.filter((one) => one.flagged).length },
    alerts: ranked.filter(({ alert }) => alert).length,
    averagePrecision: averagePrecision(matches, perOperation.length),
    perOperation,
    perLookAlike,
  };
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

function byName(sizes: ReadonlyMap<string, number>): [string, number][] {
  return [...sizes].sort(([a], [b]) => (a < b ? -1 : 1));
}
