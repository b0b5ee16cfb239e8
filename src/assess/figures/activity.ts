import { facetIndex } from '../../facet/catalogue.js';
import { TICK_US, TICKS_PER_HOUR } from '../../facet/tick.js';
import type { FacetEntries, FacetTable } from '../../fingerprint/index.js';
import { RASTER_MEMBERS } from './bounds.js';
import type { ActivityFigure, ActivityRow, TwinRow } from './figures.js';
import type { TimeColumns } from './time-columns.js';

const HOUR_US = TICK_US * TICKS_PER_HOUR;

/**
 * Requests by account and column of time: the strongest members, and the accounts that are matched to these.
 * @param members Strongest first; `twins[i]` is the account matched to `members[i]`, as far as there is one.
 * @param columns Columns over the whole log. Null for a log without requests.
 */
export function activityFigure(
  table: FacetTable,
  columns: TimeColumns | null,
  members: readonly number[],
  twins: readonly number[],
): ActivityFigure {
  if (columns === null) {
    return { from: null, columnHours: 1, columns: 0, group: [], twin: [], membersLeftOut: members.length };
  }
  const ticks = table.facets[facetIndex('tick')]!;
  const { firstTime, lastTime } = table.totals;
  const byStart = (accounts: readonly number[]) =>
    [...accounts].sort((x, y) => firstTime[x]! - firstTime[y]! || x - y);
  const shown = members.slice(0, RASTER_MEMBERS);
  return {
    from: columns.from,
    columnHours: columns.columnHours,
    columns: columns.columns,
    group: byStart(shown).map(
      (a): ActivityRow => ({
        accountId: table.accounts[a]!,
        firstTime: firstTime[a]!,
        lastTime: lastTime[a]!,
        requests: requestsOver(ticks, a, columns),
      }),
    ),
    twin: byStart(twins.slice(0, shown.length)).map(
      (a): TwinRow => ({
        firstTime: startOfHour(firstTime[a]!),
        lastTime: startOfHour(lastTime[a]!),
        requests: requestsOver(ticks, a, columns),
      }),
    ),
    membersLeftOut: members.length - shown.length,
  };
}

function requestsOver({ starts, lo, count }: FacetEntries, a: number, of: TimeColumns): number[] {
  const requests = new Array<number>(of.columns).fill(0);
  for (let e = starts[a]!; e < starts[a + 1]!; e++) {
    const hour = Math.floor(lo[e]! / TICKS_PER_HOUR);
    requests[Math.floor((hour - of.from) / of.columnHours)]! += count[e]!;
  }
  return requests;
}

function startOfHour(time: number): number {
  return Math.floor(time / HOUR_US) * HOUR_US;
}
