/**
 * One alerting group, for example
 *
 *     ## Group G-7f3a
 *
 *     ALERT, rank 1, priority P1: operation hypothesis.
 *
 *     ### Why it ranks here
 *
 *     The observed behaviour is about 1,300 times more probable if these 412 accounts were run by one operator than
 *     if they were unrelated accounts of this log (strong support; 95 % interval 1,050–1,360; …).
 *
 *     Confidence in this estimate is high.
 *
 *     | Evidence | Support | Measured (comparison) |
 */

import type { GroupEntry, StatisticEntry } from '../evidence/findings-document.js';
import { markdownText } from './escape-markdown.js';
import { markdownTable } from './markdown-table.js';
import {
  counted,
  duration,
  figure,
  minute,
  percent,
  quantity,
  ratio,
  signed,
  thousands,
} from './quantity.js';
import { verbalTerm } from './verbal-term.js';
import {
  ALTERNATIVE_WORDS,
  FAMILY_WORDS,
  facetWords,
  indicatorWords,
  OUTCOME_WORDS,
  statisticWords,
  VERDICT_WORDS,
  weaknessWords,
} from './wording.js';

const MEMBERS_LISTED = 25;
const SHARED_LISTED = 25;

/** Everything the report says of a group. `tested` is the number of groups that the run tested. */
export function groupSection(group: GroupEntry, tested: number): string {
  return [
    `## Group ${group.id}`,
    `ALERT, rank ${group.rank}, priority ${group.priority}: ${VERDICT_WORDS[group.verdict]}.`,
    '### Who and how much',
    scale(group),
    '### Why it ranks here',
    ...support(group, tested),
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
function support(group: GroupEntry, tested: number): string[] {
  const calibrated = group.support.calibrated;
  if (calibrated === null) {
    return [
      `Rank ${group.rank} of ${thousands(tested)} by deviation; not calibrated, because there were too few reference groups.`,
      `Confidence in this ranking is ${group.confidence}.`,
    ];
  }
  const capped =
    calibrated.high >= calibrated.cap
      ? `; limited by reference size: ${counted(calibrated.references, 'reference group')} allow at most ${ratio(calibrated.cap)}`
      : `; ${counted(calibrated.references, 'reference group')}`;
  const more = calibrated.ratio >= 1;
  return [
    `The observed behaviour is about ${ratio(more ? calibrated.ratio : 1 / calibrated.ratio)} times ` +
      `${more ? 'more' : 'less'} probable if these ${counted(group.accounts, 'account')} were run by one operator than ` +
      `if they were unrelated accounts of this log (${verbalTerm(calibrated).words}; ` +
      `95 % interval ${ratio(calibrated.low)}–${ratio(calibrated.high)}${capped}).`,
    `Confidence in this estimate is ${group.confidence}.`,
    'Probability that this is a coordinated extraction operation (a person sets this, ICD 203 terms): ________',
  ];
}

function evidenceTable(group: GroupEntry): string {
  const rows = group.evidence.map((entry) => [
    FAMILY_WORDS[entry.family],
    entry.available ? `${signed(entry.nats)} nats` : 'no data',
    entry.available ? statistics(entry.statistics) : '',
  ]);
  const { supporting, available } = group.families;
  const count = `${supporting} of ${counted(available, 'family').replace('familys', 'families')} with data speak for one operator.`;
  return `${count}\n\n${markdownTable(['Evidence', 'Support', 'Measured (comparison)'], rows, [1])}`;
}

function indicatorTable(group: GroupEntry): string {
  if (group.indicators.length === 0) return 'None was tested.';
  const rows = group.indicators.map(({ name, verdict, statistics: measured }) => [
    indicatorWords(name),
    verdict,
    statistics(measured),
  ]);
  return markdownTable(['Sign', 'Outcome', 'Measured (comparison)'], rows);
}

function alternativeTable(group: GroupEntry): string {
  if (group.alternatives.length === 0) return 'None was tested.';
  const rows = group.alternatives.map((alternative) => [
    alternative.id,
    ALTERNATIVE_WORDS[alternative.id].full,
    OUTCOME_WORDS[alternative.verdict],
    alternative.residual_nats === null ? '' : `${signed(alternative.residual_nats)} nats`,
    alternative.explained.join(', '),
    statistics(alternative.statistics),
  ]);
  const head = [
    'Id',
    'Alternative',
    'Outcome',
    'Left over',
    'Families it accounts for',
    'Measured (comparison)',
  ];
  const note =
    'Left over: evidence for H1 (one operator collects outputs at scale) after what the alternative accounts for was set aside.';
  return `${markdownTable(head, rows, [3])}\n\n${note}`;
}

/** Mandatory in every finding: without a weakness it lists what was tried. */
function weaknesses(group: GroupEntry): string {
  const found = group.weaknesses.map(({ code, statistics: measured }) => {
    const numbers = statistics(measured);
    return `- ${weaknessWords(code)}${numbers === '' ? '' : `: ${numbers}`}.`;
  });
  const tried = group.alternatives.map(({ id, verdict, residual_nats: left }) => {
    const amount = left === null ? '' : ` (${signed(left)} nats left over)`;
    return `${id} ${ALTERNATIVE_WORDS[id].short}: ${OUTCOME_WORDS[verdict]}${amount}`;
  });
  const silent = group.evidence
    .filter(({ available }) => !available)
    .map(({ family }) => FAMILY_WORDS[family]);
  const failed = group.indicators.filter(({ verdict }) => verdict !== 'holds');
  const lines = found.length > 0 ? found : ['None found. What was tried:'];
  if (tried.length > 0) lines.push(`- Alternatives: ${tried.join('; ')}.`);
  if (silent.length > 0) lines.push(`- Evidence without data: ${silent.join(', ')}.`);
  if (failed.length > 0) {
    lines.push(
      `- Signs that do not stand: ${failed.map(({ name, verdict }) => `${indicatorWords(name)} (${verdict})`).join('; ')}.`,
    );
  }
  return lines.join('\n').replace(/^(None found\.[^\n]*)\n/, '$1\n\n');
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
      thousands(member.requests),
      minute(member.first_time),
      minute(member.last_time),
    ]);
  const head = ['Account', 'Strength', 'Requests', 'First seen (UTC)', 'Last seen (UTC)'];
  const rest = group.members.length - rows.length;
  const where = `groups/${group.id}/members.csv`;
  const more =
    rest > 0
      ? `${counted(rest, 'more member')}: see ${where}.`
      : `All members, with evidence by family: ${where}.`;
  return `${markdownTable(head, rows, [1, 2])}\n\n${more}`;
}

/** `shared networks 71 % (2.1 %), n = 412; …`: the value, the comparison in brackets, and what it was taken over. */
function statistics(entries: readonly StatisticEntry[]): string {
  return entries
    .map(({ name, value, baseline, unit, n }) => {
      const compared = baseline === null ? '' : ` (${quantity(baseline, unit)})`;
      return `${statisticWords(name)} ${quantity(value, unit)}${compared}, n = ${thousands(n)}`;
    })
    .join('; ');
}
