import type { FacetTable } from '../fingerprint/index.js';
import type { LinkData } from '../link/index.js';
import type { SharedValue } from './finding.js';
import { showValue } from './show-value.js';

/** Values shown per group at most. */
const MOST = 24;
/** Values of one facet shown at most. */
const MOST_OF_FACET = 6;

/**
 * Identifier values that at least two members share and that are more usual inside the group than in the log, those
 * with the most members first (ties: fewer accounts, then facet, then value). O(values of the members).
 */
export function sharedValues(table: FacetTable, data: LinkData, members: readonly number[]): SharedValue[] {
  const found: SharedValue[] = [];
  for (const { name, values } of data.identifiers) {
    const holders = new Map<number, number>();
    const { starts, ids } = values.ofAccount;
    for (const a of members) {
      for (let e = starts[a]!; e < starts[a + 1]!; e++) holders.set(ids[e]!, (holders.get(ids[e]!) ?? 0) + 1);
    }
    const ofFacet: SharedValue[] = [];
    for (const [id, n] of holders) {
      const accounts = values.ofValue.starts[id + 1]! - values.ofValue.starts[id]!;
      if (n < 2 || n / members.length <= accounts / data.accounts) continue;
      ofFacet.push({
        facet: name,
        value: showValue(table, name, values.lo[id]!, values.hi[id]!),
        members: n,
        accounts,
      });
    }
    found.push(...ofFacet.sort(order).slice(0, MOST_OF_FACET));
  }
  return found.sort(order).slice(0, MOST);
}

function order(x: SharedValue, y: SharedValue): number {
  return (
    y.members - x.members ||
    x.accounts - y.accounts ||
    (x.facet < y.facet ? -1 : x.facet > y.facet ? 1 : x.value < y.value ? -1 : 1)
  );
}
