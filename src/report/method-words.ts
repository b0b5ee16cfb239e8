/** How the numbers came about and where they end, for every medium. */

import { ALERT_RATIO, FALSE_DISCOVERY_RATE } from '../assess/thresholds.js';
import type { FindingsDocument, GroupEntry } from '../evidence/findings-document.js';
import { floorMethod } from './floor-words.js';
import { joined, type Phrase, phrase, quoted } from './phrase.js';
import { lacking } from './quality-words.js';
import { counted, percent } from './quantity.js';
import { referenceGroups } from './reference-words.js';
import { glossary, statisticWords } from './statistic-words.js';
import { type Table, table } from './table.js';
import { VERBAL_TERMS } from './verbal-term.js';

/** What was done, in a paragraph. */
export function methodLead(document: FindingsDocument): string {
  return (
    `stillhunt ${document.tool.version} counted each account's requests by facet (lengths, settings, networks, hours, ` +
    'identifiers), searched for accounts that behave as one source, and compared every such group with the ' +
    `alternatives H2 to H10. ${counted(document.tested, 'group')} tested.`
  );
}

/** What no number here can say. */
export const LIMITS: readonly string[] = [
  'Imitation (H10) is never ruled out by logs.',
  'The logs say what accounts did, not who stands behind them, nor what was agreed with them.',
];

/** How to read the numbers, and what they cannot say. */
export function methodPoints(document: FindingsDocument): string[] {
  return [
    'Evidence is in nats: the natural logarithm of how much more probable the observation is from one source than from ' +
      'unrelated accounts. Above 0 speaks for one source, below 0 against.',
    'Facets that depend on one another form a family, and each family counts once. A family speaks for one ' +
      'operator from a factor of two upwards.',
    'An account may stand in several groups, each by evidence that the others leave unexplained.',
    'Groups stand in the order of their score, alerts first. The score is not a probability, and the priority ' +
      'says only what to look at first. Nor is the score a likelihood ratio: it is log-odds as fitted in simulated ' +
      'worlds, and holds the share of operations there.',
    'An alert needs both coordination and signs of harvesting after the alternatives were tested. Coordination ' +
      'alone never raises one.',
    ...LIMITS,
    `${floorMethod(document)}`,
  ];
}

/** From measures to the score, and from the score to an alert. */
export function scoreSteps(document: FindingsDocument): string[] {
  const calibrated = isCalibrated(document);
  const support = calibrated
    ? `The score is turned into a likelihood ratio by a reference (${referenceGroups(document)}), capped by its size. An alert ` +
      `needs ${ALERT_RATIO} as the lower bound.`
    : 'Where reference groups with columns as this log has them exist, the score is turned into a likelihood ratio, ' +
      `capped by their number, and an alert needs ${ALERT_RATIO} as the lower bound. For these columns none exist, ` +
      'or too few.';
  const control =
    'Of the groups that would alert, those are kept that outlast the control of false discoveries over all tested ' +
    `groups (Benjamini–Hochberg, at most ${percent(FALSE_DISCOVERY_RATE)} false in expectation)`;
  return [
    'A measure is one number of the group, for example how far payments tie its members together. Each is compared ' +
      'with the median of groups of accounts drawn at random from the same log; the distance counts, within bounds, ' +
      'so that no measure decides alone.',
    'Each distance is multiplied by the weight of its measure, and all are added. The weights were fitted together on ' +
      'groups that linking finds in simulated worlds. A measure without a weight is shown and counts nothing.',
    'Each alternative sets aside what speaks for one operator and is to be expected under it anyway. The score is what ' +
      'the strongest alternative leaves.',
    support,
    calibrated
      ? `${control}.`
      : `${control}; without reference groups there is no such control, and the threshold alone decides.`,
  ];
}

/** Each measure that could not be taken, with the columns it lacks. */
export function measuresAside({ measures_standing_aside: aside }: FindingsDocument): Phrase[] {
  return aside.map(({ measure, missing }) => lacking(statisticWords(measure), missing));
}

/** Whether any group has a calibrated ratio, and with it a word for its support. */
export function isCalibrated({ groups }: FindingsDocument): boolean {
  return groups.some(({ support }) => support.calibrated !== null);
}

export const TERMS_INTRO =
  'The word is chosen from the lower bound of the 95 % interval. Where the cap binds, the report says "limited by ' +
  'reference size". Published scales differ at their ends, so this is the one used here:';

/** The words for support. */
export function termsTable(): Table {
  return table(
    ['Likelihood ratio, lower bound', 'Words'],
    VERBAL_TERMS.map(({ range, words: term }) => [range, term]),
  );
}

export const PRIORS_INTRO = 'What a ratio means depends on how rare such groups are before one looks:';

/** What a ratio makes of odds. */
export function priorsTable(): Table {
  return table(
    ['Likelihood ratio', 'Odds before', 'Share of such groups that one operator runs'],
    [
      ['100', '1 : 10,000', '1.0 %'],
      ['10,000', '1 : 10,000', '50 %'],
      ['1,000,000', '1 : 10,000', '99 %'],
    ],
    [0],
  );
}

/** The options in effect that change results. */
export function settings(document: FindingsDocument): Phrase {
  const { columns, constants, timezone, max_quarantine_percent: limit } = document.configuration;
  const pairs = (map: Readonly<Record<string, string>>, none: string) => {
    const named = Object.entries(map).map(([field, value]) => phrase`${field} = ${quoted(value)}`);
    return named.length === 0 ? none : joined(named, ', ');
  };
  return joined(
    [
      phrase`columns ${pairs(columns, 'as recognised')}`,
      phrase`constants ${pairs(constants, 'none')}`,
      phrase`times without a zone ${timezone === null ? 'refused' : phrase`read in ${quoted(timezone)}`}`,
      [`at most ${limit} % of the rows refused`],
    ],
    '; ',
  );
}

export const GLOSSARY_INTRO =
  'In brackets beside a value stands what it is compared with. Random groups: the median of groups of accounts drawn ' +
  'at random from the log. Log: all accounts of the log as one group.';

/** Label and definition of every statistic that the sections of these groups use. */
export function glossaryLines(groups: readonly GroupEntry[]): [label: string, definition: string][] {
  const parts = groups.flatMap((group) => [
    ...group.evidence,
    ...group.indicators,
    ...group.alternatives,
    ...group.weaknesses,
  ]);
  return glossary(new Set(parts.flatMap(({ statistics }) => statistics.map(({ name }) => name))));
}
