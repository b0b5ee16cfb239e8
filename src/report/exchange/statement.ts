/**
 * What every exchange file says of a finding. Our own words and numbers only: no value of the log enters these
 * sentences, because readers of these formats may take text for Markdown, links or placeholders.
 */

import type { FindingsDocument, GroupEntry } from '../../evidence/findings-document.js';
import { floorSentences } from '../floor-words.js';
import { untestable } from '../outcome.js';
import { counted, signed } from '../quantity.js';
import { scaleLines, supportSentences } from '../support-words.js';
import { weaknessWordsOf } from '../weakness-words.js';
import { ALTERNATIVE_WORDS, OUTCOME_WORDS } from '../wording.js';

/** What an alert is and is not; in every exchange file that carries one. */
export const HYPOTHESIS =
  'This is an operation hypothesis for a person to look at: the accounts behave as one source, and signs of output ' +
  'harvesting hold. It says nothing about who runs them, why, or whether a contract allows it. Accounts of customers ' +
  'whose use resembles the others can be among them.';

/** Stands where a format wants a time and the log has none. The clock is never read. */
export const NO_TIME = '1970-01-01T00:00:00.000000Z';

/** The groups that are exported as findings. Groups without alert, look-alikes among them, are not. */
export function alerts({ groups }: FindingsDocument): GroupEntry[] {
  return groups.filter(({ alert }) => alert);
}

/** `Operation hypothesis G-7f3a: 412 accounts behave as one source`. */
export function findingTitle(group: GroupEntry): string {
  return `Operation hypothesis ${group.id}: ${counted(group.accounts, 'account')} behave as one source`;
}

/** How large a group is and how much its evidence says. */
export function findingSentences(group: GroupEntry, document: FindingsDocument): string[] {
  return [`${scaleLines(group).join('. ')}.`, ...supportSentences(group, document)];
}

/** What weakens it, or what was tried where nothing was found, and what every alternative leaves. */
export function weaknessSentences(group: GroupEntry): string[] {
  const { intro, sentences } = weaknessWordsOf(group);
  const alternatives = group.alternatives.map(({ id, verdict, residual_nats }) => {
    const left = residual_nats === null ? '' : ` (${signed(residual_nats)} nats left)`;
    return `${id}, ${ALTERNATIVE_WORDS[id].full}: ${OUTCOME_WORDS[verdict]}${left}.`;
  });
  return [
    `What weakens this: ${intro}`.trim(),
    ...sentences,
    ...(alternatives.length === 0 ? [] : ['Alternatives to one operator:', ...alternatives]),
  ];
}

/** The whole of a finding as one text. */
export function findingText(group: GroupEntry, document: FindingsDocument): string {
  return [HYPOTHESIS, ...findingSentences(group, document), ...weaknessSentences(group)].join('\n');
}

/** What a result without alerts says, and what it does not mean. */
export function noAlertSentences(document: FindingsDocument): string[] {
  const nothing = untestable(document);
  return [
    'No group exceeded the threshold.',
    ...(nothing === null ? [] : [nothing]),
    `${counted(document.tested, 'group')} tested. ${floorSentences(document)}`,
    'An empty result does not mean that nothing happened.',
  ];
}

/** That inputs were not read to their end, by number; null where all were. */
export function incompleteSentence({ inputs }: FindingsDocument): string | null {
  const broken = inputs.filter(({ status }) => status !== 'complete').length;
  if (broken === 0) return null;
  return `${counted(broken, 'input')} of ${counted(inputs.length, 'input')} not read to the end: what they hold beyond is not in these results.`;
}
