/** From measures to a score, a ratio, an alert and a place in the order. */

import { GROUPS, SIZE } from '../../assess/baseline.js';
import { FEWEST_REFERENCES, TAIL_REACH, TAIL_SHARE } from '../../assess/calibration.js';
import type { AlertCondition } from '../../assess/finding.js';
import {
  ALERT_INDICATORS,
  ALERT_MIN_ACCOUNTS,
  ALERT_MIN_REQUESTS,
  ALERT_NATS,
  ALERT_NATS_ANONYMOUS,
  ALERT_RATIO,
  BINDING_CONTENT_SHARE,
  BINDING_NETWORK_SHARE,
  BINDING_PAYMENT_SHARE,
  FALSE_DISCOVERY_RATE,
  FIRM_ACCEPTED_SHARE,
  FIRST_NATS,
  FIRST_SHARE,
  HABIT_ACCOUNTS,
  HABIT_NATS,
  MODERATE_FAMILIES,
  MOST_REFUSED_SHARE,
  SPEAKS_NATS,
  WEAKNESS_LIMITS,
} from '../../assess/thresholds.js';
import { INTERCEPT } from '../../assess/weights.js';
import type { ConfidenceCheck } from '../../evidence/confidence-entry.js';
import { figure, percent } from '../quantity.js';
import { type MethodEntry, OWN } from './entry.js';

export const SCORE_ENTRIES: Readonly<Record<string, MethodEntry & { readonly title: string }>> = {
  evidence: {
    title: 'evidence for one source',
    formula: `by family the mean over members of the evidence that each belongs to the group; the sum over families is \`support.nats\`. A family speaks from ${figure(SPEAKS_NATS)} nats on, a factor of two.`,
    unit: 'nats (natural logarithm of a likelihood ratio: one source against unrelated accounts)',
    source: 'Heller and Ghahramani 2005',
    assumes: 'as in linking',
    limits: 'innocent coordination has it too: it decides no alert and no rank',
  },
  baseline: {
    title: 'what a measure is compared with',
    formula: `median of the measure over ${GROUPS} groups of ${SIZE} accounts (a quarter of the log, where that is less) drawn at random from the log, the same for equal logs`,
    unit: 'as the measure',
    source: `${OWN}; resampling`,
    assumes: 'most accounts of the log are unrelated',
    limits:
      'in a log that is mostly one operation it becomes the usual; groups of other sizes are compared with the same median',
  },
  score: {
    title: 'score',
    formula:
      `\`${INTERCEPT} + sum_m w_m d_m\`: d the distance of a measure from its baseline in the direction that speaks for one ` +
      'operator, held within bounds, w its weight; then, for each alternative, less what speaks for one operator among the ' +
      'measures that it explains. The score is the smallest of these.',
    unit: 'nats (log-odds of one operator; neither a likelihood ratio nor a probability)',
    source:
      'logistic regression with a ridge penalty (le Cessie and van Houwelingen 1992), weights of one sign each',
    assumes: 'weights fitted on simulated worlds hold elsewhere; measures add up',
    limits: 'log-odds hold the share of operations of those worlds; not fitted on real operations',
  },
  support: {
    title: 'likelihood ratio',
    formula:
      'logistic regression of operation on score over reference groups, with targets (k + 1) / (k + 2), less the log-odds of ' +
      'the reference itself',
    unit: 'ratio: how much more often operations of the reference score so than its other groups',
    source: 'Platt 1999',
    assumes: 'the log-odds are a straight line in the score; the reference resembles your log',
    limits: `by default both kinds of reference groups are simulated; --reference takes others from a log that you vouch for. Without ${FEWEST_REFERENCES} groups of either kind there is no ratio.`,
  },
  interval: {
    title: 'interval of the ratio',
    formula: '95 % bounds from the covariance of the fit, each held to the cap',
    unit: 'ratio',
    source: 'normal approximation of a maximum-likelihood estimate',
    assumes: 'groups of the reference are independent',
    limits: 'does not hold what differs between the reference and your log',
  },
  cap: {
    title: 'the most that is claimed',
    formula:
      'lower 95 % bound of the share of operations that reach the score over the upper bound of the share of others that do, ' +
      'which is 3 / n where none of n does; the largest of these up to the score',
    unit: 'ratio',
    source: 'Wilson 1927 (bounds of a share); Hanley and Lippman-Hand 1983 (3 / n)',
    assumes: 'groups of the reference are independent',
    limits: 'a small reference allows little, however strong the evidence is',
  },
  'verbal-term': {
    title: 'words for support',
    formula:
      'by the lower bound of the interval, in the table below; where both bounds are below 1/10, for the alternative',
    unit: 'words',
    source: 'ENFSI guideline for evaluative reporting 2015; scales differ at their ends',
    assumes: 'the ratio is calibrated',
    limits: 'words are no probability',
  },
  chance: {
    title: 'chance of such a score in a group that is no operation',
    formula: `\`(k + 1) / (n + 1)\` with k of the n other reference groups at or above the score; in the upper ${percent(TAIL_SHARE)} an exponential tail, not below ${TAIL_REACH} / (n + 1). Times the groups large enough to alert: how many score so high by chance.`,
    unit: 'probability in (0, 1]; groups',
    source: 'Davison and Hinkley 1997 (added one); Pickands 1975 (tail, with shape 0)',
    assumes: 'other groups of the log score as those of the reference',
    limits: 'the tail is an extrapolation',
  },
  'false-discovery-control': {
    title: 'control of false discoveries',
    formula: `of the groups large enough to alert, in order of chance, those up to the last k with chance at most ${FALSE_DISCOVERY_RATE} k / n`,
    unit: 'share of alerts that may be false, in expectation',
    source: 'Benjamini and Hochberg 1995',
    assumes: 'chances are right and not negatively dependent',
    limits: 'none without a reference',
  },
  order: {
    title: 'rank and priority',
    formula: `alerts first, then by score; an alert is P1 with ${percent(FIRST_SHARE)} of all requests or a score of ${FIRST_NATS} nats, else P2; without alert P3 from a score of 0 on, else P4`,
    unit: 'rank; P1 to P4',
    source: OWN,
    assumes: 'nothing beyond the score',
    limits: 'says what to look at first and nothing else',
  },
};

