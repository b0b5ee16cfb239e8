/** Two runs compared, in sections: what makes the comparison weak first, then what became of the groups. */

import type { FindingsDocument } from '../evidence/findings-document.js';
import {
  GROUP_CHANGES,
  type GroupChangeClass,
  type GroupChangeEntry,
  type GroupSideEntry,
  type RunCaveatCode,
  type RunCaveatEntry,
  type RunDifference,
} from '../evidence/run-difference.js';
import { floorSentences } from '../report/floor-words.js';
import type { Block, Section } from '../report/page.js';
import { joined, type Phrase, phrase, quoted } from '../report/phrase.js';
import { counted, thousands } from '../report/quantity.js';
import { plainWords, statisticWords } from '../report/statistic-words.js';
import { table } from '../report/table.js';
import { facetWords, VERDICT_WORDS } from '../report/wording.js';

const CHANGES = 25;
const CAVEATS = 12;
const IDS = 4;
const ACCOUNTS = 3;
const NONE = '-';

const RULE =
  'Groups with exactly the same members are the same, and have the same id where accounts are named alike. Of the others, two groups belong together where one has more than ' +
  "half of the other's members; what belongs together is read as one change. One and one: grown or shrunk by the number " +
  'of members. Several and one: merged; one and several: split; anything else: regrouped. What belongs to nothing is new, or gone.';

const CAVEATS_WORDS: Readonly<Record<RunCaveatCode, string>> = {
  pseudonyms: 'ids are shown under different keys, so that no account can be told to be the same',
  'no-account-in-both':
    'no account is in groups of both: the logs may be of other accounts, or name them otherwise',
  'tool-version': 'the version of stillhunt differs, and with it what is measured and where thresholds lie',
  'inputs-apart': 'the inputs have no file in common',
  'inputs-differ': 'each run has inputs that the other has not',
  'inputs-added': 'the second run has more inputs: groups may grow or appear for that alone',
  'inputs-removed': 'the second run has fewer inputs: groups may shrink or go for that alone',
  'periods-apart': 'the times covered do not overlap: an account of one may simply not appear in the other',
  'periods-differ': 'the times covered differ',
  incomplete: 'the number of inputs not read to the end differs',
  setting: 'setting',
  'facet-aside': 'facet without its columns',
  'measure-aside': 'measure without its columns',
  calibration: 'the reference groups of the ratios differ in number',
};

export function runDifferencePage(
  difference: RunDifference,
  before: FindingsDocument,
  after: FindingsDocument,
): Section[] {
  const alerts = difference.groups.filter(
    ({ alert }) => alert.before !== alert.after && (alert.before || alert.after),
  );
  const changed = difference.groups.filter(({ change }) => change !== 'same');
  return [
    { heading: ['What weakens this comparison'], blocks: caveatBlocks(difference.caveats) },
    { heading: ['In short'], blocks: shortBlocks(difference, before, after) },
    { heading: ['Alerts that came or went'], blocks: alertBlocks(alerts) },
    { heading: ['Groups that changed'], blocks: changeBlocks(changed) },
    { heading: ['Verdict, priority and rank'], blocks: judgementBlocks(difference.groups) },
    { heading: ['How this is decided'], blocks: [{ text: [RULE] }] },
    {
      heading: ['What this does not say'],
      blocks: [
        {
          items: [
            [
              'A group that is gone, or an account that left, did not necessarily stop: documents list only accounts in ' +
                'groups, so its requests may go on unseen, or stand in no input of the second run.',
            ],
            [`Of the second run: ${floorSentences(after)}`],
          ],
        },
      ],
    },
  ];
}

function caveatBlocks(caveats: readonly RunCaveatEntry[]): Block[] {
  if (caveats.length === 0) {
    return [
      {
        text: [
          'Nothing that the documents record: both runs have the same inputs, settings and version, so groups should be ' +
            'the same too.',
        ],
      },
    ];
  }
  const items = caveats.slice(0, CAVEATS).map(caveatWords);
  const rest = caveats.length - items.length;
  return [{ items: rest > 0 ? [...items, [`${counted(rest, 'more difference')}: see --json`]] : items }];
}

function caveatWords({ code, name, before, after }: RunCaveatEntry): Phrase {
  const values = phrase`${valueWords(before)} before, ${valueWords(after)} after`;
  if (name === null) return phrase`${CAVEATS_WORDS[code]}: ${values}`;
  const named =
    code === 'measure-aside'
      ? statisticWords(name)
      : code === 'facet-aside'
        ? facetWords(name)
        : plainWords(name);
  if (code === 'setting') return phrase`${CAVEATS_WORDS[code]} ${named}: ${values}`;
  return [
    `${CAVEATS_WORDS[code]}, ${before === null ? 'in the second run alone' : 'in the first run alone'}: ${named}`,
  ];
}

function valueWords(value: string | null): Phrase {
  if (value === null) return ['none'];
  return /^\d+$/.test(value) && value.length < 16 ? [thousands(Number(value))] : [quoted(value, 80)];
}

