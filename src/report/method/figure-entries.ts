/** What the charts of a group show; names as in `figures` of `findings.json`. None of it decides an alert or a rank. */

import { LEAST_MOVED } from '../../assess/figures/adoption.js';
import {
  COLUMNS,
  FACET_VALUES,
  FACETS,
  GRAPH_MEMBERS,
  GRAPH_VALUES,
  HAND_OVERS,
  MATCHED_MEMBERS,
  RASTER_MEMBERS,
} from '../../assess/figures/bounds.js';
import { NEAR_SHARE } from '../../assess/figures/figure-reader.js';
import { WITHIN_HOURS } from '../../assess/figures/hand-overs.js';
import { ONE_IN } from '../../assess/figures/posteriors.js';
import type { FiguresEntry } from '../../evidence/figures-entry.js';
import { percent, thousands } from '../quantity.js';

export const FIGURE_ENTRIES: Readonly<Record<keyof FiguresEntry, string>> = {
  activity: `requests by account and column of time, at most ${COLUMNS} columns, of at most ${RASTER_MEMBERS} members and of the accounts matched to them`,
  hours:
    'share of active five-minute slots by hour of the day (UTC), of the group, of matched accounts and of the log',
  facets: `shares of requests by value, at most ${FACET_VALUES} values, of at most ${FACETS} facets: those in which the group is farthest from its matched accounts in total variation distance, half the sum of |p - q|. Chosen for their difference, so they differ by choice`,
  infrastructure: `values that at least two members share and that are more usual among them than in the log, by members times -ln of the share of all accounts that have the value; at most ${GRAPH_VALUES} values and ${GRAPH_MEMBERS} members`,
  hand_overs: `starts of members within ${WITHIN_HOURS} hours of the end of another, one for one, shortest first, at most ${HAND_OVERS}, beside the same count in matched accounts`,
  adoption: `share of accounts that had used a model by the end of each day (UTC): the model new in the log to which most members moved on one day, at least ${LEAST_MOVED}`,
  sensitivity:
    'the score anew without one family of evidence, and whether score, lower bound of the ratio and chance stay where the alert needs them. Signs and conditions that bind are not tested anew',
  posteriors: `prior odds times the ratio, and times its lower bound, for priors of one in ${ONE_IN.map(thousands).join(', ')} (rule of Bayes in odds). Which prior fits nothing here says: it is the reader's`,
  twin: `for each of the ${MATCHED_MEMBERS} strongest members the account that is neither in the group nor in another with a score of 0 or more, nearest in ln of requests and of active days (UTC), each taken once; called matched where every member has one and their requests together are within ${percent(NEAR_SHARE)}. Nothing that the group is judged by takes part`,
};