/** What must hold for an alert; names as in `alert_conditions` of `findings.json`. */
export const CONDITION_ENTRIES: Readonly<Record<AlertCondition['name'], string>> = {
  accounts: `at least ${ALERT_MIN_ACCOUNTS} accounts`,
  requests: `at least ${ALERT_MIN_REQUESTS} requests`,
  binding:
    'something binds the members that strangers do not come to share: a family speaks, and shared networks of ' +
    `${percent(BINDING_NETWORK_SHARE)} of the members, ties or splits of prompts of ${percent(BINDING_CONTENT_SHARE)}, or payments of ` +
    `${percent(BINDING_PAYMENT_SHARE)}; or, from ${HABIT_ACCOUNTS} accounts on, two kinds of habit of ${HABIT_NATS} nats each without a common ` +
    'client. Not asked where the log has no column for any of these',
  score: `a score of at least ${ALERT_NATS} nats; ${ALERT_NATS_ANONYMOUS} where the log has neither networks, payments nor prompts`,
  'ratio-low': `a lower bound of the likelihood ratio of at least ${ALERT_RATIO}, where there is a ratio`,
  signs: `at least ${ALERT_INDICATORS} signs of harvesting hold; two that nearly hold count as one beside one that holds`,
  coverage: 'the sign of coverage without repetition is not refuted',
  'false-discovery': `the group outlasts the control of false discoveries at ${percent(FALSE_DISCOVERY_RATE)}, where there is a reference`,
};

/** The checklist of confidence; names as in `confidence_checks` of `findings.json`. */
export const CHECK_ENTRIES: Readonly<Record<ConfidenceCheck, string>> = {
  'families-speaking': `at least ${MODERATE_FAMILIES} families speak for one operator`,
  'accounts-enough': `at least ${ALERT_MIN_ACCOUNTS} accounts`,
  'key-columns': 'columns for content, infrastructure and payment',
  'rows-accepted': `at least ${percent(FIRM_ACCEPTED_SHARE)} of the rows accepted; low where more than ${percent(MOST_REFUSED_SHARE)} were refused`,
  'inputs-complete': 'every input was read to its end',
  'members-firm': `at most ${percent(WEAKNESS_LIMITS.looseShare)} of the members with a strength below ${WEAKNESS_LIMITS.looseStrength}`,
  'reference-of-this-population': 'a reference log of this population was vouched for',
  'stable-without-any-family': 'the finding outlasts leaving out any one family',
};
