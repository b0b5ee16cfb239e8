import type { GroupFinding } from './finding.js';
import { ALERT_MIN_ACCOUNTS } from './thresholds.js';

/** Groups that can stand in a reference: as large as alerts need, since smaller ones score otherwise. */
export function referenceGroups(groups: readonly GroupFinding[]): GroupFinding[] {
  return groups.filter(({ accounts }) => accounts >= ALERT_MIN_ACCOUNTS);
}

/** Scores as a reference holds them: descending. */
export function descending(scores: readonly number[]): number[] {
  return [...scores].sort((x, y) => y - x);
}
