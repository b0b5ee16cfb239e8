/** How much a group's evidence says, in sentences, for every medium. */

import type { FindingsDocument, GroupEntry } from '../evidence/findings-document.js';
import { closest, closestWords } from './outcome.js';
import { counted, duration, figure, minute, percent, ratio, signed, thousands } from './quantity.js';
import { referenceGroups } from './reference-words.js';
import { verbalTerm } from './verbal-term.js';

/** Who and how much: accounts, volume and time, a line each. */
export function scaleLines(group: GroupEntry): string[] {
  return [
    `${counted(group.accounts, 'account')}, ${counted(group.requests, 'request')}: ` +
      `${percent(group.share_of_requests)} of all requests`,
    `${figure(group.requests_per_account_day)} requests for each account and day`,
    `${counted(group.input_tokens, 'token')} in, ${counted(group.output_tokens, 'token')} out`,
    `${minute(group.first_time)} to ${minute(group.last_time)} UTC, ${duration(group.span_hours)}`,
  ];
}

/** Likelihood and confidence each in a sentence of its own; without calibration neither ratio nor term. */
export function supportSentences(group: GroupEntry, document: FindingsDocument): string[] {
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
      `${intervalWords(calibrated)}${capped}).`,
    ...byChance(group, document),
    PRIOR_WORDS,
    `Confidence in this estimate is ${group.confidence}.`,
    reconciliation(group),
    'Probability that this is a coordinated extraction operation (a person sets this, ICD 203 terms): ________',
  ];
}

type Calibrated = NonNullable<GroupEntry['support']['calibrated']>;

/** What a ratio is not, in the sentence that goes with every one. */
export const PRIOR_WORDS =
  'A likelihood ratio is not the probability of an operation: that depends on how rare operations are before one looks. ' +
  'Where one group in 10,000 is an operation, a ratio of 100 leaves 1.0 %.';

/** `95 % interval 1,050–1,360`; where both bounds are written alike, as at the cap, the number once. */
function intervalWords({ low, high }: Calibrated): string {
  return ratio(low) === ratio(high)
    ? `both bounds of the 95 % interval ${ratio(low)}`
    : `95 % interval ${ratio(low)}–${ratio(high)}`;
}

/** The same for a table: `1,300 (1,050–1,360)`, or `321 (at the cap)`. */
export function ratioCell(calibrated: Calibrated): string {
  return `${ratio(calibrated.ratio)} (${shortInterval(calibrated, '–', false)})`;
}

/** `1,050-1,360, cap` or, where both bounds are the cap, `at the cap`. */
export function shortInterval({ low, high, cap }: Calibrated, dash = '-', tellCap = true): string {
  if (ratio(low) === ratio(high)) return high >= cap ? 'at the cap' : 'both bounds';
  return `${ratio(low)}${dash}${ratio(high)}${tellCap && high >= cap ? ', cap' : ''}`;
}

/** Word and ratio of a group in a sentence; where nothing is calibrated, that. */
export function supportBrief({ support: { calibrated } }: GroupEntry): string {
  if (calibrated === null) return 'Support is not calibrated for such logs: no ratio is given.';
  const { words } = verbalTerm(calibrated);
  const text = ratio(calibrated.ratio);
  const atCap = ratio(calibrated.low) === ratio(calibrated.high) && calibrated.high >= calibrated.cap;
  const interval = atCap ? 'the most that the reference allows' : intervalWords(calibrated);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}: likelihood ratio ${text}, ${interval}.`;
}

/** How many groups of this run score as high by chance. */
function byChance({ support: { calibrated } }: GroupEntry, { controlled }: FindingsDocument): string[] {
  const expected = calibrated?.expected_by_chance;
  if (expected === undefined || controlled === undefined) return [];
  return [
    `Of the ${counted(controlled, 'group')} large enough to alert, about ${figure(expected)} would score as high if all ` +
      'were groups of other kinds.',
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

/** `4 of 6 families with data speak for one operator.` */
export function familiesSpeaking({ families: { supporting, available } }: GroupEntry): string {
  return `${supporting} of ${counted(available, 'family').replace('familys', 'families')} with data speak for one operator.`;
}
