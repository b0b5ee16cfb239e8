/** A group explained in sections: why it is in, what speaks against it, what it would take to read it otherwise. */

import type { AlternativeEntry, FindingsDocument, GroupEntry } from '../evidence/findings-document.js';
import { conditionFound, conditionLabel, conditionNeeds, conditionOutcome } from '../report/alert-words.js';
import { checkFound, checkLabel, checkNeeds, checkOutcome } from '../report/confidence-words.js';
import { evidenceTable, indicatorTable, SIGNS_NOTE } from '../report/group-tables.js';
import { leadFacts } from '../report/lead-facts.js';
import type { Block, Section } from '../report/page.js';
import { joined, type Phrase, phrase, quoted } from '../report/phrase.js';
import { counted, duration, figure, signed, thousands } from '../report/quantity.js';
import { statisticsText, statisticWords, tellingStatistic } from '../report/statistic-words.js';
import { familiesSpeaking, scaleLines, supportSentences } from '../report/support-words.js';
import { type Table, table } from '../report/table.js';
import { weaknessWordsOf } from '../report/weakness-words.js';
import {
  ALTERNATIVE_WORDS,
  FAMILY_WORDS,
  facetWords,
  indicatorWords,
  OUTCOME_WORDS,
  VERDICT_WORDS,
} from '../report/wording.js';
import { type AlertMargin, alternativesByResidual } from './alert-margins.js';
import { disclosureBlocks } from './disclosure-blocks.js';
import type { GroupExplanation } from './explanation.js';
import { recordBlocks } from './record-blocks.js';

const RELATED = 5;
const VALUES = 2;
/** What stands where there is no number. */
const NONE = '-';

/** `full`: with everything that was measured, instead of what tells most. */
export function groupPage(
  explanation: GroupExplanation,
  document: FindingsDocument,
  { full }: { readonly full: boolean },
): Section[] {
  const { group } = explanation;
  return [
    title(group, document),
    { heading: ['Why it is in'], blocks: whyIn(group, document, full) },
    { heading: ['What speaks against it'], blocks: against(group, full) },
    { heading: ['What an alert needs'], blocks: conditions(explanation) },
    { heading: ['What would change the verdict'], blocks: changes(explanation) },
    { heading: ['What the confidence rests on'], blocks: confidence(group) },
    { heading: ['Records'], blocks: recordBlocks(group.claims ?? [], explanation.records, document) },
    { heading: ['Nearest other groups'], blocks: related(explanation) },
  ];
}

function title(group: GroupEntry, document: FindingsDocument): Section {
  const alert = group.alert ? 'ALERT' : 'no alert';
  return {
    heading: [
      `Group ${group.id}: ${alert}, rank ${group.rank} of ${thousands(document.groups.length)}, ` +
        `priority ${group.priority}, ${VERDICT_WORDS[group.verdict]}`,
    ],
    blocks: [{ items: scaleLines(group).map((line) => [line]) }, ...disclosureBlocks(document)],
  };
}

function whyIn(group: GroupEntry, document: FindingsDocument, full: boolean): Block[] {
  const facts = leadFacts(group);
  return [
    ...(facts.length === 0 ? [] : [{ items: facts }]),
    ...supportSentences(group, document).map((sentence) => ({ text: [sentence] })),
    { text: [familiesSpeaking(group)] },
    { table: full ? evidenceTable(group) : tellingTable(group) },
    ...signs(group, full),
  ];
}

/** Evidence by family with the statistics that tell most. */
function tellingTable(group: GroupEntry): Table {
  const rows = group.evidence.map(({ family, available, nats, statistics }) => {
    const showing = statistics.find(({ name }) => name === 'members-showing');
    const telling = new Set([tellingStatistic(statistics), showing]);
    const measured = [...telling].filter((each) => each !== undefined);
    return [
      FAMILY_WORDS[family],
      available ? signed(nats) : 'no data',
      available ? statisticsText(measured, group.accounts) : '',
    ];
  });
  return table(['Evidence', 'Nats', 'Measured (comparison)'], rows, [1]);
}

