import { percent } from '../quantity.js';
import type { StatisticTable } from './statistic-table.js';

/** What the statistic says that every family has. */
export const ANY_FAMILY_WORDS: StatisticTable = {
  'members-showing': {
    label: 'members in whom the family shows',
    say: (share) => `shows in ${percent(share)} of the members`,
    compare: percent,
    against: 'strangers',
    definition:
      'share of the members whose own data in this family fit the group better than the log; near 100 % speaks for one source, the share of strangers says how often that happens by chance',
  },
};
