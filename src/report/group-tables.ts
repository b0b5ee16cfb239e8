/** What is known of one group, in tables for every medium. */

import { WEAKNESS_LIMITS } from '../assess/thresholds.js';
import type { GroupEntry } from '../evidence/findings-document.js';
import { conditionFound, conditionLabel, conditionNeeds, conditionOutcome } from './alert-words.js';
import { checkFound, checkLabel, checkNeeds, checkOutcome } from './confidence-words.js';
import { quoted } from './phrase.js';
import { counted, figure, minute, percent, signed, thousands } from './quantity.js';
import { statisticsText, statisticText, statisticWords } from './statistic-words.js';
import { type Table, table } from './table.js';
import { ALTERNATIVE_WORDS, FAMILY_WORDS, facetWords, indicatorWords, OUTCOME_WORDS } from './wording.js';

/** Evidence by family, with what was measured. */
export function evidenceTable(group: GroupEntry): Table {
  const rows = group.evidence.map((entry) => [
    FAMILY_WORDS[entry.family],
    entry.available ? signed(entry.nats) : 'no data',
    entry.available ? statisticsText(entry.statistics, group.accounts) : '',
  ]);
  return table(['Evidence', 'Nats', 'Measured (comparison)'], rows, [1]);
}

export const SIGNS_NOTE = 'A sign holds only where the group stands out against the log.';

/** Signs of harvesting. */
export function indicatorTable(group: GroupEntry): Table {
  const rows = group.indicators.map(({ name, verdict, statistics: measured }) => [
    indicatorWords(name),
    verdict,
    statisticsText(measured, group.accounts, 'log'),
  ]);
  return table(['Sign', 'Outcome', 'Measured (comparison)'], rows);
}

export const ALTERNATIVES_NOTE =
  'Left over: log-odds of H1 (one operator collects outputs at scale) after what the alternative accounts for was set aside.';

/** The standing alternatives with what each accounts for and leaves. */
export function alternativeTable(group: GroupEntry): Table {
  // What stands in the tables of evidence and signs is only named here.
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
  return table(head, rows, [3]);
}

/** What an alert needs; null in documents that do not say. */
export function conditionTable({ alert_conditions: conditions }: GroupEntry): Table | null {
  if (conditions === undefined) return null;
  return table(
    ['What an alert needs', 'Found', 'Needed', 'Outcome'],
    conditions.map((each) => [
      conditionLabel(each.name),
      conditionFound(each),
      conditionNeeds(each),
      conditionOutcome(each),
    ]),
  );
}

/** What the confidence rests on; null in documents that do not say. */
export function confidenceTable({ confidence_checks: checks }: GroupEntry): Table | null {
  if (checks === undefined) return null;
  return table(
    ['Check of confidence', 'Found', 'Needed', 'Outcome'],
    checks.map((each) => [checkLabel(each.check), checkFound(each), checkNeeds(each), checkOutcome(each)]),
  );
}

/** The first identifier values that members share. */
export function sharedTable(group: GroupEntry, limit: number): Table {
  const rows = group.shared
    .slice(0, limit)
    .map(({ facet, value, members, accounts }) => [
      facetWords(facet),
      [quoted(value, 80)],
      thousands(members),
      thousands(accounts),
    ]);
  return table(['Kind', 'Value', 'Members that use it', 'Accounts in the log that use it'], rows, [2, 3]);
}

/** The strongest members. */
export function membersTable(group: GroupEntry, limit: number): Table {
  const rows = group.members
    .slice(0, limit)
    .map((member) => [
      [quoted(member.account_id)],
      figure(member.strength),
      shareCell(member.share_of_requests),
      thousands(member.requests),
      minute(member.first_time),
      minute(member.last_time),
    ]);
  const head = ['Account', 'Strength', 'Group work', 'Requests', 'First seen (UTC)', 'Last seen (UTC)'];
  return table(head, rows, [1, 2, 3]);
}

/** `at most 62 %`: customers' requests that look like the group's work count with it. */
function shareCell(share: number | null | undefined): string {
  return share === undefined || share === null ? '-' : `at most ${percent(share)}`;
}

/** Where the members that are not listed stand. */
export function moreMembers(group: GroupEntry, listed: number): string {
  const rest = group.members.length - listed;
  const where = `groups/${group.id}/members.csv`;
  const more =
    rest > 0
      ? `${counted(rest, 'more member')}: see ${where}.`
      : `All members, with evidence by family: ${where}.`;
  return `${more}${looseMembers(group)}`;
}

/** Members who may be bystanders; empty where all are firm. */
function looseMembers({ members }: GroupEntry): string {
  const loose = members.filter(({ strength }) => strength < WEAKNESS_LIMITS.looseStrength).length;
  return loose === 0
    ? ''
    : ` ${counted(loose, 'member belongs', 'members belong')} loosely, the last in members.csv: an account that is like the ` +
        'others in some ways and unlike them in others may be a bystander whom they imitate.';
}
