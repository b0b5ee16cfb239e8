import type { AlternativeId, AlternativeVerdict, EvidenceFamily } from '../assess/finding.js';
import { plainWords } from './statistic-words.js';

/**
 * What the codes of the findings document say in words. A code that is not here is shown as its own words, so that
 * a new statistic or sign never breaks a report. House style: groups, accounts, operation hypothesis; nothing about
 * persons, firms, countries or intent.
 */

export const FAMILY_WORDS: Readonly<Record<EvidenceFamily, string>> = {
  content: 'content (prompts, templates)',
  lengths: 'lengths (tokens in and out)',
  settings: 'settings (model, limits, client)',
  infrastructure: 'infrastructure (networks, devices)',
  payment: 'payment and organisation',
  timing: 'timing (hours, synchrony)',
  volume: 'volume (requests per account)',
};

/** The standing alternatives: a few words, one word for a narrow column, and the whole statement. */
export const ALTERNATIVE_WORDS: Readonly<
  Record<AlternativeId, { short: string; brief: string; full: string }>
> = {
  H2: {
    short: 'shared template or client',
    brief: 'template',
    full: 'unrelated users of the same public template, SDK or framework',
  },
  H3: {
    short: 'one enterprise',
    brief: 'enterprise',
    full: 'one enterprise: seats, single sign-on, shared network, service accounts',
  },
  H4: {
    short: 'reseller or gateway',
    brief: 'reseller',
    full: 'a reseller, gateway or aggregator with many real customers',
  },
  H5: {
    short: 'evaluation or class',
    brief: 'class',
    full: 'an evaluation harness, benchmark, red team or class',
  },
  H6: { short: 'permitted generation', brief: 'contract', full: 'data generation that a contract permits' },
  H7: { short: 'scheduled jobs', brief: 'jobs', full: 'batch or scheduled jobs and retries' },
  H8: {
    short: 'log artefact',
    brief: 'artefact',
    full: 'a log artefact: duplication, clock skew, truncation, renamed accounts',
  },
  H9: { short: 'resold keys', brief: 'keys', full: 'keys of real customers, used by someone else' },
  H10: {
    short: 'imitation',
    brief: 'imitation',
    full: 'imitation of one of the above, or an attempt to implicate others',
  },
};

export const OUTCOME_WORDS = {
  explains: 'leaves too little for an alert',
  'leaves-residual': 'leaves a part unexplained',
  'nothing-to-explain': 'has nothing to explain: the evidence is too weak before any alternative',
  'not-testable': 'not testable on these logs',
} as const satisfies Record<AlternativeVerdict, string>;

export const VERDICT_WORDS = {
  'operation-hypothesis': 'operation hypothesis',
  explained: 'possibly explained',
  undecided: 'undecided',
} as const;

const INDICATORS = new Map(
  Object.entries({
    'coverage-without-repetition': 'The accounts cover many different prompts and hardly repeat one',
    'long-answers': 'Answers are long against the rest of the log',
    'full-length-answers': 'Answers are taken to their full length',
    'narrow-capability': 'Answers have about the same length in every account, as for one task',
    'single-turn': 'Requests stand alone, without follow-up',
    'single-turn-harvest': 'Requests stand alone, without follow-up',
    'round-the-clock': 'The group works round the clock',
    'round-the-clock-cover': 'The group works round the clock',
    'preference-sampling': 'The same prompt is sampled several times, as preference data needs',
    'fixed-multiplicity': 'Prompts recur in a few accounts, as where each is sampled a fixed number of times',
    volume: 'The group as a whole makes many requests',
    'work-split': 'The work is divided without overlap',
    elicitation: 'Prompts ask for reasoning to be written out',
    grading: 'Prompts ask for answers to be graded',
  }),
);

const WEAKNESSES = new Map(
  Object.entries({
    'few-families': 'Few families of evidence speak for one operator',
    'one-family': 'Only one family of evidence speaks for one operator',
    'payment-absent': 'Payment data are absent',
    'infrastructure-absent': 'Network and device data are absent',
    'content-absent': 'Prompt and template data are absent',
    'lengths-absent': 'Token counts are absent',
    'settings-absent': 'Request settings are absent',
    'timing-weak': 'The hours of the accounts agree little',
    'short-span': 'The log covers a short time of this group',
    'small-group': 'The group is small',
    'few-requests': 'The accounts made few requests',
    'weak-members': 'Some members belong to the group only loosely',
    'unstable-membership': 'Membership changes when single accounts are left out',
    'not-calibrated':
      'There are no reference groups, or too few, with such columns: the support is not calibrated',
    uncalibrated:
      'There are no reference groups, or too few, with such columns: the support is not calibrated',
    'limited-by-reference': 'The number of reference groups limits what may be claimed',
    'few-indicators': 'Few signs of output harvesting could be tested',
    'alternative-close': 'An alternative comes close to accounting for what was seen',
    'alternatives-not-testable': 'Some alternatives could not be tested on these logs',
    'low-coverage': 'A notable part of the rows was refused',
  }),
);

const FACETS = new Map(
  Object.entries({
    api_key: 'API key',
    asn: 'ASN',
    cached_share: 'cached share of the input',
    length_cell: 'lengths in and out',
    model_day: 'model by day',
    network_day: 'network by day',
    tick: 'hours',
  }),
);

/** Whether it is the name of a sign, or the code of a weakness, that stillhunt makes. */
export function isIndicator(name: string): boolean {
  return INDICATORS.has(name);
}

export function isWeakness(code: string): boolean {
  return WEAKNESSES.has(code);
}

export function indicatorWords(name: string): string {
  return INDICATORS.get(name) ?? sentence(name);
}

export function weaknessWords(code: string): string {
  return WEAKNESSES.get(code) ?? sentence(code);
}

export function facetWords(facet: string): string {
  return FACETS.get(facet) ?? plainWords(facet);
}

function sentence(code: string): string {
  const plain = plainWords(code);
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}
