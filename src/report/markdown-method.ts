/**
 * How the numbers came about and where they end, for example
 *
 *     ## Method and limits
 *
 *     stillhunt 0.1.0 counted … 1,212 groups were tested.
 *
 *     ### Words for support
 *
 *     | Likelihood ratio | Words |
 *     |---|---|
 *     | 2 – 10 | weak support |
 */

import type { FindingsDocument, GroupEntry } from '../evidence/findings-document.js';
import { markdownText } from './escape-markdown.js';
import { markdownTable } from './markdown-table.js';
import { counted } from './quantity.js';
import { glossary } from './statistic-words.js';
import { VERBAL_TERMS } from './verbal-term.js';

const MEASURED = 'The detection floor was measured: see what would have been missed.';

/** Method, limits, settings, and the words for support where a calibrated ratio uses them. */
export function methodSection(document: FindingsDocument): string {
  const calibrated = document.groups.some(({ support }) => support.calibrated !== null);
  return [
    '## Method and limits',
    `stillhunt ${document.tool.version} counted each account's requests by facet (lengths, settings, networks, hours, ` +
      'identifiers), searched for accounts that behave as one source, and compared every such group with the ' +
      `alternatives H2 to H10. ${counted(document.tested, 'group')} tested.`,
    [
      '- Evidence is in nats: the natural logarithm of how much more probable the observation is under one operator. ' +
        'Above 0 speaks for one operator, below 0 against.',
      '- Facets that depend on one another form a family, and each family counts once. A family speaks for one ' +
        'operator from a factor of two upwards.',
      '- Groups stand in the order of their score, alerts first. The score is not a probability, and the priority ' +
        'says only what to look at first.',
      '- An alert needs both coordination and signs of harvesting after the alternatives were tested. Coordination ' +
        'alone never raises one.',
      '- Imitation (H10) is never ruled out by logs.',
      '- The logs say what accounts did, not who stands behind them, nor what was agreed with them.',
      `- ${document.detection_floor === null ? document.floor.note : MEASURED}`,
    ].join('\n'),
    `Settings: ${settings(document)}`,
    ...(calibrated ? [words(), priors()] : []),
  ].join('\n\n');
}

/** One line for each statistic that the sections of these groups use; nothing where they use none that is known. */
export function glossarySection(groups: readonly GroupEntry[]): string[] {
  const parts = groups.flatMap((group) => [
    ...group.evidence,
    ...group.indicators,
    ...group.alternatives,
    ...group.weaknesses,
  ]);
  const lines = glossary(new Set(parts.flatMap(({ statistics }) => statistics.map(({ name }) => name))));
  if (lines.length === 0) return [];
  const items = lines.map(([label, definition]) => `- **${label}**: ${definition}.`);
  return [
    '## Glossary',
    'In brackets beside a value: the same over the whole log, unless it says otherwise.',
    items.join('\n'),
  ];
}

function words(): string {
  const table = markdownTable(
    ['Likelihood ratio, lower bound', 'Words'],
    VERBAL_TERMS.map(({ range, words: term }) => [range, term]),
  );
  return [
    '### Words for support',
    'The word is chosen from the lower bound of the 95 % interval. The data cap what may be claimed: with n reference ' +
      'groups, none of them above the value, a ratio of about n / 3 is the most; where that binds, the report says ' +
      '"limited by reference size". Published scales differ at their ends, so this is the one used here:',
    table,
  ].join('\n\n');
}

function priors(): string {
  const table = markdownTable(
    ['Likelihood ratio', 'Odds before', 'Share of such groups that one operator runs'],
    [
      ['100', '1 : 10,000', '1.0 %'],
      ['10,000', '1 : 10,000', '50 %'],
      ['1,000,000', '1 : 10,000', '99 %'],
    ],
    [0],
  );
  return `What a ratio means depends on how rare such groups are before one looks:\n\n${table}`;
}

function settings(document: FindingsDocument): string {
  const { columns, constants, timezone, max_quarantine_percent: limit } = document.configuration;
  const pairs = (map: Readonly<Record<string, string>>) =>
    Object.entries(map)
      .map(([field, value]) => `${field} = ${markdownText(value)}`)
      .join(', ');
  return [
    `columns ${pairs(columns) || 'as recognised'}`,
    `constants ${pairs(constants) || 'none'}`,
    `times without a zone ${timezone === null ? 'refused' : `read in ${markdownText(timezone)}`}`,
    `at most ${limit} % of the rows refused`,
  ].join('; ');
}
