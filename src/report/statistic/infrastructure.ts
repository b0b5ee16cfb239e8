import { figure, percent, plural } from '../quantity.js';
import { above, type StatisticTable } from './statistic-table.js';

/** What statistics of networks, devices and countries say. */
export const INFRASTRUCTURE_WORDS: StatisticTable = {
  'cross-ties': {
    label: 'ties of several kinds',
    say: (share) => `ties of at least two kinds hold ${percent(share)} of the members together`,
    compare: percent,
    speaks: above(0.1),
    definition:
      'share of the members in one mesh of payments, networks, devices and prompts that few share each and that cross organisations, of whom at least two of these kinds tie; high speaks for one operator',
  },
  'network-ties': {
    label: 'ties by networks',
    say: (share) => `networks that few share tie ${percent(share)} of the members together`,
    compare: percent,
    speaks: above(0.2),
    definition:
      'share of the members that networks used by a handful each tie into one mesh across organisations, the largest single tie left out; high speaks for a pool of exits, and so do the offices of an employer and the exits of a gateway',
  },
  'shared-network-pool': {
    label: 'shared networks',
    say: (share) => `${percent(share)} of the members share a network with another member`,
    compare: percent,
    speaks: above(0.3),
    definition:
      'share of the members who use a network that another member uses; high without a common exit speaks for a rotating pool',
  },
  'device-ties': {
    label: 'ties by devices',
    say: (share) => `devices that few share tie ${percent(share)} of the members together`,
    compare: percent,
    speaks: above(0.2),
    definition:
      'share of the members that devices used by a handful each tie into one mesh across organisations, the largest single tie left out; high speaks for one set of machines, and so do shared workstations',
  },
  'common-exit': {
    label: 'common exit',
    say: (share) => `the network that most members use serves ${percent(share)} of them`,
    compare: percent,
    definition:
      'share of the members on the network that most of them use; near 100 % speaks against one operator, for an employer, a campus or a tenant',
  },
  'network-churn': {
    label: 'networks per day',
    say: (value) => `the median member uses ${plural(value, 'networks')} on an active day`,
    compare: figure,
    speaks: above(1),
    definition:
      'networks per active day of the median member; many speak for rotating exits, and so do mobile carriers',
  },
  'countries-per-account': {
    label: 'countries per account',
    say: (value) => `the median member comes from ${plural(value, 'countries')}`,
    compare: figure,
    speaks: above(1),
    definition: 'distinct countries of the median member; several speak for rotating exits',
  },
  'region-mismatch': {
    label: 'change of country',
    say: (value) => `the median member adds ${plural(value, 'countries')} on an active day`,
    compare: figure,
    speaks: above(0.1),
    definition:
      'distinct countries beyond the first, for each active day of the median member; more than a traveller reaches (0.1) speaks for rotating exits',
  },
};
