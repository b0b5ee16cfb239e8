import { percent, signed } from '../quantity.js';
import { above, factor, others, type StatisticTable, under } from './statistic-table.js';

/** What statistics of lengths say. */
export const LENGTHS_WORDS: StatisticTable = {
  'length-agreement': {
    label: 'agreement of lengths',
    say: (nats) => `lengths of the others predict those of a member by ${signed(nats)} nats`,
    compare: signed,
    speaks: above(2),
    definition:
      'how much better the pooled token counts of the other members predict those of a member than the log does, mean over members in nats, at most 8 either way; high speaks for one source, and so does a public template',
  },
  'output-spread': {
    label: 'output spread',
    say: (spread) => `mean answer lengths vary by a factor of ${factor(spread)} between members`,
    compare: factor,
    speaks: under(0.5),
    definition:
      'e to the standard deviation of the logarithm of the mean output tokens over members; near 1 speaks for one task in every account',
  },
  'output-rank': {
    label: 'answer length',
    say: (rank) => `longer answers than ${others(rank)}`,
    compare: percent,
    speaks: above(0.1),
    definition:
      'share of accounts of the same volume whose mean answer is shorter, for the median member; high speaks for taking answers at length',
  },
  'specialisation-gap': {
    label: 'specialisation of members',
    say: (share) =>
      `${percent(Math.max(share, 0))} of the variety in models and lengths lies between members, not within them`,
    compare: (share) => percent(Math.max(share, 0)),
    speaks: above(0.2),
    definition:
      'how far each member is narrower than all of them together, as a share of the entropy of their models and lengths; high speaks for work split by topic, and customers of one purpose each show it too',
  },
};
