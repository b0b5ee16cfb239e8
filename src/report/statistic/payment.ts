import { percent } from '../quantity.js';
import { above, type StatisticTable } from './statistic-table.js';

/** What statistics of payments and organisations say. */
export const PAYMENT_WORDS: StatisticTable = {
  'payment-ties': {
    label: 'ties by payments',
    say: (share) => `payments that few share tie ${percent(share)} of the payers across organisations`,
    compare: percent,
    speaks: above(0.1),
    definition:
      'share of the payers whose payment a handful of members use under another organisation, the largest single tie left out; high speaks for one payer behind several names',
  },
  'one-payment': {
    label: 'one payment',
    say: (share) => `the payment that most members use pays for ${percent(share)} of the payers`,
    compare: percent,
    definition:
      'share of the payers on the payment that most of them use; high speaks against one operator, for a customer who pays openly for all',
  },
  'declared-organisation': {
    label: 'declared organisation',
    say: (share) => `the largest declared organisation has ${percent(share)} of the members that declare one`,
    compare: percent,
    definition:
      'share of the members in the largest declared organisation, of those that declare one; high speaks against one operator, for a customer who says who it is',
  },
};
