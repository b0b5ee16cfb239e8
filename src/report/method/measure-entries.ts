/**
 * The measures of assessment, each under its name in `findings.json`. Family, columns, direction, alternatives and weight
 * are read from the code; what stands here is what the code cannot say of itself.
 */

import { FEWEST_PEERS } from '../../assess/matched-ranks.js';
import { MOST as MOST_AGREEMENT, SAMPLE } from '../../assess/measure/agreement.js';
import { MOST as MOST_LN, LEAST as QUEUE_LEAST } from '../../assess/measure/central-queue.js';
import {
  LEAST_DAYS as HAND_OVER_DAYS,
  LEAST as HAND_OVER_LEAST,
  WITHIN,
} from '../../assess/measure/hand-over.js';
import { FEWEST as FEWEST_HOLDERS } from '../../assess/measure/holding.js';
import { LEAST as COVER_LEAST, LEAST_TICKS } from '../../assess/measure/hour-cover.js';
import { FEWEST_DAYS } from '../../assess/measure/hours.js';
import { COMMON_LEAST, COMMON_OF_SMALL, COMMON_SHARE } from '../../assess/measure/lists.js';
import { LEAST as MEDIAN_LEAST } from '../../assess/measure/median-over.js';
import { MOVED_SHARE } from '../../assess/measure/model-pivots.js';
import { LEAST_DAYS, MOST_MEMBERS } from '../../assess/measure/own-habit.js';
import { CEILING, MOST_REFUSED, LEAST as RIDING_LEAST } from '../../assess/measure/rate-limit-riding.js';
import { LEAST_MOVED, LEAST_SEEN } from '../../assess/measure/release-pivot.js';
import { DROPPED, LEAST_PROMPTS } from '../../assess/measure/repeated-sampling.js';
import { LEAST as SHIFT_LEAST } from '../../assess/measure/shift-cover.js';
import { FEWEST_TICKS } from '../../assess/measure/slot-alignment.js';
import { LEAST_MEMBERS, LEAST_REQUESTS, MOST_WEIGHT } from '../../assess/measure/specialisation-gap.js';
import { LEAST as START_LEAST } from '../../assess/measure/start-burst.js';
import { LEAST as SYNCHRONY_LEAST } from '../../assess/measure/synchrony.js';
import { HUB_LEAST, HUB_SHARE, LEAST_HOLDERS } from '../../assess/measure/ties.js';
import { FEW, LEAST_SHARED } from '../../assess/measure/work-split.js';
import { TICKS_PER_DAY } from '../../facet/tick.js';
import { figure, percent } from '../quantity.js';
import { type MethodEntry, OWN } from './entry.js';

type Entry = Omit<MethodEntry, 'unit'>;

const HUB = `a value of more than ${percent(HUB_SHARE)} of the holders, and of more than ${HUB_LEAST} members, is a hub`;
const MESH = `(C - h) / (M - h)`;

function ties(what: string, assumes: string, limits: string, source: string): Entry {
  return {
    formula:
      `\`${MESH}\`: M members with ${what}, C those in the largest component through values that are no hub and cross declared ` +
      `organisations, h the most that one value ties; ${HUB}, and so is one with more accounts outside than inside; at ` +
      `least ${LEAST_HOLDERS} members`,
    source,
    assumes,
    limits,
  };
}

function agreement(what: string, limits: string): Entry {
  return {
    formula:
      `mean over members (at most ${SAMPLE}) of the logarithm of the Bayes factor that ${what} come from the pooled counts of ` +
      `the others rather than from the log, each within ${MOST_AGREEMENT} nats either way`,
    source: 'Heller and Ghahramani 2005; Dirichlet-multinomial as in linking',
    assumes:
      'requests are exchangeable within an account; linking has looked for such agreement, so groups have some',
    limits,
  };
}

function rank(what: string, limits: string): Entry {
  return {
    formula: `median over members of the share of accounts of the same half-octave of requests with a smaller ${what}, ties by half; at least ${FEWEST_PEERS} such accounts`,
    source: `${OWN}; matched mid-ranks`,
    assumes: 'accounts of one volume are comparable',
    limits,
  };
}

function spread(what: string, limits: string): Entry {
  return {
    formula: `standard deviation of the logarithm of ${what} over members; from ten members on the distance of the 10 % and 90 % quantiles over 2.563`,
    source: 'quantile estimate for a normal distribution; no single publication',
    assumes: 'logarithms are near normal between the tenths',
    limits,
  };
}

function holding(what: string, limits: string): Entry {
  return {
    formula: `members with the ${what} that most have, over members with any; at least ${FEWEST_HOLDERS} of these`,
    source: OWN,
    assumes: 'a customer who shows itself as one has one',
    limits,
  };
}

