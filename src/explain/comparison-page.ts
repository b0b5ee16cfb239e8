/** Two groups or two accounts side by side, in sections. */

import type { FindingsDocument } from '../evidence/findings-document.js';
import type { Block, Section } from '../report/page.js';
import { joined, type Phrase, phrase, quoted } from '../report/phrase.js';
import { counted, duration, figure, minute, signed, thousands } from '../report/quantity.js';
import { table } from '../report/table.js';
import {
  ALTERNATIVE_WORDS,
  FAMILY_WORDS,
  facetWords,
  indicatorWords,
  VERDICT_WORDS,
} from '../report/wording.js';
import type {
  AccountComparison,
  AccountSide,
  Both,
  CommonGroup,
  ComparedSide,
  GroupComparison,
} from './comparison.js';
import type { SharedRarity } from './explanation.js';

const MEMBERS = 10;
const VALUES = 10;
const NONE = '-';
/** Nats from which two amounts of evidence are said to differ: a factor of about two. */
const FAR_NATS = Math.LN2;

export function comparisonPage(
  comparison: GroupComparison | AccountComparison,
  document: FindingsDocument,
): Section[] {
  return comparison.kind === 'groups' ? groupsPage(comparison) : accountsPage(comparison, document);
}

function groupsPage(comparison: GroupComparison): Section[] {
  const [a, b] = comparison.groups;
  return [
    { heading: [`Groups ${a.id} and ${b.id}`], blocks: [{ table: sidesTable(comparison.groups) }] },
    { heading: ['Common members'], blocks: membersBlocks(comparison) },
    {
      heading: ['Time'],
      blocks: [{ text: [overlapSentence(comparison.overlap_hours)] }],
    },
    { heading: ['Shared infrastructure and values'], blocks: valueBlocks(comparison) },
    { heading: ['Evidence, signs and alternatives'], blocks: evidenceBlocks(comparison) },
    {
      heading: ['What this does not say'],
      blocks: [
        {
          text: [
            'Linking kept these groups apart: what they have in common was not enough, or what differs too much, to read ' +
              'them as one. Common values do not make them one source, and without any they may still be.',
          ],
        },
      ],
    },
  ];
}

function sidesTable(groups: Both<ComparedSide>) {
  const [a, b] = groups;
  const row = (label: string, of: (side: ComparedSide) => string) => [label, of(a), of(b)];
  return table(
    ['', a.id, b.id],
    [
      row('Alert', ({ alert }) => (alert ? 'yes' : 'no')),
      row('Rank', ({ rank }) => thousands(rank)),
      row('Verdict', ({ verdict }) => VERDICT_WORDS[verdict]),
      row('Priority', ({ priority }) => priority),
      row('Score (nats)', ({ score }) => signed(score)),
      row('Confidence', ({ confidence }) => confidence),
      row('Closest alternative', ({ strongest_alternative: id }) =>
        id === null ? 'none testable' : `${ALTERNATIVE_WORDS[id].short} (${id})`,
      ),
      row('Accounts', ({ accounts }) => thousands(accounts)),
      row('Requests', ({ requests }) => thousands(requests)),
      row('Requests/account/day', ({ requests_per_account_day }) => figure(requests_per_account_day)),
      row('Tokens out', ({ output_tokens }) => thousands(output_tokens)),
      row('First (UTC)', ({ first_time }) => minute(first_time)),
      row('Last (UTC)', ({ last_time }) => minute(last_time)),
    ],
  );
}

function membersBlocks({ common_members: common, groups: [a, b] }: GroupComparison): Block[] {
  if (common.length === 0) return [{ text: ['None.'] }];
  const listed = common.slice(0, MEMBERS).map((id): Phrase => [quoted(id)]);
  const rest = common.length - listed.length;
  if (rest > 0) listed.push([`${thousands(rest)} more`]);
  return [
    {
      text: phrase`${counted(common.length, 'account')}, of ${thousands(a.accounts)} and ${thousands(b.accounts)}: ${joined(listed, ', ')}.`,
    },
  ];
}

function overlapSentence(hours: number | null): string {
  if (hours === null) return 'When both made requests is not known.';
  return hours > 0
    ? `Both are between their first and last request for ${duration(hours)}.`
    : 'One ends before the other begins, or seconds after that.';
}

function valueBlocks({ common_values, values_of_one: [a, b], groups }: GroupComparison): Block[] {
  const alone = {
    text: [
      `Listed for one alone: ${counted(a, 'value')} of ${groups[0].id}, ${counted(b, 'value')} of ${groups[1].id}.`,
    ],
  };
  if (common_values.length === 0) return [{ text: ['No listed value is common to both.'] }, alone];
  const rows = common_values
    .slice(0, VALUES)
    .map(({ facet, value, members, accounts }) => [
      thousands(members[0]),
      thousands(members[1]),
      thousands(accounts),
      phrase`${facetWords(facet)} ${quoted(value, 60)}`,
    ]);
  const rest = common_values.length - rows.length;
  const head = [
    `Of ${groups[0].id}`,
    `Of ${groups[1].id}`,
    'Of the log',
    'Value, with the accounts that use it',
  ];
  return [
    { table: table(head, rows, [0, 1, 2]) },
    ...(rest > 0 ? [{ text: [`${counted(rest, 'more common value')}.`] }] : []),
    alone,
  ];
}

