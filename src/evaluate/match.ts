import type { ScoredGroup } from './findings.js';
import type { Labels } from './labels.js';

/** How a group agrees with one operation; all in [0, 1] but `shared`. */
export interface Match {
  /** Accounts in both. */
  readonly shared: number;
  /** Shared accounts over the group's labelled members, and over the operation's accounts. */
  readonly precision: number;
  readonly recall: number;
  /** Harmonic mean of the two. */
  readonly f1: number;
}

/**
 * Matches a group with every operation that it shares an account with, by operation. Members without a label are left
 * out, as if the group did not have them.
 * @param sizes Accounts of each operation.
 */
export function match(
  group: ScoredGroup,
  labels: Labels,
  sizes: ReadonlyMap<string, number>,
): ReadonlyMap<string, Match> {
  const sharedWith = new Map<string, number>();
  let labelled = 0;
  for (const { account_id } of group.members) {
    const label = labels.get(account_id);
    if (label === undefined) continue;
    labelled++;
    if (label.kind === 'operation') sharedWith.set(label.group, (sharedWith.get(label.group) ?? 0) + 1);
  }
  const matches = new Map<string, Match>();
  for (const [operation, shared] of sharedWith) {
    const size = sizes.get(operation)!;
    matches.set(operation, {
      shared,
      precision: shared / labelled,
      recall: shared / size,
      f1: (2 * shared) / (labelled + size),
    });
  }
  return matches;
}