export const MEASURE_ENTRIES: Readonly<Record<string, Entry>> = {
  'content-ties': ties(
    'prompts or system prompts',
    'kept prompts are the same sample of hashes in every account',
    'an exercise sheet of which each picks a few, and the sample questions of a gateway, make a mesh too',
    `${OWN}; account graphs after BotGraph (Zhao and others 2009)`,
  ),
  'work-split': {
    formula: `\`(S / H) (S / A)\`: A prompts of all members, H those of at least two, S those of 2 to ${FEW} members (at most half of the group) and nobody outside; at least ${LEAST_SHARED} shared prompts`,
    source: OWN,
    assumes: 'a list that is handed out overlaps a little',
    limits: 'a list divided without any overlap gives 0: hashes cannot tell it from customers',
  },
  'repeated-sampling': {
    formula: `\`1 - var(k) / var(B)\` within [-1, 1]: k the members that ask a prompt which only the group has, B a binomial of the same mean cut off below; at least ${LEAST_PROMPTS} prompts, in the range of hashes that all but ${percent(DROPPED)} of the members kept whole`,
    source: `${OWN}; index of dispersion against a truncated binomial`,
    assumes: 'independent askers are binomial',
    limits: 'an evaluation that runs everything k times looks the same',
  },
  'prompts-of-the-whole-group': {
    formula: `prompts, member by member, that at least \`max(${COMMON_SHARE} n, min(${COMMON_LEAST}, ${COMMON_OF_SMALL} n))\` of the n members have, over all prompts of members`,
    source: OWN,
    assumes: 'nobody pays to ask one prompt very often',
    limits: 'an operation that samples a prompt many times is taken for a class',
  },
  'requests-per-prompt': {
    formula: 'median over members of requests over distinct prompts',
    source: OWN,
    assumes: 'coverage without repetition is near 1',
    limits: 'taken over the prompts that are kept, a sample of hashes for busy accounts',
  },
  'length-agreement': agreement('token counts of a member', 'users of one public template agree as well'),
  'output-spread': spread('the mean answer', 'one public template has one length of answers too'),
  'output-rank': rank('mean answer', 'users of a template that asks for long answers rank high too'),
  'specialisation-gap': {
    formula: `\`(H(sum w p) - sum w H(p)) / H(sum w p)\` over models and octaves of lengths, weights up to ${MOST_WEIGHT} requests, entropies with the Miller-Madow correction \`(K - 1) / 2n\`; at least ${LEAST_MEMBERS} members of ${LEAST_REQUESTS} requests`,
    source: 'Shannon 1948; Miller 1955; form of the gap after the SENTRY project',
    assumes: 'requests are independent draws within a member',
    limits: 'customers of one purpose each show it too; one queue that feeds all alike gives little',
  },
  'setting-agreement': agreement('settings of a member', 'users of one public client agree as well'),
  'release-pivot': {
    formula: `largest, over days (UTC) and models, of \`sum (moved_i - p(o_i)) / n\`: moved to the model that day, p the share of other accounts of the same first model that did, n members seen on two days; a move makes ${percent(MOVED_SHARE)} of the requests that follow; at least ${LEAST_MOVED} movers and ${LEAST_SEEN} members`,
    source: OWN,
    assumes: 'other accounts of the same first model are a fair comparison',
    limits: 'an employer, or a client that changes its default, moves together too',
  },
  'cross-ties': {
    formula: `\`${MESH}\` over members that at least two kinds of ties (payment, network, device, prompt) hold in one mesh; ${HUB}; at least ${LEAST_HOLDERS} members`,
    source: `${OWN}; account graphs after BotGraph (Zhao and others 2009) and EvilCohort (Stringhini and others 2015)`,
    assumes: 'kinds come about independently',
    limits: 'needs values of two kinds',
  },
  'network-ties': ties(
    'networks',
    'networks of carriers and public exits serve more accounts outside than inside',
    'offices of an employer and a pool of exits of a gateway make a mesh too',
    'after BotGraph (Zhao and others 2009)',
  ),
  'shared-network-pool': {
    formula: 'members that use a network which another member uses, over members with a network',
    source: 'after EvilCohort (Stringhini and others 2015)',
    assumes: 'networks are prefixes (/24, /48)',
    limits: 'users of one public exit give 100 %: it says that networks bind, not who',
  },
  'device-ties': ties(
    'devices',
    'fingerprints of popular clients are hubs',
    'shared workstations and servers of a gateway make a mesh too',
    `${OWN}; account graphs after BotGraph (Zhao and others 2009)`,
  ),
  'common-exit': holding('network', 'an operation behind one exit is taken for a customer'),
  'network-churn': {
    formula: `median over members of network-days over days with a network; at least ${MEDIAN_LEAST} members`,
    source: OWN,
    assumes: 'kept network-days stand for all',
    limits: 'mobile carriers and staff behind a VPN change networks too; busy accounts come out low',
  },
  'countries-per-account': {
    formula: 'median over members of distinct countries',
    source: OWN,
    assumes: 'the country of the log is that of the exit',
    limits: 'employers with travellers and gateways bring several',
  },
  'region-mismatch': {
    formula: `median over members of (countries - 1) over active days; at least ${MEDIAN_LEAST} members`,
    source: OWN,
    assumes: 'a person is seldom in two countries in a day',
    limits: 'what happens within a day is not seen; a VPN policy brings it about',
  },
  'payment-ties': {
    ...ties(
      'a payment',
      'payments are personal or of one customer',
      'a reseller that spreads its customers over cards has them too',
      `${OWN}; account graphs after BotGraph (Zhao and others 2009)`,
    ),
    formula: `\`${MESH}\`: M members with a payment, C those that a payment of a few members ties across declared organisations, all components together, h the most that one payment ties; ${HUB}; at least ${LEAST_HOLDERS} members`,
  },
  'one-payment': holding('payment', 'an operation that pays with one card is taken for a customer'),
  'declared-organisation': holding(
    'organisation',
    'an operation under one declared name is taken for a customer',
  ),
  'hour-agreement': agreement('active hours of a member', 'office hours and schedules agree as well'),
  'hour-spread-rank': rank('entropy of the hours of the day', 'monitors and global teams are even too'),
  'hour-cover': {
    formula: `\`1 - V / sum v_i\` within [-1, 1]: v_i the variance over the 24 hours (UTC) of the activity of a member, V that of the sum; at least ${COVER_LEAST} members of ${LEAST_TICKS} active slots`,
    source: `${OWN}; variance of a sum against the sum of variances`,
    assumes: 'phases of unrelated members are unrelated',
    limits: 'a team round the world fills the day too; most groups of one region are below 0',
  },
  'pace-rank': rank('number of requests in an active five-minute slot', 'scheduled jobs are paced too'),
  'least-day': {
    formula: `requests of the least over the mean whole day (UTC); at least ${FEWEST_DAYS} whole days`,
    source: OWN,
    assumes: 'customers have weekends',
    limits: 'monitors and scheduled jobs have none',
  },
  'scheduled-hours': {
    formula: '`-sum p_h log2 p_h` over the 24 hours (UTC) of the active slots of all members',
    source: 'Shannon 1948',
    assumes: 'hours in UTC are the same instants for all',
    limits: 'few hours speak for a schedule or an office, many for nothing by themselves',
  },
  'slot-alignment': {
    formula: `median over members of the share of active slots in the fullest of the twelve five-minute slots of the hour; members of ${FEWEST_TICKS} slots`,
    source: OWN,
    assumes: 'schedulers start on the clock',
    limits: 'says only how far schedules may explain a rhythm',
  },
  'central-queue': {
    formula: `\`-ln(V / sum v_i)\` within ${MOST_LN} either way: V the variance of the hourly requests of the group, v_i of each member, habits of each member (slot of the day, weekends apart) taken off; at least ${QUEUE_LEAST} members and ${LEAST_DAYS} days, at most ${MOST_MEMBERS} members`,
    source: `${OWN}; variance of a sum against the sum of variances`,
    assumes: 'members are independent given their habits',
    limits: 'load balancing over the keys of one customer is as steady; the busiest members dominate',
  },
  'shift-cover': {
    formula: `\`1 - V / sum v_i\` within [-1, 1] of the number of members active in an hour, habits taken off; at least ${SHIFT_LEAST} members and ${LEAST_DAYS} days`,
    source: `${OWN}; variance of a sum against the sum of variances`,
    assumes: 'members are independent given their habits',
    limits: 'seats of one customer take turns too',
  },
  synchrony: {
    formula: `\`(sum_t (sum_i d_it)^2 - sum d^2) / ((n - 1) sum d^2)\`: d the deviation of a member from its habit in a five-minute slot, n members that ever deviate; at least ${SYNCHRONY_LEAST} members and ${LEAST_DAYS} days`,
    source: `${OWN}; question after SynchroTrap (Cao and others 2014), mean over permuted days in closed form`,
    assumes: 'days of a member are exchangeable, working days and weekends apart',
    limits: 'an outage or a holiday synchronises all; a class and jobs on fixed days too',
  },
  'hand-over': {
    formula: `ends of members that a start follows within ${figure(WITHIN / TICKS_PER_DAY)} days, one for one, less the mean over starts moved by whole days, over the rarer of both; at least ${HAND_OVER_LEAST} of each and ${HAND_OVER_DAYS} days`,
    source: `${OWN}; shifted surrogates`,
    assumes: 'starts and ends near the borders of the log are unknown',
    limits: 'keys that are rotated, and accounts that are renamed, look the same',
  },
  'start-burst': {
    formula: `largest share of known starts of members in one day, less that of others in the same window; at least ${START_LEAST} starts`,
    source: 'Naus 1965 (scan statistic), as a difference of shares',
    assumes: 'a launch brings others as well',
    limits: 'a roll-out and a class start together too; few starts give a burst by chance',
  },
  'volume-agreement': agreement('daily volume and pace of a member', 'scheduled jobs agree as well'),
  'volume-spread': spread('requests per active day', 'equal quotas make customers alike'),
  'rate-limit-riding': {
    formula: `\`R / M\`: M members with a status, R the most that are refused (429) at times, in at most ${percent(MOST_REFUSED)} of the requests, with busiest slots within a factor of ${CEILING}; at least ${RIDING_LEAST} members`,
    source: OWN,
    assumes: 'one pacing has one ceiling',
    limits: 'the back-off of a client and equal quotas look the same',
  },
};