function signs(group: GroupEntry, full: boolean): Block[] {
  if (group.indicators.length === 0) return [{ text: ['Signs of output harvesting: none was tested.'] }];
  const note = { text: [`Signs of output harvesting. ${SIGNS_NOTE}`] };
  if (full) return [note, { table: indicatorTable(group) }];
  const rows = group.indicators.map(({ name, verdict }) => [verdict, indicatorWords(name)]);
  return [note, { table: table(['Outcome', 'Sign'], rows) }];
}

function against(group: GroupEntry, full: boolean): Block[] {
  const { intro, sentences } = weaknessWordsOf(group);
  const rows = group.alternatives.map((each) => [
    each.id,
    OUTCOME_WORDS[each.verdict].split(':')[0]!,
    each.residual_nats === null ? NONE : signed(each.residual_nats),
    alternativeWords(each, full),
  ]);
  return [
    ...(intro === '' ? [] : [{ text: [intro] }]),
    { items: sentences.map((sentence) => [sentence]) },
    ...(rows.length === 0
      ? [{ text: ['No alternative was tested.'] }]
      : [{ table: table(['Id', 'Outcome', 'Leaves', 'Alternative (what it sets aside)'], rows, [2]) }]),
  ];
}

function alternativeWords({ id, explained, statistics }: AlternativeEntry, full: boolean): string {
  const aside = [...explained, ...(full ? statistics.map(({ name }) => statisticWords(name)) : [])];
  return ALTERNATIVE_WORDS[id].full + (aside.length === 0 ? '' : ` (${aside.join(', ')})`);
}

function conditions({ alert }: GroupExplanation): Block[] {
  const holding = alert.conditions.filter(({ holds }) => holds).length;
  const all =
    `${thousands(holding)} of ${counted(alert.conditions.length, 'condition')} hold; an alert needs all of them.` +
    (alert.as_documented
      ? ''
      : ' This document does not list them: they are taken by the thresholds of this version.');
  const rows = alert.conditions.map((each) => [
    conditionOutcome(each),
    conditionFound(each) || NONE,
    conditionNeeds(each) || NONE,
    marginWords(each) ?? NONE,
    conditionLabel(each.name),
  ]);
  return [{ text: [all] }, { table: table(['Outcome', 'Found', 'Needed', 'Margin', 'Condition'], rows) }];
}

function changes({ group, alert }: GroupExplanation): Block[] {
  const items = [
    ...(group.alert ? sensitivity(group) : lacking(alert.conditions)),
    ...withoutClosest(group),
    ...outside(group),
  ];
  return [
    { items: items.map((each) => [each]) },
    {
      text: [
        'Margins say how far a number is from its threshold as the document has it, not what other logs would show; ' +
          'one number moves others.',
      ],
    },
  ];
}

/** Which single families of evidence an alert rests on. */
function sensitivity(group: GroupEntry): string[] {
  const tested = group.figures?.sensitivity ?? [];
  if (tested.length === 0) return ['What single families carry was not measured in this document.'];
  const bare = tested.filter(({ holds }) => !holds);
  const shown = (list: typeof tested) =>
    list.map(({ without, score }) => `${without} ${signed(score)}`).join(', ');
  return bare.length === 0
    ? [
        `It stays above the thresholds without any single family of evidence; nats left without ${shown(tested)}.`,
      ]
    : [
        `It would fall below the thresholds without one family of evidence; nats left without ${shown(bare)}.`,
      ];
}

/** What an alert lacks. */
function lacking(conditions: readonly AlertMargin[]): string[] {
  const open = conditions.filter(({ holds }) => !holds);
  const small = open.some(({ name }) => name === 'accounts' || name === 'requests');
  return [
    ...open.map((each) => {
      const found = conditionFound(each);
      const label = conditionLabel(each.name);
      return found === ''
        ? `Does not hold: ${label}.`
        : `Does not hold: ${label}: ${found}, needed ${conditionNeeds(each)}.`;
    }),
    ...(open.length === 0 ? ['Every condition that is listed holds.'] : []),
    ...(small ? ['A group of this size is too small for its spreads to be told from chance.'] : []),
  ];
}

