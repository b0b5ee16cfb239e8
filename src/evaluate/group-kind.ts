import type { Labels } from './labels.js';

/** Share of its labelled members from which a group counts as an operation, inclusive. */
export const OPERATION_SHARE = 0.6;
/** Share up to which it counts as none, inclusive. */
export const OTHER_SHARE = 0.2;

/** `mixed` groups are neither: operations that linking joined with others. */
export type GroupKind = 'operation' | 'mixed' | 'other';

/** What a group is by its labelled members, of one operation or several; null when none has a label. O(members). */
export function groupKind(members: Iterable<string>, labels: Labels): GroupKind | null {
  let labelled = 0;
  let inOperations = 0;
  for (const account of members) {
    const label = labels.get(account);
    if (label === undefined) continue;
    labelled++;
    if (label.kind === 'operation') inOperations++;
  }
  if (labelled === 0) return null;
  const share = inOperations / labelled;
  if (share >= OPERATION_SHARE) return 'operation';
  return share <= OTHER_SHARE ? 'other' : 'mixed';
}
