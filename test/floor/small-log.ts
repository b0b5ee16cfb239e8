import type { Assessment } from '../../src/assess/finding.js';
import type { FacetTable } from '../../src/fingerprint/index.js';
import { assessment, group, member } from '../evidence/fixture.js';
import { strangers, tableOf } from '../link/world.js';
import type { Row } from '../record/rows.js';
import { Seeded } from '../record/seeded.js';

/** Rows of a log of strangers over ten days; the same for the same number of accounts. */
export function rowsOf(accounts: number): Row[] {
  return strangers(new Seeded(accounts), accounts);
}

export function logOf(accounts: number): FacetTable {
  return tableOf(rowsOf(accounts));
}

/** An assessment of these groups of account names, of which those that `alerts` says alert. */
export function assessed(groups: readonly { readonly names: readonly string[]; readonly alert: boolean }[]) {
  return assessment({
    groups: groups.map(({ names, alert }, i) =>
      group({ id: `G-${i}`, rank: i + 1, alert, members: names.map((name) => member(name, 0.9, 10)) }),
    ),
  });
}

/** The planted groups of a table, as the names of their accounts tell: `donor~group.account`. */
export function plantedGroups({ accounts }: FacetTable): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const name of accounts) {
    const number = /~(\d+)\.\d+$/.exec(name)?.[1];
    if (number !== undefined) groups.set(number, [...(groups.get(number) ?? []), name]);
  }
  return groups;
}

/** Stands for linking and assessment: an alert for each planted group that `found` accepts, and for nothing else. */
export function finding(
  found: (names: readonly string[], table: FacetTable) => boolean,
): (table: FacetTable) => Promise<Assessment> {
  return async (table) =>
    assessed([...plantedGroups(table).values()].map((names) => ({ names, alert: found(names, table) })));
}

/** Requests of some accounts. */
export function requestsOf({ accounts, totals }: FacetTable, names: readonly string[]): number {
  const wanted = new Set(names);
  return accounts.reduce((sum, name, a) => sum + (wanted.has(name) ? totals.requests[a]! : 0), 0);
}
