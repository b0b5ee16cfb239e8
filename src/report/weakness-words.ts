/**
 * What weakens a finding in three to six sentences, strongest first, for example
 *
 *     The closest alternative, scheduled jobs (H7), sets aside timing and leaves +6.8 nats.
 *     Infrastructure speaks against one operator: -0.9 nats.
 *     The log covers a short time of this group: 4 days.
 */

import type { GroupEntry } from '../evidence/findings-document.js';
import { closest } from './outcome.js';
import { counted, signed, thousands } from './quantity.js';
import { statisticsText } from './statistic-words.js';
import { ALTERNATIVE_WORDS, FAMILY_WORDS, facetWords, indicatorWords, weaknessWords } from './wording.js';

const MOST = 6;

/** Strongest first; a code that is not here stands after those that are, before what holds for every group. */
const ORDER: readonly string[] = [
  'one-family',
  'few-families',
  'weak-members',
  'unstable-membership',
  'small-group',
  'few-requests',
  'few-indicators',
  'timing-weak',
  'short-span',
  'low-coverage',
  'limited-by-reference',
];
/** Said once in a sentence of its own below. */
const SAID: ReadonlySet<string> = new Set([
  'alternative-close',
  'alternatives-not-testable',
  'not-calibrated',
  'uncalibrated',
]);
const ABSENT = '-absent';
/** Alternatives about contracts, enforcement, and what happened before the log. */
const OUTSIDE: ReadonlySet<string> = new Set(['H6', 'H8', 'H9', 'H10']);

/** Mandatory in every finding: where none was found, the sentences say what was tried. */
export interface WeaknessWords {
  /** What stands before the sentences; empty where they are weaknesses. */
  readonly intro: string;
  readonly sentences: readonly string[];
}

export function weaknessWordsOf(group: GroupEntry): WeaknessWords {
  if (group.weaknesses.length === 0) {
    return { intro: 'None found. What was tried:', sentences: tried(group) };
  }
  const codes = new Set(group.weaknesses.map(({ code }) => code));
  const sentences = [
    ...closestSentence(group),
    ...againstSentence(group),
    ...codedSentences(group),
    ...absentSentence(group),
    ...refutedSentence(group),
    ...(codes.has('alternatives-not-testable') ? outsideSentence(group) : []),
    ...(codes.has('not-calibrated') || codes.has('uncalibrated')
      ? [`${weaknessWords('not-calibrated')}.`]
      : []),
  ];
  return { intro: '', sentences: sentences.slice(0, MOST) };
}

function closestSentence(group: GroupEntry): string[] {
  const by = closest(group);
  if (by === undefined || by.residual_nats === null) return [];
  const name = `The closest alternative, ${ALTERNATIVE_WORDS[by.id].short} (${by.id}),`;
  const aside = by.explained.length === 0 ? '' : ` sets aside ${by.explained.join(', ')} and`;
  const near = group.weaknesses.some(({ code }) => code === 'alternative-close')
    ? '; that is little, and it may account for all'
    : '';
  return [`${name}${aside} leaves ${signed(by.residual_nats)} nats${near}.`];
}

function againstSentence(group: GroupEntry): string[] {
  const against = group.evidence.filter(({ available, nats }) => available && signed(nats).startsWith('-'));
  if (against.length === 0) return [];
  const listed = against
    .sort((a, b) => a.nats - b.nats)
    .map(({ family, nats }) => `${FAMILY_WORDS[family]} ${signed(nats)} nats`);
  return [`Evidence that speaks against one operator: ${listed.join(', ')}.`];
}

function codedSentences(group: GroupEntry): string[] {
  const place = (code: string) => (ORDER.includes(code) ? ORDER.indexOf(code) : ORDER.length);
  return group.weaknesses
    .filter(({ code }) => !SAID.has(code) && !code.endsWith(ABSENT))
    .sort((a, b) => place(a.code) - place(b.code))
    .map(({ code, statistics }) => {
      const measured = statisticsText(statistics, group.accounts);
      return `${weaknessWords(code)}${measured === '' ? '' : `: ${measured}`}.`;
    });
}

/** Data that the log does not have, in one sentence. */
function absentSentence(group: GroupEntry): string[] {
  const absent = group.weaknesses.filter(({ code }) => code.endsWith(ABSENT));
  if (absent.length === 0) return [];
  if (absent.length === 1) return [`${weaknessWords(absent[0]!.code)}.`];
  const named = absent.map(({ code }) => facetWords(code.slice(0, -ABSENT.length)));
  return [`Data are absent that could speak against it: ${named.join(', ')}.`];
}

function refutedSentence(group: GroupEntry): string[] {
  const tested = group.indicators.filter(({ verdict }) => verdict !== 'not testable');
  const failed = tested.filter(({ verdict }) => verdict === 'does not hold');
  if (failed.length === 0) return [];
  const verb = failed.length === 1 ? 'does' : 'do';
  const named = failed.map(({ name }) => indicatorWords(name)).join('; ');
  return [
    `${thousands(failed.length)} of ${counted(tested.length, 'sign')} of harvesting ${verb} not hold: ${named}.`,
  ];
}

/** Alternatives that these logs lack the columns for, and those that no log could test. */
function outsideSentence(group: GroupEntry): string[] {
  const untested = group.alternatives.filter(({ verdict }) => verdict === 'not-testable');
  const named = (inLogs: boolean) =>
    untested
      .filter(({ id }) => !OUTSIDE.has(id) === inLogs)
      .map(({ id }) => `${ALTERNATIVE_WORDS[id].short} (${id})`)
      .join(', ');
  const [lacking, outside] = [named(true), named(false)];
  return [
    ...(lacking === '' ? [] : [`For lack of columns these were not tested: ${lacking}.`]),
    ...(outside === '' ? [] : [`Only knowledge from outside these logs can test ${outside}.`]),
  ];
}

function tried(group: GroupEntry): string[] {
  const tested = group.alternatives.filter(({ verdict }) => verdict !== 'not-testable');
  const lines: string[] = [];
  if (tested.length > 0) {
    const ids = tested.map(({ id }) => id).join(', ');
    lines.push(`Alternatives ${ids}.`, ...closestSentence(group));
  }
  lines.push(...outsideSentence(group));
  const silent = group.evidence.filter(({ available }) => !available);
  if (silent.length > 0) {
    lines.push(`Evidence without data: ${silent.map(({ family }) => FAMILY_WORDS[family]).join(', ')}.`);
  }
  lines.push(...refutedSentence(group));
  return lines.length === 0 ? ['Nothing: no alternative, evidence or sign was testable.'] : lines;
}
