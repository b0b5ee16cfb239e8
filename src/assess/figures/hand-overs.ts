import type { FacetTable } from '../../fingerprint/index.js';
import type { Lifetimes } from '../measure/lifetimes.js';
import { HAND_OVER_VALUES, HAND_OVERS } from './bounds.js';
import { type ConcentratedValue, type OriginFacet, showConcentrated } from './concentrated-values.js';
import type { HandOverPair, HandOversFigure } from './figures.js';

/** As in the measure of hand-overs: an operator's next morning in any time zone. */
export const WITHIN_HOURS = 36;
const HOUR_US = 3_600_000_000;

/** An account that ended, and the account that started after it. */
interface Pair {
  readonly ended: number;
  readonly started: number;
  readonly gapHours: number;
}

/**
 * Members that start within a day and a half after another one ended, one start for one end: ends in order of time, each
 * with the earliest start after it that is still free, which makes as many pairs as can be. Ends and starts that the
 * log's borders may have made do not count. Listed are the pairs with the shortest gaps, with the rarest values that both
 * have of those that the group shares. Unrelated accounts have such pairs too: how many is what the twins show.
 */
export function handOvers(
  table: FacetTable,
  lives: Lifetimes,
  facets: readonly OriginFacet[],
  concentrated: readonly ConcentratedValue[],
  members: readonly number[],
  twins: readonly number[],
): HandOversFigure {
  const pairs = pairsOf(table, lives, members);
  const rarestFirst = [...concentrated].sort(
    (x, y) => x.accounts - y.accounts || x.place - y.place || x.id - y.id,
  );
  const idsOf = (a: number) =>
    facets.map(
      ({ values: { ofAccount } }) =>
        new Set(ofAccount.ids.subarray(ofAccount.starts[a]!, ofAccount.starts[a + 1]!)),
    );
  const listed = pairs
    .sort((x, y) => x.gapHours - y.gapHours || x.ended - y.ended || x.started - y.started)
    .slice(0, HAND_OVERS);
  return {
    withinHours: WITHIN_HOURS,
    pairs: listed.map(({ ended, started, gapHours }): HandOverPair => {
      const [before, after] = [idsOf(ended), idsOf(started)];
      const both = rarestFirst.filter(({ place, id }) => before[place]!.has(id) && after[place]!.has(id));
      return {
        ended: table.accounts[ended]!,
        started: table.accounts[started]!,
        gapHours,
        shared: both.slice(0, HAND_OVER_VALUES).map((value) => ({
          facet: value.facet,
          value: showConcentrated(table, facets, value),
        })),
      };
    }),
    pairsInAll: pairs.length,
    twinPairsInAll: pairsOf(table, lives, twins).length,
  };
}

function pairsOf({ totals }: FacetTable, { start, end }: Lifetimes, accounts: readonly number[]): Pair[] {
  const inOrder = (known: Float64Array, time: Float64Array) =>
    accounts.filter((a) => !Number.isNaN(known[a]!)).sort((x, y) => time[x]! - time[y]! || x - y);
  const starts = inOrder(start, totals.firstTime);
  const pairs: Pair[] = [];
  let s = 0;
  for (const ended of inOrder(end, totals.lastTime)) {
    const at = totals.lastTime[ended]!;
    while (s < starts.length && totals.firstTime[starts[s]!]! <= at) s++;
    if (s === starts.length) break;
    const started = starts[s]!;
    const gapHours = (totals.firstTime[started]! - at) / HOUR_US;
    if (gapHours > WITHIN_HOURS) continue;
    pairs.push({ ended, started, gapHours });
    s++;
  }
  return pairs;
}
