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
import { nearness } from './outcome.js';
import { markdownPhrase } from './phrase.js';
import { counted } from './quantity.js';
import {
  alertTable,
  anyCalibrated,
  NEAR_INTRO,
  NOT_CALIBRATED,
  nearTable,
  QUIET_INTRO,
  quietTable,
} from './ranking-tables.js';

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
  const listed = alerts.slice(0, ALERTS_LISTED);
  const rest = alerts.length - listed.length;
  return [
    '## Ranking',
    markdownTable(alertTable(listed)),
    ...(rest > 0 ? [`${counted(rest, 'more alert')}: see ranking.csv.`] : []),
    ...(anyCalibrated(alerts) ? [] : [NOT_CALIBRATED]),
  ].join('\n\n');
}

function nearSection(near: readonly GroupEntry[]): string {
  const rest = near.length - NEAR_LISTED;
  return [
    '## Near the threshold',
    NEAR_INTRO,
    markdownTable(nearTable(near.slice(0, NEAR_LISTED))),
    ...(rest > 0 ? [`${counted(rest, 'more group')} near the threshold: see ranking.csv.`] : []),
  ].join('\n\n');
}

function quietSection(quiet: readonly GroupEntry[]): string {
  const heading = '## Coordinated groups without alert';
  if (quiet.length === 0) return `${heading}\n\nNone.`;
  const rest = quiet.length - QUIET_LISTED;
  const more =
    rest > 0 ? [`${counted(rest, 'more group')} without alert: see ranking.csv and findings.json.`] : [];
  const listed = markdownTable(quietTable(quiet.slice(0, QUIET_LISTED)));
  return [heading, QUIET_INTRO, listed, ...more].join('\n\n');
}
