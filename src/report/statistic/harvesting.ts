import { figure, percent, plural } from '../quantity.js';
import { evenHours, type StatisticTable } from './statistic-table.js';

/** What statistics say that stand behind signs of harvesting alone. */
export const HARVESTING_WORDS: StatisticTable = {
  'group-hour-entropy': { ...evenHours, speaks: (bits) => bits > 4.45 },
  'prompts-of-few-members': {
    label: 'prompts of few members',
    say: (share) => `${percent(share)} of the prompts recur in a few other members`,
    speaks: (share) => share > 0.1,
    definition:
      'share of the prompts that at least two members, but less than a fifth of them, have; high speaks for a list that is divided and sampled a few times',
  },
  'requests-per-session': {
    label: 'requests per session',
    say: (value) => `${plural(value, 'requests')} in a session`,
    compare: figure,
    definition: 'requests in a session, median member; near 1 means requests without follow-up',
  },
  'uncached-share': {
    label: 'uncached share',
    say: (share) => `${percent(share)} of the requests have no cached input`,
    compare: percent,
    definition:
      'share of the requests without cached input, median member; near 100 % means requests without follow-up, where the log as a whole is lower',
  },
  'group-requests-per-day': {
    label: 'requests of the group per day',
    say: (value) => `${plural(value, 'requests')} of the whole group on an active day`,
    compare: (value) => `${figure(value)} and more`,
    against: 'the busiest hundredth of single accounts',
    definition:
      'requests of all members together on a day with any; more than the busiest single accounts make speaks for harvesting',
  },
};
