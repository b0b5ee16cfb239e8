import type { Calibration } from '../calibration.js';
import type { GroupFinding } from '../finding.js';
import type { LogView } from '../measure/measure.js';
import type { Residual } from '../residual.js';
import { ALERT_NATS } from '../thresholds.js';
import { FIGURED_GROUPS, FURTHER_GROUPS } from './bounds.js';
import { figureReader } from './figure-reader.js';

/** A finding with the residuals that its score is made of. */
export interface RankedFinding {
  readonly finding: GroupFinding;
  readonly found: readonly Residual[];
  /** Numbers of its members. */
  readonly accounts: readonly number[];
}

/**
 * How many of the ranked groups, first ones first, have figures: the alerts and ten more, twenty-five in all at most, so
 * that a document stays small however many groups there are.
 */
export function figuredGroups(alerts: number, groups: number): number {
  return Math.min(groups, FIGURED_GROUPS, alerts + FURTHER_GROUPS);
}

/**
 * The findings, in their order, with the figures of the first of them. Accounts of groups that may be operations, which
 * are those that leave something over every alternative, stand beside no group; those of the other groups may.
 */
export function withFigures(
  log: LogView,
  ranked: readonly RankedFinding[],
  calibration: Calibration | null,
): GroupFinding[] {
  const alerts = ranked.filter(({ finding }) => finding.alert).length;
  const figured = figuredGroups(alerts, ranked.length);
  if (figured === 0) return [];
  const open = ranked.filter(({ finding }) => finding.score >= ALERT_NATS);
  const read = figureReader(
    log,
    open.flatMap(({ accounts }) => accounts),
    calibration,
  );
  return ranked.map(({ finding, found, accounts }, i) => {
    if (i >= figured) return finding;
    const numberOf = new Map(accounts.map((a) => [log.table.accounts[a]!, a]));
    const members = finding.members.map(({ accountId }) => numberOf.get(accountId)!);
    return { ...finding, figures: read({ finding, found, members }) };
  });
}
