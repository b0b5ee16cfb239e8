/**
 * The report as Markdown, made from the findings document alone, for example
 *
 *     # stillhunt report
 *
 *     ## Bottom line
 *
 *     **ALERT: 1 of 1,212 tested groups exceeds the threshold.** Look first at G-7f3a: 412 accounts, 1.9 M requests.
 *
 *     ## Ranking
 *
 *     | # | Group | Priority | Accounts | Requests | Span | Left over | …
 *
 *     ## Data quality
 *     ## Group G-7f3a
 *     ### Who and how much
 *     ### Why it ranks here
 *     ### Signs of output harvesting
 *     ### Alternatives tested
 *     ### What weakens this
 *     ### Shared identifiers
 *     ### Members
 *     ## Near the threshold
 *     ## Coordinated groups without alert
 *     ## What would have been missed
 *     ## Method and limits
 *     ## Glossary
 */

import type { FindingsDocument, GroupEntry } from '../evidence/findings-document.js';
import { markdownText } from './escape-markdown.js';
import { floorSentences } from './floor-words.js';
import { floorSection } from './markdown-floor.js';
import { groupSection } from './markdown-group.js';
import { glossarySection, methodSection } from './markdown-method.js';
import { qualitySection } from './markdown-quality.js';
import { markdownTable } from './markdown-table.js';
import { closestWords, lacking, leftOver, NEAR_NATS, nearness, untestable, whyQuiet } from './outcome.js';
import { counted, duration, narrow, percent, ratio, thousands } from './quantity.js';
import { verbalTerm } from './verbal-term.js';
import { VERDICT_WORDS } from './wording.js';

const ALERTS_LISTED = 50;
const QUIET_LISTED = 50;
const NEAR_LISTED = 20;

/** The whole report. Every number in it stands in the document; here it is only written out. O(groups). */
export function markdownReport(document: FindingsDocument): string {
  const alerts = document.groups.filter((group) => group.alert);
  const near = document.groups.filter((group) => nearness(group) !== null);
  const quiet = document.groups.filter((group) => !group.alert && !near.includes(group));
  const sections = [
    '# stillhunt report',
    bottomLine(document, alerts),
    ...(alerts.length === 0 ? [] : [ranking(alerts)]),
    qualitySection(document),
    ...alerts.slice(0, ALERTS_LISTED).map((group) => groupSection(group, document)),
    ...(near.length === 0 ? [] : [nearSection(near)]),
    quietSection(quiet),
    ...floorSection(document),
    methodSection(document),
    ...glossarySection(alerts.slice(0, ALERTS_LISTED)),
  ];
  return `${sections.join('\n\n')}\n`;
}

const NATS =
  'Evidence is given in nats. +2.3 nats: what was seen is ten times likelier under one operator than under ' +
  'unrelated accounts; +0.7 nats: twice; 0: as likely; below 0: likelier under unrelated accounts.';

function incomplete({ inputs }: FindingsDocument): string[] {
  const broken = inputs.filter(({ status }) => status !== 'complete');
  if (broken.length === 0) return [];
  const named = broken.slice(0, 5).map(({ name, status }) => `${markdownText(name)} is ${status}`);
  if (broken.length > named.length) named.push(`${thousands(broken.length - named.length)} more`);
  return [
    `**INCOMPLETE: ${counted(broken.length, 'input')} of ${thousands(inputs.length)} not read to the end.** ` +
      `${named.join('; ')}. Everything below rests on the rows that could be read; see data quality.`,
  ];
}

function bottomLine(document: FindingsDocument, alerts: readonly GroupEntry[]): string {
  const paragraphs = ['## Bottom line', ...incomplete(document)];
  const [first] = alerts;
  const tested = `${counted(document.tested, 'tested group')}`;
  if (first === undefined) {
    const nothing = untestable(document);
    paragraphs.push(
      `**No group exceeded the threshold.** ${nothing === null ? '' : `**${nothing}** `}` +
        `${counted(document.tested, 'group')} tested. ${floorSentences(document)}`,
    );
  } else {
    paragraphs.push(
      `**ALERT: ${thousands(alerts.length)} of ${tested} ${alerts.length === 1 ? 'exceeds' : 'exceed'} the threshold.** ` +
        `Look first at ${first.id}: ${counted(first.accounts, 'account')}, ${counted(first.requests, 'request')}, ` +
        `${percent(first.share_of_requests)} of all requests.`,
      'An alert is an operation hypothesis: the accounts behave as one source, signs of output harvesting hold, and ' +
        'the alternatives that could be tested leave a part unexplained. It says where a person should look first, ' +
        'and nothing about persons, intent or permission.',
    );
  }
  if (document.groups.length > 0) paragraphs.push(NATS);
  return paragraphs.join('\n\n');
}

