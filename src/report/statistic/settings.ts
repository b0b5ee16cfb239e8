import { percent, signed } from '../quantity.js';
import { above, type StatisticTable } from './statistic-table.js';

/** What statistics of settings say. */
export const SETTINGS_WORDS: StatisticTable = {
  'setting-agreement': {
    label: 'agreement of settings',
    say: (nats) => `settings of the others predict those of a member by ${signed(nats)} nats`,
    compare: signed,
    speaks: above(2),
    definition:
      'how much better the settings of the other members (model, limits, temperature, client) predict those of a member than the log does, mean over members in nats, at most 8 either way; high speaks for one source, and so does a public client',
  },
  'release-pivot': {
    label: 'move to a model',
    say: (share) =>
      `${percent(share)} of the members move to one model on one day, beyond what other accounts do`,
    compare: percent,
    speaks: above(0.1),
    definition:
      'largest share of the members that begin to use the same model on the same day, less what accounts outside that used the same models before do on that day; high speaks for one decision, and so does an employer or a client that changes its default',
  },
};
