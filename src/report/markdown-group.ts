/**
 * One alerting group, for example
 *
 *     ## Group G-7f3a
 *
 *     ALERT, rank 1, priority P1: operation hypothesis.
 *
 *     ### Why it ranks here
 *
 *     All 412 members, and nobody else in the log, use system prompt `#3785…`. Settings (model, limits, client): +8 nats …
 *
 *     | Evidence | Nats | Measured (comparison) |
 */

import type { FindingsDocument, GroupEntry } from '../evidence/findings-document.js';
import { markdownText } from './escape-markdown.js';
import { leadParagraph } from './markdown-lead.js';
import { markdownTable } from './markdown-table.js';
import { weaknessSection } from './markdown-weakness.js';
import { closest, closestWords } from './outcome.js';
import { counted, duration, figure, minute, percent, ratio, signed, thousands } from './quantity.js';
import { referenceGroups } from './reference-words.js';
import { statisticsText, statisticText, statisticWords } from './statistic-words.js';
import { verbalTerm } from './verbal-term.js';
import {
  ALTERNATIVE_WORDS,
  FAMILY_WORDS,
  facetWords,
  indicatorWords,
  OUTCOME_WORDS,
  VERDICT_WORDS,
} from './wording.js';

const MEMBERS_LISTED = 25;
const SHARED_LISTED = 25;

/** Everything the report says of a group. */
export function groupSection(group: GroupEntry, document: FindingsDocument): string {
  return [
    `## Group ${group.id}`,
    `ALERT, rank ${group.rank}, priority ${group.priority}: ${VERDICT_WORDS[group.verdict]}.`,
    ...lead(group),
    '### Who and how much',
    scale(group),
    '### Why it ranks here',
    ...support(group, document),
    evidenceTable(group),
    '### Signs of output harvesting',
    indicatorTable(group),
    '### Alternatives tested',
    alternativeTable(group),
    '### What weakens this',
    weaknessSection(group),
    '### Shared identifiers',
    sharedTable(group),
    '### Members',
    membersTable(group),
  ].join('\n\n');
}

function lead(group: GroupEntry): string[] {
  const facts = leadParagraph(group);
  return facts === '' ? [] : [facts];
}

function scale(group: GroupEntry): string {
  return [
    `- ${counted(group.accounts, 'account')}, ${counted(group.requests, 'request')}: ` +
      `${percent(group.share_of_requests)} of all requests`,
    `- ${figure(group.requests_per_account_day)} requests for each account and day`,
    `- ${counted(group.input_tokens, 'token')} in, ${counted(group.output_tokens, 'token')} out`,
    `- ${minute(group.first_time)} to ${minute(group.last_time)} UTC, ${duration(group.span_hours)}`,
  ].join('\n');
}

/** Likelihood and confidence each in a sentence of its own; without calibration neither ratio nor term. */
function support(group: GroupEntry, document: FindingsDocument): string[] {
  const calibrated = group.support.calibrated;
  if (calibrated === null) {
    return [
      `Rank ${group.rank} of ${thousands(document.tested)} by deviation.`,
      `Confidence in this ranking is ${group.confidence}.`,
      reconciliation(group),
    ];
  }
  const capped =
    calibrated.high >= calibrated.cap
      ? `; limited by reference size: ${counted(calibrated.references, 'reference group')} allow at most ${ratio(calibrated.cap)}`
      : `; ${counted(calibrated.references, 'reference group')}`;
  const more = calibrated.ratio >= 1;
  return [
    `The observed score is about ${ratio(more ? calibrated.ratio : 1 / calibrated.ratio)} times ` +
      `${more ? 'more' : 'less'} probable if one operator ran these ${counted(group.accounts, 'account')} to collect ` +
      `outputs than if they were one of the ${referenceGroups(document)} (${verbalTerm(calibrated).words}; ` +
      `95 % interval ${ratio(calibrated.low)}–${ratio(calibrated.high)}${capped}).`,
    `Confidence in this estimate is ${group.confidence}.`,
    reconciliation(group),
    'Probability that this is a coordinated extraction operation (a person sets this, ICD 203 terms): ________',
  ];
}