/** `35 to spare`; null where the condition is a yes or no. */
function marginWords({ name, margin, needed, value, holds }: AlertMargin): string | null {
  if (margin === null || needed === null || value === null) return null;
  const side = holds ? 'to spare' : 'lacking';
  if (name === 'score') return `${signed(margin).replace('+', '')} nats ${side}`;
  if (name === 'ratio-low' || name === 'false-discovery') {
    const times = Math.max(value, needed) / Math.min(value, needed);
    return Number.isFinite(times) ? `a factor of ${figure(times)} ${side}` : null;
  }
  return `${name === 'signs' ? figure(margin) : thousands(margin)} ${side}`;
}

/** What is left if knowledge from elsewhere rules the closest alternative out. */
function withoutClosest(group: GroupEntry): string[] {
  const [first, second] = alternativesByResidual(group);
  if (first === undefined) return [];
  const name = `${ALTERNATIVE_WORDS[first.id].short} (${first.id})`;
  const next =
    second === undefined
      ? 'no other tested alternative would be left'
      : `the closest would be ${ALTERNATIVE_WORDS[second.id].short} (${second.id}), which leaves ${signed(second.residual_nats!)} nats`;
  return [
    `If knowledge from outside these logs ruled out ${name}, which leaves ${signed(first.residual_nats!)} nats, ${next}. ` +
      `If it showed ${name} to be the case, that would be the explanation to prefer.`,
  ];
}

function outside(group: GroupEntry): string[] {
  const untested = group.alternatives.filter(({ verdict }) => verdict === 'not-testable');
  if (untested.length === 0) return [];
  const named = untested.map(({ id }) => `${ALTERNATIVE_WORDS[id].short} (${id})`).join(', ');
  return [`These logs cannot test ${named}: contracts, support records and enforcement history can.`];
}

function confidence(group: GroupEntry): Block[] {
  const checks = group.confidence_checks;
  if (checks === undefined) return [{ text: [`It is ${group.confidence}; the document lists no checks.`] }];
  const rows = checks.map((each) => [
    checkOutcome(each),
    checkFound(each) || NONE,
    checkNeeds(each) || NONE,
    checkLabel(each.check),
  ]);
  return [
    { text: [`It is ${group.confidence}. High needs every check; a person keeps or changes it.`] },
    { table: table(['Outcome', 'Found', 'Needed', 'Check'], rows) },
  ];
}

function related({ related: all, group }: GroupExplanation): Block[] {
  const basis =
    'As far as the document says: by common members and by the identifier values that it lists for both. ' +
    'Likeness in hours, lengths or settings between groups is not kept.';
  if (all.length === 0) {
    return [{ text: [`None has a member or a listed value in common with ${group.id}. ${basis}`] }];
  }
  const rows = all.slice(0, RELATED).map((each) => {
    const values = each.common_values
      .slice(0, VALUES)
      .map(({ facet, value }): Phrase => phrase`${facetWords(facet)} ${quoted(value, 40)}`);
    const rest = each.common_values.length - values.length;
    if (rest > 0) values.push([`${thousands(rest)} more`]);
    return [
      each.id,
      String(each.rank),
      each.alert ? 'yes' : 'no',
      thousands(each.accounts),
      thousands(each.common_members),
      each.overlap_hours === null ? NONE : duration(each.overlap_hours),
      values.length === 0 ? [NONE] : joined(values, ', '),
    ];
  });
  const rest = all.length - rows.length;
  const head = ['Group', 'Rank', 'Alert', 'Accounts', 'Common members', 'Overlap', 'Common values'];
  return [
    { table: table(head, rows, [1, 3, 4, 5]) },
    { text: [`${rest > 0 ? `${counted(rest, 'more group')} with something in common. ` : ''}${basis}`] },
  ];
}
