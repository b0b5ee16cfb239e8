/** Every number that assessment decides by, with what it decides; the values are those of the code. */

import * as thresholds from '../../assess/thresholds.js';
import { figure } from '../quantity.js';

type Scalars = {
  [K in keyof typeof thresholds as (typeof thresholds)[K] extends number ? K : never]: string;
};

const SCALARS: Scalars = {
  ALERT_MIN_ACCOUNTS: 'accounts that an alert needs',
  ALERT_MIN_REQUESTS: 'requests that an alert needs',
  SPEAKS_NATS: 'nats from which a family speaks for one operator',
  MODERATE_FAMILIES: 'families that must speak for confidence above low',
  FIRST_SHARE: 'share of all requests from which an alert is P1',
  FIRST_NATS: 'score, in nats, from which an alert is P1',
  ALERT_NATS: 'score, in nats, that an alert needs',
  ALERT_NATS_ANONYMOUS: 'the same without networks, payments and prompts',
  ALERT_RATIO: 'lower bound of the ratio that an alert needs',
  FALSE_DISCOVERY_RATE: 'share of alerts that may be false, in expectation',
  ALERT_INDICATORS: 'signs of harvesting that must hold',
  BINDING_NETWORK_SHARE: 'share of members whose networks bind',
  BINDING_PAYMENT_SHARE: 'share of members whose payments bind',
  BINDING_CONTENT_SHARE: 'share of members whose prompts bind',
  HABIT_ACCOUNTS: 'accounts from which habits alone can bind',
  HABIT_NATS: 'nats that each of two habits then needs',
  IMITATED_SHARE: 'bystanders whom an operation imitates, for each of its members',
  FIRM_ACCEPTED_SHARE: 'share of accepted rows that high confidence needs',
  MOST_REFUSED_SHARE: 'share of refused rows above which confidence is low',
};

const VALUES: Readonly<Record<keyof Scalars, number>> = { ...thresholds };

const SIGNS: Readonly<Record<keyof typeof thresholds.INDICATOR_LIMITS, string>> = {
  coverageRepetition: 'requests per distinct prompt, at most',
  coverageList: 'share of prompts of the whole group, at most',
  multiplicity: 'share of prompts of few members, at least',
  outputRank: 'rank of the mean answer, at least',
  narrowSpread: 'spread of the logarithm of the mean answer, at most',
  singleTurns: 'requests per session, at most',
  uncached: 'share of requests without cached input, at least',
  logTurns: 'requests per session of the log, more than',
  roundTheClock: 'bits of the pooled hours, at least',
  roundTheClockRank: 'rank of the evenness of the hours, at least',
  narrowShare: 'spread against that of the log, less than this part',
  volumeTimes: 'requests against the busiest hundredth of accounts, at least this many times',
};

const WEAKNESSES: Readonly<Record<keyof typeof thresholds.WEAKNESS_LIMITS, string>> = {
  smallGroup: 'fewer accounts weaken a finding',
  fewRequests: 'fewer requests an account weaken a finding',
  shortDays: 'fewer active days weaken a finding',
  closeNats: 'fewer nats left over the closest alternative weaken a finding',
  looseStrength: 'strength below which a member is loose',
  looseShare: 'share of loose members that weakens a finding',
  fewIndicators: 'fewer testable signs weaken a finding',
};

/** Rows of name, value and meaning, in the order of the code. O(1). */
export function thresholdRows(): [name: string, value: string, meaning: string][] {
  const { INDICATOR_LIMITS, NEARLY_LIMITS, WEAKNESS_LIMITS } = thresholds;
  return [
    ...keysOf(SCALARS).map((name): [string, string, string] => [name, figure(VALUES[name]), SCALARS[name]]),
    ...keysOf(SIGNS).flatMap((name): [string, string, string][] => [
      [`INDICATOR_LIMITS.${name}`, figure(INDICATOR_LIMITS[name]), SIGNS[name]],
      [`NEARLY_LIMITS.${name}`, figure(NEARLY_LIMITS[name]), `${SIGNS[name]}, to nearly hold`],
    ]),
    ...keysOf(WEAKNESSES).map((name): [string, string, string] => [
      `WEAKNESS_LIMITS.${name}`,
      figure(WEAKNESS_LIMITS[name]),
      WEAKNESSES[name],
    ]),
  ];
}

function keysOf<T extends object>(of: T): (keyof T & string)[] {
  return Object.keys(of) as (keyof T & string)[];
}
