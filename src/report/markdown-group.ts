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
import { leadFacts } from './lead-facts.js';
import { markdownTable } from './markdown-table.js';
import { markdownPhrase } from './phrase.js';
import { counted, figure, minute, percent, signed, thousands } from './quantity.js';
import { statisticsText, statisticText, statisticWords } from './statistic-words.js';
import { familiesSpeaking, scaleLines, supportSentences } from './support-words.js';
import { weaknessWordsOf } from './weakness-words.js';
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
    bullets(scaleLines(group)),
    '### Why it ranks here',
    ...supportSentences(group, document),
    evidenceTable(group),
    '### Signs of output harvesting',
    indicatorTable(group),
    '### Alternatives tested',
    alternativeTable(group),
    '### What weakens this',
    weaknesses(group),
    '### Shared identifiers',
    sharedTable(group),
    '### Members',
    membersTable(group),
  ].join('\n\n');
}

function lead(group: GroupEntry): string[] {
  const facts = leadFacts(group).map(markdownPhrase).join(' ');
  return facts === '' ? [] : [facts];
}

function weaknesses(group: GroupEntry): string {
  const { intro, sentences } = weaknessWordsOf(group);
  return intro === '' ? bullets(sentences) : `${intro}\n\n${bullets(sentences)}`;
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}

function evidenceTable(group: GroupEntry): string {
  const rows = group.evidence.map((entry) => [
    FAMILY_WORDS[entry.family],
    entry.available ? signed(entry.nats) : 'no data',
    entry.available ? statisticsText(entry.statistics, group.accounts) : '',
  ]);
  return `${familiesSpeaking(group)}\n\n${markdownTable(['Evidence', 'Nats', 'Measured (comparison)'], rows, [1])}`;
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
