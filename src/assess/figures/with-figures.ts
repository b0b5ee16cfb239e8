import type { Calibration } from '../calibration.js';
import type { GroupFinding } from '../finding.js';
import type { LogView } from '../measure/measure.js';
import type { Residual } from '../residual.js';
import { FIGURED_GROUPS, FURTHER_GROUPS } from './bounds.js';
import { figureReader } from './figure-reader.js';

/** A finding with the residuals that its score is made of. */
export interface RankedFinding {
  readonly finding: GroupFinding;
  readonly found: readonly Residual[];
}

/**
 * How many of the ranked groups, first ones first, have figures: the alerts and ten more, twenty-five in all at most, so
 * that a document stays small however many groups there are.
 */
export function figuredGroups(alerts: number, groups: number): number {
  return Math.min(groups, FIGURED_GROUPS, alerts + FURTHER_GROUPS);
}

/**
 * The findings, in their order, with the figures of the first of them.
 * @param groups Members of every group that linking found.
 */
export function withFigures(
  log: LogView,
  ranked: readonly RankedFinding[],
  groups: readonly (readonly number[])[],
  calibration: Calibration | null,
): GroupFinding[] {
  const alerts = ranked.filter(({ finding }) => finding.alert).length;
  const figured = figuredGroups(alerts, ranked.length);
  if (figured === 0) return [];
  const read = figureReader(log, groups, calibration);
  const wanted = ranked.slice(0, figured);
  const numberOf = numbersOf(log, wanted);
  return ranked.map(({ finding, found }, i) => {
    if (i >= figured) return finding;
    const members = finding.members.map(({ accountId }) => numberOf.get(accountId)!);
    return { ...finding, figures: read({ finding, found, members }) };
  });
}

/** The numbers of all members of some groups, by account id. */
function numbersOf({ table }: LogView, ranked: readonly RankedFinding[]): Map<string, number> {
  const named = new Set(ranked.flatMap(({ finding }) => finding.members.map(({ accountId }) => accountId)));
  const numbers = new Map<string, number>();
  table.accounts.forEach((accountId, a) => {
    if (named.has(accountId)) numbers.set(accountId, a);
  });
  return numbers;
}
