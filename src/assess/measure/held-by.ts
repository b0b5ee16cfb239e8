import type { ValueIndex } from '../../link/index.js';

/** Number of members that hold each value, by value number, in the order in which members bring them. */
export function heldBy({ ofAccount }: ValueIndex, members: readonly number[]): Map<number, number> {
  const holders = new Map<number, number>();
  const { starts, ids } = ofAccount;
  for (const a of members) {
    for (let e = starts[a]!; e < starts[a + 1]!; e++) holders.set(ids[e]!, (holders.get(ids[e]!) ?? 0) + 1);
  }
  return holders;
}
