import { facetIndex } from '../../facet/catalogue.js';
import { networkDay } from '../../facet/network-day.js';
import type { LogView, Measure } from './measure.js';
import { medianOver } from './median-over.js';

/**
 * Networks (/24, /48) per active day of a member, the median over members: network-days divided by days with a network.
 * At least 1; networks/day. Raw: nothing is taken off, as what is usual depends on the log and on volume. Busy accounts
 * keep a sample of 256 network-days and come out low. Unrelated accounts: 1 to 2. A pool of proxies gives a new network
 * every few requests. Explained by mobile carriers and by staff behind a VPN (H3), by a gateway's or a cloud function's
 * exits (H4), and by stolen keys that travel (H9). NaN with fewer than three members that show a network. Source:
 * evidence.md 5.3 row 6. O(1) a call and member.
 */
export const networkChurn: Measure = {
  name: 'network-churn',
  family: 'infrastructure',
  unit: 'networks/day',
  speaks: 'high',
  needs: [['ip']],
  explainedBy: ['H3', 'H4', 'H9'],
  prepare({ table }: LogView) {
    const { starts, hi } = table.facets[facetIndex('network_day')]!;
    const perDay = Float64Array.from(table.accounts.keys(), (a) => {
      const days = new Set<number>();
      for (let e = starts[a]!; e < starts[a + 1]!; e++) days.add(networkDay(hi[e]!));
      return (starts[a + 1]! - starts[a]!) / days.size; // NaN without any
    });
    return medianOver(perDay);
  },
};
