import type { EdgeRows } from './edge-rows.js';
import type { Group } from './membership.js';
import { memberships } from './memberships.js';
import { NearestLists } from './nearest-lists.js';
import { PairSums } from './pair-sums.js';

/**
 * Sums of positive pair evidence between groups, kept from one list of groups to the next: most groups stay what they
 * are, and only pairs with a new one are summed. A group that has left the lists may not come back.
 */
export class GroupLinks {
  private readonly sums = new PairSums();
  private readonly seen = new Set<number>();

  constructor(private readonly rows: EdgeRows) {}

  /**
   * For each group by its position, the `most` others with the largest sums, largest first, ties by position; their
   * distance is the sum's negative. O(edges · groups of an account + pairs of groups).
   */
  strongest(groups: readonly Group[], most: number): NearestLists {
    this.add(groups);
    const positions = new Map(groups.map(({ serial }, g) => [serial, g]));
    const lists = new NearestLists(groups.length, most);
    this.sums.forEach((x, y, sum) => {
      const i = positions.get(x);
      const j = positions.get(y);
      if (i === undefined || j === undefined) return;
      lists.offer(i, j, -sum);
      lists.offer(j, i, -sum);
    });
    return lists;
  }

  /** Sums the pairs of which one is new. */
  private add(groups: readonly Group[]): void {
    const { starts, others, weights } = this.rows;
    const accounts = starts.length - 1;
    const isNew = Uint8Array.from(groups, ({ serial }) => (this.seen.has(serial) ? 0 : 1));
    const touched = new Uint8Array(accounts); // members of a new group
    groups.forEach(({ members, serial }, g) => {
      this.seen.add(serial);
      if (isNew[g] === 1) for (const a of members) touched[a] = 1;
    });
    const of = memberships(groups, accounts);
    for (let a = 0; a < accounts; a++) {
      if (of.starts[a] === of.starts[a + 1]) continue;
      for (let e = starts[a]!; e < starts[a + 1]!; e++) {
        const b = others[e]!;
        if (b <= a || (touched[a] === 0 && touched[b] === 0)) continue;
        for (let p = of.starts[a]!; p < of.starts[a + 1]!; p++) {
          const i = of.groups[p]!;
          for (let q = of.starts[b]!; q < of.starts[b + 1]!; q++) {
            const j = of.groups[q]!;
            if (i === j || (isNew[i] === 0 && isNew[j] === 0)) continue;
            const x = groups[i]!.serial;
            const y = groups[j]!.serial;
            this.sums.add(Math.min(x, y), Math.max(x, y), weights[e]!);
          }
        }
      }
    }
  }
}
