import { TICK_US, TICKS_PER_HOUR } from '../../facet/tick.js';
import type { Calibration } from '../calibration.js';
import type { GroupFinding } from '../finding.js';
import { lifetimes } from '../measure/lifetimes.js';
import type { LogView } from '../measure/measure.js';
import type { Residual } from '../residual.js';
import { activityFigure } from './activity.js';
import { AdoptionReader } from './adoption.js';
import { COLUMNS, MATCHED_MEMBERS } from './bounds.js';
import { comparedFacets } from './compared-facets.js';
import { concentratedValues, originFacets } from './concentrated-values.js';
import { facetComparisons, logFacets } from './facet-comparison.js';
import type { Figures, TwinFigure } from './figures.js';
import { handOvers } from './hand-overs.js';
import { hourShares } from './hour-shares.js';
import { infrastructureGraph } from './infrastructure-graph.js';
import { posteriors } from './posteriors.js';
import { scoresWithout } from './score-without.js';
import { timeColumns } from './time-columns.js';
import { TwinFinder } from './twins.js';

const HOUR_US = TICK_US * TICKS_PER_HOUR;
/** How far the requests of all twins may be from those of their members, as a share of these, to be like them. */
export const NEAR_SHARE = 0.25;

/** A group of which figures are read. */
export interface FiguredGroup {
  readonly finding: Pick<GroupFinding, 'evidence' | 'conditions' | 'support'>;
  readonly found: readonly Residual[];
  /** Account numbers, strongest first. */
  readonly members: readonly number[];
}

/**
 * Reads off a log what the charts of its groups show. What concerns the whole log is read once: O(entries). A group then
 * costs O(entries of its members), and for the model that it took up O(accounts).
 * @param excluded Accounts that stand beside no group as its twins.
 */
export function figureReader(
  log: LogView,
  excluded: Iterable<number>,
  calibration: Calibration | null,
): (group: FiguredGroup) => Figures {
  const { table, data, traits } = log;
  const accounts = table.accounts.length;
  const twinFinder = new TwinFinder(table, traits, excluded);
  const adoptions = new AdoptionReader(table, data);
  const lives = lifetimes(table);
  const columns = logColumns(log);
  const logHours = hourShares(table, table.accounts.keys());
  const facets = logFacets(comparedFacets(table, data), accounts);
  const origins = originFacets(data);
  return ({ finding, found, members }) => {
    const matched = members.slice(0, MATCHED_MEMBERS);
    const twins = twinFinder.find(members, MATCHED_MEMBERS);
    const shared = concentratedValues(origins, accounts, members);
    return {
      twin: twinFigure(log, matched, twins),
      activity: activityFigure(table, columns, members, twins),
      hours: { group: hourShares(table, members), twin: hourShares(table, twins), log: logHours },
      facets: facetComparisons(facets, members, twins),
      infrastructure: infrastructureGraph(table, origins, members, shared),
      handOvers: handOvers(table, lives, origins, shared, matched, twins),
      adoption: adoptions.adoption(members, twins),
      sensitivity: scoresWithout(finding, found, table.fields, calibration),
      posteriors: posteriors(finding.support),
    };
  };
}

function twinFigure({ table }: LogView, matched: readonly number[], twins: readonly number[]): TwinFigure {
  const requestsOf = (accounts: readonly number[]) =>
    accounts.reduce((sum, a) => sum + table.totals.requests[a]!, 0);
  const requests = requestsOf(twins);
  const membersRequests = requestsOf(matched.slice(0, twins.length));
  const near = Math.abs(requests - membersRequests) <= NEAR_SHARE * membersRequests;
  return {
    accounts: twins.length,
    requests,
    membersRequests,
    match: twins.length === matched.length && near ? 'matched' : 'few',
  };
}

/** Columns over the whole log; null for a log without requests. */
function logColumns({ table }: LogView) {
  const { firstTime, lastTime } = table.totals;
  const first = firstTime.reduce((least, t) => Math.min(least, t), Number.POSITIVE_INFINITY);
  const last = lastTime.reduce((most, t) => Math.max(most, t), Number.NEGATIVE_INFINITY);
  if (first > last) return null;
  return timeColumns(Math.floor(first / HOUR_US), Math.floor(last / HOUR_US), COLUMNS);
}