function ranking(alerts: readonly GroupEntry[]): string {
  const calibrated = alerts.some(({ support }) => support.calibrated !== null);
  const head = ['#', 'Group', 'Priority', 'Accounts', 'Requests', 'Span'];
  const strength = calibrated ? 'Support (LR, 95 % interval)' : 'Left over (nats)';
  const rows = alerts
    .slice(0, ALERTS_LISTED)
    .map((group) => [
      String(group.rank),
      group.id,
      group.priority,
      thousands(group.accounts),
      narrow(group.requests),
      duration(group.span_hours),
      calibrated ? supportCell(group) : leftOver(group),
      `${group.families.supporting} of ${group.families.available}`,
      group.confidence,
      closestWords(group, 'none testable'),
    ]);
  const table = markdownTable(
    [...head, strength, 'Families', 'Confidence', 'Closest alternative'],
    rows,
    calibrated ? [0, 3, 4, 5] : [0, 3, 4, 5, 6],
  );
  const rest = alerts.length - rows.length;
  return [
    '## Ranking',
    table,
    ...(rest > 0 ? [`${counted(rest, 'more alert')}: see ranking.csv.`] : []),
    ...(calibrated ? [] : [NOT_CALIBRATED]),
  ].join('\n\n');
}

const NOT_CALIBRATED =
  'Left over: nats for one operator after the closest alternative set aside what it explains. Support is not ' +
  'calibrated, because there are no reference groups, or too few, with columns as this log has them: no ratio or word ' +
  'for it is given.';

function supportCell({ support: { calibrated } }: GroupEntry): string {
  if (calibrated === null) return 'not calibrated';
  return `${verbalTerm(calibrated).words}: ${ratio(calibrated.ratio)} (${ratio(calibrated.low)}–${ratio(calibrated.high)})`;
}

/** Groups that would alert with little more. */
function nearSection(near: readonly GroupEntry[]): string {
  const rows = near
    .slice(0, NEAR_LISTED)
    .map((group) => [
      String(group.rank),
      group.id,
      thousands(group.accounts),
      narrow(group.requests),
      leftOver(group),
      closestWords(group, 'none testable'),
      lacking(group).join('; '),
    ]);
  const head = ['#', 'Group', 'Accounts', 'Requests', 'Left over (nats)'];
  const table = markdownTable([...head, 'Closest alternative', 'What it lacks'], rows, [0, 2, 3, 4]);
  const rest = near.length - rows.length;
  return [
    '## Near the threshold',
    `No alert, but at most ${NEAR_NATS} nats short of one.`,
    table,
    ...(rest > 0 ? [`${counted(rest, 'more group')} near the threshold: see ranking.csv.`] : []),
  ].join('\n\n');
}

function quietSection(quiet: readonly GroupEntry[]): string {
  const heading = '## Coordinated groups without alert';
  if (quiet.length === 0) return `${heading}\n\nNone.`;
  const rows = quiet
    .slice(0, QUIET_LISTED)
    .map((group) => [
      String(group.rank),
      group.id,
      thousands(group.accounts),
      narrow(group.requests),
      VERDICT_WORDS[group.verdict],
      whyQuiet(group),
    ]);
  const table = markdownTable(
    ['#', 'Group', 'Accounts', 'Requests', 'Outcome', 'Why no alert'],
    rows,
    [0, 2, 3],
  );
  const rest = quiet.length - rows.length;
  const intro =
    'These accounts behave alike. That alone is no sign of harvesting. Explained: an alternative accounts for it. ' +
    'Undecided: too weak, or left below the threshold.';
  const more =
    rest > 0 ? [`${counted(rest, 'more group')} without alert: see ranking.csv and findings.json.`] : [];
  return [heading, intro, table, ...more].join('\n\n');
}
