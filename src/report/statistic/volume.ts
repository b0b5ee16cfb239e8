import { percent, signed } from '../quantity.js';
import { above, factor, type StatisticTable, under } from './statistic-table.js';

/** What statistics of volume say. */
export const VOLUME_WORDS: StatisticTable = {
  'volume-agreement': {
    label: 'agreement of volumes',
    say: (nats) => `volumes of the others predict those of a member by ${signed(nats)} nats`,
    compare: signed,
    speaks: above(1),
    definition:
      'how much better the daily volume and pace of the other members predict those of a member than the log does, mean over members in nats, at most 8 either way; high speaks for equal portions, and so do scheduled jobs',
  },
  'volume-spread': {
    label: 'volume spread',
    say: (spread) => `requests per day vary by a factor of ${factor(spread)} between members`,
    compare: factor,
    speaks: under(0.5),
    definition:
      'e to the standard deviation of the logarithm of requests per active day over members; near 1 speaks for accounts fed from one queue, customers differ by 2 and more',
  },
  'rate-limit-riding': {
    label: 'just below a limit',
    say: (share) => `${percent(share)} of the members run just below one common rate limit`,
    compare: percent,
    speaks: above(0.2),
    definition:
      'share of the members that are refused for their rate at times, yet seldom, with busiest five minutes within a tenth of one another; high speaks for one pacing, and so do equal quotas and the back-off of a client',
  },
};
