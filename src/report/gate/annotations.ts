/** The outcome of a gate as short notes that a platform shows beside a job. */

import type { GroupEntry } from '../../evidence/findings-document.js';
import { visible } from '../../evidence/hidden-characters.js';
import { githubCommand } from '../escape-github.js';
import { cut } from '../escape-terminal.js';
import { findingTitle } from '../exchange/statement.js';
import { groupHistory } from '../history-words.js';
import { closestWords } from '../outcome.js';
import { counted, duration, percent, thousands } from '../quantity.js';
import { terminalPhrase } from '../terminal-page.js';
import {
  type GateRun,
  otherAlerts,
  outcomeSentence,
  partialSentence,
  suppressedSentence,
  type TrippingGroup,
  trippingGroups,
} from './gate-run.js';

/** Platforms that are told. */
export const ANNOTATED = ['github', 'gitlab'] as const;
export type Annotated = (typeof ANNOTATED)[number];

/**
 * Notes of one level that are given. GitHub shows 10 errors and 10 warnings of a step, and 50 notes of a job. GitLab
 * shows the log itself, where more would hide the rest.
 */
export const ANNOTATION_LIMITS: Readonly<Record<Annotated, number>> = { github: 10, gitlab: 50 };

/** What GitHub takes as a title, and what it shows of a message, in characters. */
const TITLE = 255;
const MESSAGE = 4000;

export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly title: string;
  readonly message: string;
}

/**
 * The notes of a run: errors for groups that trip the gate; warnings for a partial result and for alerts that trip nothing;
 * and last a notice with the outcome, which counts what the limit cut. Each of one line, hidden characters spelled out.
 */
export function annotations(run: GateRun, limit: number): Annotation[] {
  const tripping = trippingGroups(run);
  const others = otherAlerts(run);
  const partial = partialSentence(run);
  const errors = tripping
    .slice(0, limit)
    .map((each) => annotation('error', titleOf(each.group), tripWords(each)));
  const warnings = [
    ...(partial === null ? [] : [annotation('warning', 'Partial input', partial)]),
    ...others
      .slice(0, limit - (partial === null ? 0 : 1))
      .map((group) => annotation('warning', titleOf(group), `${alertWords(group)} It trips no gate.`)),
  ];
  const shownOthers = warnings.length - (partial === null ? 0 : 1);
  return [
    ...errors,
    ...warnings,
    lastNote(run, tripping.length - errors.length, others.length - shownOthers, limit),
  ];
}

function lastNote(run: GateRun, cutTripping: number, cutOthers: number, limit: number): Annotation {
  const left = [
    ...(cutTripping === 0 ? [] : [counted(cutTripping, 'group that trips it', 'groups that trip it')]),
    ...(cutOthers === 0 ? [] : [counted(cutOthers, 'further alert')]),
  ];
  const words = [
    outcomeSentence(run),
    left.length === 0
      ? 'Nothing is left out above.'
      : `Left out above: ${left.join(' and ')}; ${thousands(limit)} errors and as many warnings are given.`,
    ...(suppressedSentence(run.document) === null ? [] : [suppressedSentence(run.document)!]),
    trippingGroups(run).length > 0 || otherAlerts(run).length > 0
      ? 'A hypothesis for a person to look at says nothing about persons, intent or permission.'
      : 'An empty result does not mean that nothing happened.',
    `Open: ${visible(run.open)}`,
  ];
  return annotation('notice', 'stillhunt', words.join(' '));
}

function titleOf(group: GroupEntry): string {
  return group.alert
    ? `${findingTitle(group)} (${group.priority})`
    : `Group ${group.id} with watched accounts, no alert`;
}

function tripWords({ group, by }: TrippingGroup): string {
  return `${alertWords(group)} It trips the gate: ${by.join(', ')}.`;
}

function alertWords(group: GroupEntry): string {
  return [
    `${counted(group.accounts, 'account')}, ${counted(group.requests, 'request')} in ${duration(group.span_hours)}, ` +
      `${percent(group.share_of_requests)} of all requests.`,
    `The closest other explanation: ${closestWords(group, 'none could be tested')}.`,
    ...groupHistory(group).map(terminalPhrase),
  ].join(' ');
}

function annotation(level: Annotation['level'], title: string, message: string): Annotation {
  return { level, title: cut(title, TITLE), message: cut(message, MESSAGE) };
}

/** The notes as lines for the log of a job: workflow commands for GitHub, plain lines for GitLab. */
export function annotationLines(run: GateRun, platform: Annotated): string {
  return annotations(run, ANNOTATION_LIMITS[platform])
    .map(({ level, title, message }) =>
      platform === 'github'
        ? githubCommand(level, { title }, message)
        : `${level}: ${title}: ${message}`.replaceAll('##[', '##\\u005b'),
    )
    .map((line) => `${line}\n`)
    .join('');
}
