/** The checklist of confidence in words, for every medium. */

import type { ConfidenceCheck, ConfidenceCheckEntry } from '../evidence/confidence-entry.js';
import { percent, thousands } from './quantity.js';

interface CheckWords {
  readonly label: string;
  readonly say?: (value: number) => string;
  readonly bound?: 'at least' | 'at most';
}

const CHECKS: Readonly<Record<ConfidenceCheck, CheckWords>> = {
  'families-speaking': { label: 'families that speak for one operator', say: thousands, bound: 'at least' },
  'accounts-enough': { label: 'accounts', say: thousands, bound: 'at least' },
  'key-columns': { label: 'of prompts, networks and payments have data', say: thousands, bound: 'at least' },
  'rows-accepted': { label: 'rows accepted', say: percent, bound: 'at least' },
  'inputs-complete': { label: 'inputs not read to the end', say: thousands, bound: 'at most' },
  'members-firm': { label: 'members that belong loosely', say: percent, bound: 'at most' },
  'reference-of-this-population': { label: 'the reference is a log that somebody vouched for' },
  'stable-without-any-family': {
    label: 'families of evidence that could each be left out',
    say: thousands,
    bound: 'at least',
  },
};

export function checkLabel(check: ConfidenceCheck): string {
  return CHECKS[check].label;
}

/** What was found; empty where it is no number. */
export function checkFound({ check, value }: ConfidenceCheckEntry): string {
  const { say } = CHECKS[check];
  return value === null || say === undefined ? '' : say(value);
}

/** What is needed; empty where it is no number. */
export function checkNeeds({ check, needs }: ConfidenceCheckEntry): string {
  const { say, bound } = CHECKS[check];
  return needs === null || say === undefined || bound === undefined ? '' : `${bound} ${say(needs)}`;
}

export function checkOutcome({ holds }: ConfidenceCheckEntry): string {
  if (holds === null) return 'cannot be told';
  return holds ? 'holds' : 'does not hold';
}
