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
import { bottomLine } from './bottom-line.js';
import { floorSection } from './markdown-floor.js';
import { groupSection } from './markdown-group.js';
import { glossarySection, methodSection } from './markdown-method.js';
import { qualitySection } from './markdown-quality.js';
import { markdownTable } from './markdown-table.js';
import { closestWords, lacking, leftOver, NEAR_NATS, nearness, whyQuiet } from './outcome.js';
import { markdownPhrase } from './phrase.js';
import { counted, duration, narrow, ratio, thousands } from './quantity.js';
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
    bottomLineSection(document),
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

function bottomLineSection(document: FindingsDocument): string {
  const paragraphs = bottomLine(document).map(({ lead, rest }) =>
    [lead === '' ? '' : `**${lead}**`, markdownPhrase(rest)].filter((part) => part !== '').join(' '),
  );
  return ['## Bottom line', ...paragraphs].join('\n\n');
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
