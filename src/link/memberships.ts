import type { Group } from './membership.js';

/** The groups of each account: account a is in those at the positions `groups[starts[a] … starts[a + 1])`, ascending. */
export interface Memberships {
  readonly starts: Uint32Array;
  readonly groups: Uint32Array;
}

/** Reads the groups of each account off the members of each group. O(accounts + members). */
export function memberships(of: readonly Group[], accounts: number): Memberships {
  const starts = new Uint32Array(accounts + 1);
  for (const { members } of of) for (const a of members) starts[a + 1]!++;
  for (let a = 0; a < accounts; a++) starts[a + 1]! += starts[a]!;
  const next = starts.slice();
  const groups = new Uint32Array(starts[accounts]!);
  of.forEach(({ members }, g) => {
    for (const a of members) groups[next[a]!++] = g;
  });
  return { starts, groups };
}