/** How the two amounts of evidence belong together. */
function reconciliation(group: GroupEntry): string {
  const over =
    closest(group) === undefined
      ? 'no alternative could be tested'
      : `left over the closest alternative, ${closestWords(group, '')}`;
  return (
    `In nats: evidence for one source ${signed(group.support.nats)}, which innocent coordination has too. ` +
    `Score ${signed(group.score)}: log-odds of one operator, ${over}; it decides the rank.`
  );
}

function evidenceTable(group: GroupEntry): string {
  const rows = group.evidence.map((entry) => [
    FAMILY_WORDS[entry.family],
    entry.available ? signed(entry.nats) : 'no data',
    entry.available ? statisticsText(entry.statistics, group.accounts) : '',
  ]);
  const { supporting, available } = group.families;
  const count = `${supporting} of ${counted(available, 'family').replace('familys', 'families')} with data speak for one operator.`;
  return `${count}\n\n${markdownTable(['Evidence', 'Nats', 'Measured (comparison)'], rows, [1])}`;
}

function indicatorTable(group: GroupEntry): string {
  if (group.indicators.length === 0) return 'None was tested.';
  const rows = group.indicators.map(({ name, verdict, statistics: measured }) => [
    indicatorWords(name),
    verdict,
    statisticsText(measured, group.accounts, 'log'),
  ]);
  const table = markdownTable(['Sign', 'Outcome', 'Measured (comparison)'], rows);
  return `${table}\n\nA sign holds only where the group stands out against the log.`;
}

function alternativeTable(group: GroupEntry): string {
  if (group.alternatives.length === 0) return 'None was tested.';
  // What stands in the tables above is only named here.
  const above = new Set(
    [...group.evidence, ...group.indicators].flatMap(({ statistics }) => statistics.map(({ name }) => name)),
  );
  const rows = group.alternatives.map((alternative) => [
    alternative.id,
    ALTERNATIVE_WORDS[alternative.id].full,
    OUTCOME_WORDS[alternative.verdict],
    alternative.residual_nats === null ? '' : signed(alternative.residual_nats),
    alternative.explained.join(', '),
    alternative.statistics
      .map((each) => (above.has(each.name) ? statisticWords(each.name) : statisticText(each, group.accounts)))
      .join('; '),
  ]);
  const head = [
    'Id',
    'Alternative',
    'Outcome',
    'Left over (nats)',
    'Families it accounts for',
    'What it sets aside',
  ];
  const note =
    'Left over: log-odds of H1 (one operator collects outputs at scale) after what the alternative accounts for was set aside.';
  return `${markdownTable(head, rows, [3])}\n\n${note}`;
}

function sharedTable(group: GroupEntry): string {
  if (group.shared.length === 0) return 'None.';
  const rows = group.shared
    .slice(0, SHARED_LISTED)
    .map(({ facet, value, members, accounts }) => [
      facetWords(facet),
      markdownText(value, 80),
      thousands(members),
      thousands(accounts),
    ]);
  const rest = group.shared.length - rows.length;
  const more = rest > 0 ? `\n\n${counted(rest, 'more value')}: see findings.json.` : '';
  return (
    markdownTable(['Kind', 'Value', 'Members that use it', 'Accounts in the log that use it'], rows, [2, 3]) +
    more
  );
}

function membersTable(group: GroupEntry): string {
  const rows = group.members
    .slice(0, MEMBERS_LISTED)
    .map((member) => [
      markdownText(member.account_id),
      figure(member.strength),
      shareCell(member.share_of_requests),
      thousands(member.requests),
      minute(member.first_time),
      minute(member.last_time),
    ]);
  const head = ['Account', 'Strength', 'Group work', 'Requests', 'First seen (UTC)', 'Last seen (UTC)'];
  const rest = group.members.length - rows.length;
  const where = `groups/${group.id}/members.csv`;
  const more =
    rest > 0
      ? `${counted(rest, 'more member')}: see ${where}.`
      : `All members, with evidence by family: ${where}.`;
  return `${markdownTable(head, rows, [1, 2, 3])}\n\n${more}`;
}

/** `at most 62 %`: customers' requests that look like the group's work count with it. */
function shareCell(share: number | null | undefined): string {
  return share === undefined || share === null ? '-' : `at most ${percent(share)}`;
}
