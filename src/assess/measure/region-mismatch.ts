import type { LogView, Measure } from './measure.js';
import { medianOver } from './median-over.js';

/**
 * Countries that a member cannot have travelled to: distinct countries beyond the first per active day, the median over
 * members. At least 0; countries/day. 0 for an account of one country, 1 for one that adds a country every day; a
 * traveller reaches 0.1. The table holds no country per day, so what happens within a day is not seen, and long-lived
 * members come out lower; local time against the country is not compared, for want of a table of zones. Unrelated
 * accounts: 0. Explained by a VPN policy (H3), by a gateway's customers (H4) and by stolen keys (H9). NaN with fewer than
 * three members that show a country. Source: evidence.md 5.3 row 22. O(1) a call and member.
 */
export const regionMismatch: Measure = {
  name: 'region-mismatch',
  family: 'infrastructure',
  unit: 'countries/day',
  speaks: 'high',
  needs: [['country']],
  explainedBy: ['H3', 'H4', 'H9'],
  prepare({ traits }: LogView) {
    return medianOver(traits.countries.map((countries, a) => (countries - 1) / traits.activeDays[a]!));
  },
};