function shortBlocks(
  { counts, groups }: RunDifference,
  before: FindingsDocument,
  after: FindingsDocument,
): Block[] {
  const rows = GROUP_CHANGES.filter((change) => counts[change] > 0).map((change) => {
    const of = groups.filter((each) => each.change === change);
    const alerting = of.filter(({ alert }) => alert.before === true || alert.after === true).length;
    return [change, thousands(counts[change]), thousands(alerting), CLASS_WORDS[change]];
  });
  const line = ({ groups: all }: FindingsDocument) =>
    `${counted(all.length, 'group')}, ${counted(all.filter(({ alert }) => alert).length, 'alert')}`;
  return [
    { text: [`Before: ${line(before)}. After: ${line(after)}.`] },
    ...(rows.length === 0
      ? []
      : [{ table: table(['Change', 'Changes', 'With an alert', 'What it is'], rows, [1, 2]) }]),
  ];
}

const CLASS_WORDS: Readonly<Record<GroupChangeClass, string>> = {
  new: 'belongs to no group before',
  grown: 'one group with more members',
  merged: 'several groups became one',
  split: 'one group became several',
  regrouped: 'members exchanged: as many as before, or several groups into several',
  shrunk: 'one group with fewer members',
  gone: 'belongs to no group after',
  same: 'exactly the same members',
};

function alertBlocks(changes: readonly GroupChangeEntry[]): Block[] {
  if (changes.length === 0) return [{ text: ['None. That says nothing of what neither run alerts on.'] }];
  const rows = changes
    .slice(0, CHANGES)
    .map((each) => [
      each.change,
      sidesWords(each.before),
      sidesWords(each.after),
      `${alertWords(each.alert.before)} to ${alertWords(each.alert.after)}`,
    ]);
  return [
    { table: table(['Change', 'Before', 'After', 'Alert'], rows) },
    ...more(changes.length - rows.length),
  ];
}

function alertWords(alert: boolean | null): string {
  if (alert === null) return 'no group';
  return alert ? 'alert' : 'no alert';
}

function changeBlocks(changes: readonly GroupChangeEntry[]): Block[] {
  if (changes.length === 0) return [{ text: ['None: every group has exactly the members that it had.'] }];
  const rows = changes
    .slice(0, CHANGES)
    .map((each) => [
      each.alert.after === true || each.alert.before === true ? '!' : '-',
      each.change,
      sidesWords(each.before),
      sidesWords(each.after),
      thousands(each.kept),
      movedWords(each),
    ]);
  return [
    { table: table(['', 'Change', 'Before', 'After', 'Kept', 'Joined and left'], rows, [4]) },
    ...more(changes.length - rows.length),
    { text: ['!: a group of it alerts, before or after. In brackets: accounts.'] },
  ];
}

function more(count: number): Block[] {
  return count > 0 ? [{ text: [`${counted(count, 'more change')}: see --json.`] }] : [];
}

/** `G-7f3a (412)`; several with the first ones named. */
function sidesWords(sides: readonly GroupSideEntry[]): string {
  if (sides.length === 0) return NONE;
  const named = sides.slice(0, IDS).map(({ id, accounts }) => `${id} (${thousands(accounts)})`);
  const rest = sides.length - named.length;
  return [...named, ...(rest > 0 ? [`${thousands(rest)} more`] : [])].join(' + ');
}

function movedWords({ joined: came, left, change }: GroupChangeEntry): Phrase {
  if (change === 'new') return [`${counted(came.length, 'account')} came together`];
  if (change === 'gone') return [`${counted(left.length, 'account')} in no group like it`];
  const parts: Phrase[] = [];
  if (came.length > 0) parts.push(phrase`+${thousands(came.length)}: ${accountList(came)}`);
  if (left.length > 0) parts.push(phrase`-${thousands(left.length)}: ${accountList(left)}`);
  return parts.length === 0 ? ['nobody'] : joined(parts, '; ');
}

function accountList(ids: readonly string[]): Phrase {
  const named = ids.slice(0, ACCOUNTS).map((id): Phrase => [quoted(id, 40)]);
  const rest = ids.length - named.length;
  return joined(rest > 0 ? [...named, [`${thousands(rest)} more`]] : named, ', ');
}

/** Other verdicts and priorities of single groups, and other ranks of those that kept exactly their members. */
function judgementBlocks(groups: readonly GroupChangeEntry[]): Block[] {
  const rows = groups.flatMap(({ change, before, after }) => {
    const [[old], [now]] = [before, after];
    if (before.length !== 1 || after.length !== 1 || old === undefined || now === undefined) return [];
    const verdict = moved(VERDICT_WORDS[old.verdict], VERDICT_WORDS[now.verdict]);
    const priority = moved(old.priority, now.priority);
    const rank = moved(thousands(old.rank), thousands(now.rank));
    if (verdict === NONE && priority === NONE && (change !== 'same' || rank === NONE)) return [];
    const id = old.id === now.id ? now.id : `${old.id}, now ${now.id}`;
    return [[change, rank, priority, verdict, id]];
  });
  if (rows.length === 0)
    return [
      {
        text: [
          'No single group has another verdict or priority; those with the same members keep their ranks.',
        ],
      },
    ];
  const listed = rows.slice(0, CHANGES);
  return [
    { table: table(['Change', 'Rank', 'Priority', 'Verdict', 'Group'], listed) },
    ...more(rows.length - listed.length),
  ];
}

function moved(before: string, after: string): string {
  return before === after ? NONE : `${before} to ${after}`;
}
