import { facetIndex } from '../../facet/catalogue.js';
import type { LogView, Measure } from './measure.js';

const TOO_MANY = 429;
/** Refused more often than this, an account runs into the limit and does not ride below it. */
export const MOST_REFUSED = 0.2;
/** Busiest ticks within this factor of one another are one ceiling. */
export const CEILING = 1.1;
/** Members with a status, below which nothing is said. */
export const LEAST = 4;

/**
 * Share of members that ride just below one common limit: refused (429) at times, but in at most a fifth of the requests,
 * and with a busiest tick (requests in five minutes) within 10 % of the ceiling that most such members have. R / M with M
 * the members that show a status, and R the most riders whose busiest ticks fit into one window [c, 1.1 · c]. In [0, 1],
 * both inclusive; share. Unrelated accounts: the log's own share of refused accounts, divided over the limits of its
 * plans. Explained by one SDK's back-off (H2), by one customer's equal quotas (H3) and by paced jobs (H7). NaN with fewer
 * than four members that show a status. Source: evidence.md 5.3 row 21. O(m log m) a call for m members.
 */
export const rateLimitRiding: Measure = {
  name: 'rate-limit-riding',
  family: 'volume',
  unit: 'share',
  speaks: 'high',
  needs: [['status']],
  explainedBy: ['H2', 'H3', 'H7'],
  prepare({ table }: LogView) {
    const status = table.facets[facetIndex('status')]!;
    const ticks = table.facets[facetIndex('tick')]!;
    const refused = Float64Array.from(table.accounts.keys(), (a) => {
      let all = 0;
      let mine = 0;
      for (let e = status.starts[a]!; e < status.starts[a + 1]!; e++) {
        all += status.count[e]!;
        if (status.lo[e] === TOO_MANY) mine += status.count[e]!;
      }
      return mine / all; // NaN without any status
    });
    const busiest = Float64Array.from(table.accounts.keys(), (a) => {
      let most = 0;
      for (let e = ticks.starts[a]!; e < ticks.starts[a + 1]!; e++) most = Math.max(most, ticks.count[e]!);
      return most;
    });
    return (members) => {
      const shown = members.filter((a) => !Number.isNaN(refused[a]!));
      if (shown.length < LEAST) return Number.NaN;
      const ceilings = Float64Array.from(
        shown.filter((a) => refused[a]! > 0 && refused[a]! <= MOST_REFUSED),
        (a) => busiest[a]!,
      ).sort();
      let riders = 0;
      for (let from = 0, to = 0; from < ceilings.length; from++) {
        while (to < ceilings.length && ceilings[to]! <= CEILING * ceilings[from]!) to++;
        riders = Math.max(riders, to - from);
      }
      return riders / shown.length;
    };
  },
};
