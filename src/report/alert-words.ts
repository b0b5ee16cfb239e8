/** What an alert needs, in words, for every medium. */

import type { AlertConditionEntry } from '../evidence/findings-document.js';
import { figure, ratio, signed, thousands } from './quantity.js';

interface ConditionWords {
  readonly label: string;
  /** A value in its unit; absent where the condition is a yes or no. */
  readonly say?: (value: number) => string;
  /** Which side of the threshold holds. */
  readonly bound?: 'at least' | 'at most';
}

const CONDITIONS: Readonly<Record<AlertConditionEntry['name'], ConditionWords>> = {
  accounts: { label: 'accounts', say: thousands, bound: 'at least' },
  requests: { label: 'requests', say: thousands, bound: 'at least' },
  binding: { label: 'networks, payments, prompts or, in a large group, habits bind the members' },
  score: {
    label: 'score: nats left over the closest alternative',
    say: signed,
    bound: 'at least',
  },
  'ratio-low': { label: 'lower bound of the likelihood ratio', say: ratio, bound: 'at least' },
  signs: {
    label: 'signs of harvesting that hold (two that nearly hold make one)',
    say: figure,
    bound: 'at least',
  },
  coverage: { label: 'coverage without repetition is not refuted' },
  'false-discovery': {
    label: 'chance of such a score in a group that is no operation',
    say: figure,
    bound: 'at most',
  },
  'not-known-good': { label: 'the group is not on a known-good list' },
};

export function conditionLabel(name: AlertConditionEntry['name']): string {
  return CONDITIONS[name].label;
}

/** `+5.7`; empty where the condition is a yes or no. */
export function conditionFound({ name, value }: AlertConditionEntry): string {
  const { say } = CONDITIONS[name];
  return value === null || say === undefined ? '' : say(value);
}

/** `at least +4.0`; empty where the condition is a yes or no. */
export function conditionNeeds({ name, needed }: AlertConditionEntry): string {
  const { say, bound } = CONDITIONS[name];
  return needed === null || say === undefined || bound === undefined ? '' : `${bound} ${say(needed)}`;
}

export function conditionOutcome({ holds }: AlertConditionEntry): string {
  return holds ? 'holds' : 'does not hold';
}
