import { RECOVERED_F1 } from '../evaluate/score.js';

/** As much of a finding as recovery looks at. */
export interface FoundGroup {
  readonly alert: boolean;
  readonly members: readonly { readonly accountId: string }[];
}

/** How well the accounts of a known group were found. */
export interface Recovery {
  /** Largest F1, in [0, 1], of any group with the accounts; 0 where no group has one of them. */
  readonly bestF1: number;
  /** Whether an alert has an F1 of at least 0.8, as `stillhunt evaluate` counts a recovered operation. */
  readonly recovered: boolean;
}

/** How well each of some known groups, disjoint sets of account names, was found. O(members). */
export function recoveries(
  known: readonly (readonly string[])[],
  found: readonly FoundGroup[],
): readonly Recovery[] {
  const groupOf = new Map(known.flatMap((accounts, g) => accounts.map((name) => [name, g])));
  const bestF1 = known.map(() => 0);
  const alertF1 = known.map(() => 0);
  for (const { alert, members } of found) {
    const shared = new Map<number, number>();
    for (const { accountId } of members) {
      const g = groupOf.get(accountId);
      if (g !== undefined) shared.set(g, (shared.get(g) ?? 0) + 1);
    }
    for (const [g, both] of shared) {
      const f1 = (2 * both) / (members.length + known[g]!.length);
      bestF1[g] = Math.max(bestF1[g]!, f1);
      if (alert) alertF1[g] = Math.max(alertF1[g]!, f1);
    }
  }
  return known.map((_, g) => ({ bestF1: bestF1[g]!, recovered: alertF1[g]! >= RECOVERED_F1 }));
}
