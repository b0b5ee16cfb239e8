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
 *     | # | Group | Priority | Accounts | Requests | Span | Support (LR, 95 % interval) | …
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
 *     ## Coordinated groups without alert
 *     ## Method and limits
 */

import type { FindingsDocument, GroupEntry } from '../evidence/findings-document.js';
import { groupSection } from './markdown-group.js';
import { methodSection } from './markdown-method.js';
import { qualitySection } from './markdown-quality.js';
import { markdownTable } from './markdown-table.js';
import { counted, duration, narrow, percent, ratio, thousands } from './quantity.js';
import { verbalTerm } from './verbal-term.js';
import { ALTERNATIVE_WORDS, indicatorWords, VERDICT_WORDS } from './wording.js';

const ALERTS_LISTED = 50;
const QUIET_LISTED = 50;

/** The whole report. Every number in it stands in the document; here it is only written out. O(groups). */
export function markdownReport(document: FindingsDocument): string {
  const alerts = document.groups.filter((group) => group.alert);
  const quiet = document.groups.filter((group) => !group.alert);
  const sections = [
    '# stillhunt report',
    bottomLine(document, alerts),
    ...(alerts.length === 0 ? [] : [ranking(alerts, document.tested)]),
    qualitySection(document),
    ...alerts.slice(0, ALERTS_LISTED).map((group) => groupSection(group, document.tested)),
    quietSection(quiet),
    methodSection(document),
  ];
  return `${sections.join('\n\n')}\n`;
}

function bottomLine(document: FindingsDocument, alerts: readonly GroupEntry[]): string {
  const paragraphs = ['## Bottom line'];
  const [first] = alerts;
  const tested = `${counted(document.tested, 'tested group')}`;
  if (first === undefined) {
    paragraphs.push(
      `**No group exceeded the threshold.** ${counted(document.tested, 'group')} tested. ${document.floor.note}`,
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
  if (document.coverage.incomplete_inputs > 0) {
    paragraphs.push(
      `**Incomplete input:** ${counted(document.coverage.incomplete_inputs, 'input')} not read to the end; ` +
        'see data quality.',
    );
  }
  return paragraphs.join('\n\n');
}

function ranking(alerts: readonly GroupEntry[], tested: number): string {
  const head = ['#', 'Group', 'Priority', 'Accounts', 'Requests', 'Span', 'Support (LR, 95 % interval)'];
  const rows = alerts
    .slice(0, ALERTS_LISTED)
    .map((group) => [
      String(group.rank),
      group.id,
      group.priority,
      thousands(group.accounts),
      narrow(group.requests),
      duration(group.span_hours),
      supportCell(group, tested),
      `${group.families.supporting} of ${group.families.available}`,
      group.confidence,
      otherwise(group),
    ]);
  const table = markdownTable(
    [...head, 'Families', 'Confidence', 'Looks most like otherwise'],
    rows,
    [0, 3, 4, 5],
  );
  const rest = alerts.length - rows.length;
  return [
    '## Ranking',
    table,
    ...(rest > 0 ? [`${counted(rest, 'more alert')}: see ranking.csv.`] : []),
  ].join('\n\n');
}

/** Without calibration neither a ratio nor a verbal term: only the place in the ranking. */
function supportCell(group: GroupEntry, tested: number): string {
  const calibrated = group.support.calibrated;
  if (calibrated === null) return `rank ${group.rank} of ${thousands(tested)} by deviation; not calibrated`;
  return `${verbalTerm(calibrated).words}: ${ratio(calibrated.ratio)} (${ratio(calibrated.low)}–${ratio(calibrated.high)})`;
}

function otherwise(group: GroupEntry): string {
  const id = group.strongest_alternative;
  return id === null ? 'none testable' : `${ALTERNATIVE_WORDS[id].short} (${id})`;
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
  const intro = 'These accounts behave alike. That alone is no sign of harvesting.';
  const more =
    rest > 0 ? [`${counted(rest, 'more group')} without alert: see ranking.csv and findings.json.`] : [];
  return [heading, intro, table, ...more].join('\n\n');
}

function whyQuiet(group: GroupEntry): string {
  const explaining = group.alternatives.filter(({ verdict }) => verdict === 'explains').map(({ id }) => id);
  if (explaining.length > 0) {
    const named = explaining.map((id) => `${ALTERNATIVE_WORDS[id].short} (${id})`);
    return `accounted for by ${named.join(', ')}`;
  }
  const missing = group.indicators.filter(({ verdict }) => verdict !== 'holds');
  if (missing.length === 0) return `nearest alternative: ${otherwise(group)}`;
  const reasons = missing.slice(0, 3).map(({ name, verdict }) => `${indicatorWords(name)}: ${verdict}`);
  const more = missing.length - reasons.length;
  return reasons.join('; ') + (more > 0 ? `; ${thousands(more)} more` : '');
}
