import { median } from 'simple-statistics';
import type { Measure } from './measure.js';

/**
 * Median distinct countries of a member, at least 1: a person is in one, a pool of proxies in many. Employers with
 * travellers and gateways bring several. NaN without countries. O(n log n).
 */
export const countriesPerAccount: Measure = {
  name: 'countries-per-account',
  family: 'infrastructure',
  unit: 'countries',
  speaks: 'high',
  needs: [['country']],
  explainedBy: ['H3', 'H4'],
  prepare:
    ({ traits }) =>
    (members) => {
      const known = members.map((a) => traits.countries[a]!).filter((n) => !Number.isNaN(n));
      return known.length === 0 ? Number.NaN : median(known);
    },
};
