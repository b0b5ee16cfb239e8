/** The outcome of a gate as Markdown for the page of a job. */

import { ALERT_MEANS } from '../bottom-line.js';
import { disclosureNote } from '../disclosure-words.js';
import { floorSentences } from '../floor-words.js';
import { groupHistory, runHistory } from '../history-words.js';
import { markdownTable } from '../markdown-table.js';
import { untestable } from '../outcome.js';
import { joined, markdownPhrase, type Phrase, phrase, quoted } from '../phrase.js';
import { counted } from '../quantity.js';
import { alertTable, anyCalibrated, NOT_CALIBRATED } from '../ranking-tables.js';
import { PRIOR_WORDS } from '../support-words.js';
import {
  type GateRun,
  otherAlerts,
  outcomeSentence,
  partialSentence,
  suppressedSentence,
  type TrippingGroup,
  trippingGroups,
} from './gate-run.js';

/** What GitHub takes as the summary of a step, in bytes; a longer one is refused as a whole. */
export const SUMMARY_BYTES = 1024 * 1024;

/** Groups in a table, and groups of which a sentence is said. */
const ROWS = 50;
const TOLD = 10;

/**
 * The summary: the outcome first, what it means and does not mean, the groups that trip the gate, other alerts, changes
 * since the baseline and lists, where the pack is, and counts of what is cut. Of at most `bytes` bytes: rows are left out
 * until it fits; null where not even the outcome does.
 */
export function stepSummary(run: GateRun, bytes = SUMMARY_BYTES): string | null {
  for (let rows = ROWS; ; rows = Math.floor(rows / 2)) {
    const text = summaryOf(run, rows);
    if (Buffer.byteLength(text) <= bytes) return text;
    if (rows === 0) return null;
  }
}

function summaryOf(run: GateRun, rows: number): string {
  const { document } = run;
  const tripping = trippingGroups(run);
  const others = otherAlerts(run);
  const groups = [...tripping.map(({ group }) => group), ...others];
  const note = disclosureNote(document);
  const partial = partialSentence(run);
  const suppressed = suppressedSentence(document);
  const shown = groups.slice(0, rows);
  const history = runHistory(document);
  const ratios = anyCalibrated(shown);
  const blocks = [
    '## stillhunt',
    `**${outcomeSentence(run)}**${partial === null ? '' : ` **${partial}**`}`,
    ...meaning(run),
    ...(suppressed === null ? [] : [`${suppressed} See the changes below.`]),
    ...trippingSection(tripping, rows),
    ...(others.length === 0
      ? []
      : [
          '### Alerts that trip no gate',
          ...(rows === 0 ? [] : [markdownTable(alertTable(others.slice(0, rows)))]),
          ...cutWords(others.length, rows, 'alert'),
        ]),
    ...(shown.length === 0 ? [] : [ratios ? PRIOR_WORDS : NOT_CALIBRATED]),
    ...(history.length === 0 ? [] : ['### Changes and lists', ...history.map(markdownPhrase)]),
    '### Where the evidence is',
    markdownPhrase(
      phrase`The evidence folder is ${quoted(run.folder, 300)}; open ${quoted(run.open, 300)} first. ${'Read what weakens a finding before anything else.'}`,
    ),
    ...(note === null ? [] : [note]),
  ];
  return `${blocks.join('\n\n')}\n\n`;
}

/** What the outcome means, and what it does not mean. */
function meaning(run: GateRun): string[] {
  const { document } = run;
  const alerts = document.groups.filter(({ alert }) => alert);
  const watched = trippingGroups(run).filter(({ group }) => !group.alert).length;
  const floor = floorSentences(document);
  if (alerts.length === 0) {
    const nothing = untestable(document);
    return [
      `No group exceeded the threshold. ${nothing === null ? '' : `${nothing} `}${counted(document.tested, 'group')} tested. ${floor} An empty result does not mean ` +
        'that nothing happened. It says nothing of smaller, slower or better hidden groups.',
      ...watchedWords(watched),
    ];
  }
  const passed = run.gates.length > 0 && trippingGroups(run).length === 0;
  return [
    ...(passed
      ? ['A passed gate does not mean that nothing was found: the alerts below are none that it is set for.']
      : []),
    ALERT_MEANS,
    ...watchedWords(watched),
    `The logs say what accounts did. They do not say who stands behind an account, why, or what a contract allows. ${floor}`,
  ];
}

function watchedWords(watched: number): string[] {
  if (watched === 0) return [];
  return [
    `${counted(watched, 'group')} without alert: watched accounts are among the members. To be listed says nothing of the other members.`,
  ];
}

function trippingSection(tripping: readonly TrippingGroup[], rows: number): string[] {
  if (tripping.length === 0) return [];
  const listed = tripping.slice(0, rows);
  const { head, rows: lines, right } = alertTable(listed.map(({ group }) => group));
  const table = {
    head: [...head, 'Trips'],
    rows: lines.map((line, i): readonly Phrase[] => [...line, [listed[i]!.by.join(', ')]]),
    right,
  };
  const told = listed.slice(0, TOLD).flatMap(({ group }) => {
    const phrases = groupHistory(group);
    return phrases.length === 0 ? [] : [phrase`- ${group.id}: ${joined(phrases, ' ')}`];
  });
  return [
    '### Groups that trip the gate',
    ...(rows === 0 ? [] : [markdownTable(table)]),
    ...cutWords(tripping.length, rows, 'group'),
    ...(told.length === 0 ? [] : [told.map(markdownPhrase).join('\n')]),
  ];
}

function cutWords(count: number, rows: number, noun: string): string[] {
  return count > rows ? [`${counted(count - rows, `more ${noun}`)} not shown here; see ranking.csv.`] : [];
}
