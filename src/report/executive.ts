/**
 * One page of plain text for a reader who opens nothing else: what was looked at, what was found, what that does not
 * mean, and what to do next. Values of the log stand nowhere in it, ids of groups aside, which are ours.
 */

import type { FindingsDocument, GroupEntry } from '../evidence/findings-document.js';
import { ALERT_MEANS } from './bottom-line.js';
import { disclosureNote } from './disclosure-words.js';
import { errorSummary } from './error-rate-words.js';
import { floorSentences } from './floor-words.js';
import { closestWords, nearness, untestable } from './outcome.js';
import { plainParagraph } from './plain-text.js';
import { counted, day, duration, percent, thousands } from './quantity.js';
import { PRIOR_WORDS, supportBrief } from './support-words.js';
import { facetWords } from './wording.js';

/** Alerts that the page names. */
const NAMED = 3;
const FEWER_COLUMNS =
  'Those logs had every column. These lack some, so that more can be missed here than there: METHOD.md says what each column is for.';
/** Facets without data that the page names. */
const ASIDE_NAMED = 8;

/** The page. O(groups). */
export function executiveSummary(document: FindingsDocument): string {
  const lines = [
    'STILLHUNT SUMMARY',
    '',
    'What was looked at',
    ...looked(document).flatMap(item),
    '',
    'What was found',
    ...found(document).flatMap(item),
    '',
    'What it does not mean',
    ...notMeant(document).flatMap(item),
    '',
    'What next',
    ...next(document).flatMap((text, i) => plainParagraph(text, `  ${i + 1}. `)),
  ];
  return `${lines.join('\n')}\n`;
}

function item(text: string): string[] {
  return plainParagraph(text, '  - ');
}

function looked(document: FindingsDocument): string[] {
  const { coverage, period, rows } = document;
  const aside = [...new Set(document.facets_standing_aside.map(({ facet }) => facetWords(facet)))];
  const more = aside.length > ASIDE_NAMED ? ` and ${thousands(aside.length - ASIDE_NAMED)} more` : '';
  const covered =
    period.from === null
      ? 'no time'
      : `${day(period.from)} to ${day(period.to)} (UTC), first and last day included`;
  const note = disclosureNote(document);
  return [
    ...(note === null ? [] : [note]),
    `${counted(document.inputs.length, 'file')} of usage logs: ${counted(rows.read, 'row')}, of which ` +
      `${percent(coverage.accepted_share)} could be used and ${percent(coverage.quarantined_share)} were refused.`,
    `${counted(document.accounts, 'account')}, ${counted(document.requests, 'request')}, covering ${covered}.`,
    ...(coverage.incomplete_inputs === 0
      ? []
      : [`INCOMPLETE: ${counted(coverage.incomplete_inputs, 'file')} could not be read to the end.`]),
    ...(coverage.gaps === 0
      ? []
      : [`${counted(coverage.gap_hours, 'hour')} in between hold no record at all.`]),
    ...(aside.length === 0
      ? []
      : [`Not in these logs, so not looked at: ${aside.slice(0, ASIDE_NAMED).join(', ')}${more}.`]),
  ];
}

function found(document: FindingsDocument): string[] {
  const alerts = document.groups.filter(({ alert }) => alert);
  const nothing = untestable(document);
  if (alerts.length === 0) {
    return [
      `No group exceeded the threshold.${nothing === null ? '' : ` ${nothing}`} ${counted(document.tested, 'group')} tested.`,
      ...nearLine(document),
    ];
  }
  const rest = alerts.length - NAMED;
  return [
    `${thousands(alerts.length)} of ${counted(document.tested, 'tested group')} ${alerts.length === 1 ? 'exceeds' : 'exceed'} ` +
      `the threshold (ALERT). ${ALERT_MEANS}`,
    ...alerts.slice(0, NAMED).map(alertLine),
    ...(rest > 0 ? [`${counted(rest, 'more alert')}: see report.md.`] : []),
    ...nearLine(document),
  ];
}

/** The groups that would alert with little more, which a reader of this page alone must know of. */
function nearLine({ groups }: FindingsDocument): string[] {
  const near = groups.filter((group) => nearness(group) !== null);
  if (near.length === 0) return [];
  const named = near.slice(0, NAMED).map(({ id, accounts }) => `${id} (${counted(accounts, 'account')})`);
  const rest = near.length - named.length;
  return [
    `Near the threshold without an alert: ${named.join(', ')}${rest > 0 ? ` and ${thousands(rest)} more` : ''}. See report.md.`,
  ];
}

function alertLine(group: GroupEntry): string {
  return (
    `${group.id}, priority ${group.priority}: ${counted(group.accounts, 'account')}, ${counted(group.requests, 'request')} ` +
    `in ${duration(group.span_hours)}, ${percent(group.share_of_requests)} of all requests. ${supportBrief(group)} ` +
    `The closest other explanation: ${closestWords(group, 'none could be tested')}.`
  );
}

function notMeant(document: FindingsDocument): string[] {
  const alerts = document.groups.filter(({ alert }) => alert);
  const calibrated = alerts.some(({ support }) => support.calibrated !== null);
  const rates = document.error_rates;
  return [
    ...(alerts.length === 0
      ? [
          'An empty result does not mean that nothing happened. It says nothing of smaller, slower or better hidden groups.',
        ]
      : [
          'The logs say what accounts did. They do not say who stands behind an account, why, or what a contract allows.',
        ]),
    ...(calibrated ? [PRIOR_WORDS] : []),
    floorSentences(document),
    ...(rates === undefined
      ? ['How often this method errs is not known.']
      : [errorSummary(rates), ...(document.facets_standing_aside.length === 0 ? [] : [FEWER_COLUMNS])]),
  ];
}

function next(document: FindingsDocument): string[] {
  if (!document.groups.some(({ alert }) => alert)) {
    return [
      'Read "Data quality" in report.md: what the logs do not hold cannot be found in them.',
      ...(document.detection_floor === null
        ? ['Run again with --floor to measure which groups would have been missed in this very log.']
        : []),
      'Look at the groups near the threshold in report.md, where there are any.',
    ];
  }
  return [
    'For each alert read "What weakens this" in report.md before anything else.',
    'Ask those who know what logs cannot show: contracts, permitted data generation, resold keys, renamed accounts.',
    'Check members one by one. A group can hold accounts that do not belong to it.',
    'Take no step against an account on this page alone.',
  ];
}
