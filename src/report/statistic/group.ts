import { counted, percent, plural } from '../quantity.js';
import type { StatisticTable } from './statistic-table.js';

/** What statistics of a group as a whole, of any family, say. */
export const GROUP_WORDS: StatisticTable = {
  families: {
    label: 'families that speak for one operator',
    say: (value) => counted(value, 'family').replace('familys', 'families'),
    definition: 'families of evidence that speak for one operator by a factor of two or more',
  },
  'active-days': {
    label: 'active days',
    say: (value) => plural(value, 'days'),
    definition: 'days (UTC) with any request of the group',
  },
  size: { label: 'size', say: (value) => counted(value, 'account'), definition: 'accounts of the group' },
  'requests-per-account': {
    label: 'requests per account',
    say: (value) => `${plural(value, 'requests')} for each account`,
    definition: 'requests of the group over its accounts; few say little about each account',
  },
  'loose-members': {
    label: 'loose members',
    say: (share) => `${percent(share)} of the members`,
    definition: 'share of the members with a strength under 0.9',
  },
};