function evidenceBlocks({ groups, evidence, signs, alternatives }: GroupComparison): Block[] {
  const head = (label: string) => [groups[0].id, groups[1].id, label];
  const differing = signs.filter(({ verdicts: [a, b] }) => a !== b);
  return [
    { table: table(head('Evidence (nats)'), evidence.map(natsRow), [0, 1]) },
    {
      text: [
        differing.length === 0
          ? `Signs of harvesting: all ${thousands(signs.length)} have the same outcome in both.`
          : `Signs of harvesting: ${thousands(signs.length - differing.length)} of ${thousands(signs.length)} have the same outcome; the others:`,
      ],
    },
    ...(differing.length === 0
      ? []
      : [
          {
            table: table(
              head('Sign'),
              differing.map(({ name, verdicts: [a, b] }) => [a ?? NONE, b ?? NONE, indicatorWords(name)]),
            ),
          },
        ]),
    {
      table: table(
        head('Left over this alternative (nats)'),
        alternatives.map(({ id, residual_nats: [a, b] }) => [
          a === null ? NONE : signed(a),
          b === null ? NONE : signed(b),
          `${id} ${ALTERNATIVE_WORDS[id].short}`,
        ]),
        [0, 1],
      ),
    },
  ];
}

function natsRow({ family, nats: [a, b] }: GroupComparison['evidence'][number]): string[] {
  const shown = (nats: number | null) => (nats === null ? 'no data' : signed(nats));
  const differ = a !== null && b !== null && Math.abs(a - b) >= FAR_NATS ? ': differs' : '';
  return [shown(a), shown(b), `${FAMILY_WORDS[family]}${differ}`];
}

function accountsPage(comparison: AccountComparison, document: FindingsDocument): Section[] {
  const [a, b] = comparison.accounts;
  const { overlap_hours: overlap, common_groups: common } = comparison;
  return [
    {
      heading: phrase`Accounts ${quoted(a.id)} (A) and ${quoted(b.id)} (B)`,
      blocks: [{ items: [groupsOf('A', a), groupsOf('B', b), [overlapSentence(overlap)]] }],
    },
    ...common.map((each) => ({
      heading: [`In ${each.group}`],
      blocks: commonGroupBlocks(each),
    })),
    ...(common.length > 0 ? [] : [{ heading: ['No common group'], blocks: [{ text: [apart(document)] }] }]),
    {
      heading: ['What this does not say'],
      blocks: [
        {
          text: [
            'Two accounts of one group look alike to linking. That does not say that one person or firm holds both, and ' +
              'two accounts without a common group may still belong to one source.',
          ],
        },
      ],
    },
  ];
}

function apart(document: FindingsDocument): string {
  return (
    `None of the ${counted(document.groups.length, 'group')} holds both. Of accounts that are in no group together this ` +
    'document keeps nothing to compare but their times; the logs, or facets.arrow, have more.'
  );
}

function groupsOf(label: string, { groups, totals }: AccountSide): Phrase {
  const traffic = totals === null ? '' : `, ${counted(totals.requests, 'request')}`;
  return groups.length === 0
    ? [`${label}: in no group${traffic}`]
    : [
        `${label}: in ${groups.slice(0, MEMBERS).join(', ')}${groups.length > MEMBERS ? ' and more' : ''}${traffic}`,
      ];
}

function commonGroupBlocks(common: CommonGroup): Block[] {
  const rows = [
    ...common.evidence.map(natsRow),
    [figure(common.strength[0]), figure(common.strength[1]), 'strength'],
    [thousands(common.requests[0]), thousands(common.requests[1]), 'requests'],
    [thousands(common.output_tokens[0]), thousands(common.output_tokens[1]), 'tokens out'],
  ];
  return [
    { table: table(['A', 'B', 'Evidence of membership in nats, then how firm and how much'], rows, [0, 1]) },
    { items: [...rareItems(common.rare_values), ...handOverItems(common), ...activityItems(common)] },
  ];
}

function rareItems(rare: CommonGroup['rare_values']): Phrase[] {
  if (rare === null) return [['The document does not list who of them uses which rare value.']];
  const [a, b] = rare.of_one;
  return [
    rare.common.length === 0
      ? ['No listed rare value is common to both.']
      : phrase`Both use ${valueList(rare.common)}.`,
    ...(a.length === 0 ? [] : [phrase`Only A uses ${valueList(a)}.`]),
    ...(b.length === 0 ? [] : [phrase`Only B uses ${valueList(b)}.`]),
  ];
}

function valueList(values: readonly SharedRarity[]): Phrase {
  const listed = values
    .slice(0, VALUES)
    .map(
      ({ facet, value, accounts }) =>
        phrase`${facetWords(facet)} ${quoted(value, 60)} (${counted(accounts, 'account')} of the log)`,
    );
  const rest = values.length - listed.length;
  if (rest > 0) listed.push([`${thousands(rest)} more`]);
  return joined(listed, ', ');
}

function handOverItems({ hand_overs }: CommonGroup): Phrase[] {
  return hand_overs.map(
    ({ ended, started, gap_hours }) =>
      phrase`${quoted(started)} starts ${duration(gap_hours)} after ${quoted(ended)} ends.`,
  );
}

function activityItems({ activity }: CommonGroup): Phrase[] {
  if (activity === null) return [['When each was active is not in this document.']];
  const { column_hours, columns, both } = activity;
  return [
    [
      `Of spans of ${duration(column_hours)}, A is active in ${thousands(columns[0])}, B in ${thousands(columns[1])}, both in ${thousands(both)}.`,
    ],
  ];
}
