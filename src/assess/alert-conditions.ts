import { BINDING_FAMILIES, bound } from './binding.js';
import type { AlertCondition, EvidenceFamily, Indicator } from './finding.js';
import { signsHolding } from './indicators.js';
import {
  ALERT_INDICATORS,
  ALERT_MIN_ACCOUNTS,
  ALERT_MIN_REQUESTS,
  ALERT_NATS,
  ALERT_NATS_ANONYMOUS,
  ALERT_RATIO,
} from './thresholds.js';

/** What alerts are decided by; findings and entries of the findings document both have it. */
export interface AlertGrounds {
  readonly accounts: number;
  readonly requests: number;
  readonly score: number;
  readonly support: { readonly calibrated: { readonly low: number } | null };
  readonly evidence: readonly {
    readonly family: EvidenceFamily;
    readonly available: boolean;
    readonly nats: number;
    readonly statistics: readonly { readonly name: string; readonly value: number | null }[];
  }[];
  readonly indicators: readonly Pick<Indicator, 'name' | 'verdict'>[];
}

/** True where the log has no column of a binding family: then nothing can bind, and the score must be higher. */
export function anonymous(evidence: AlertGrounds['evidence']): boolean {
  const binding = evidence.filter(({ family }) => BINDING_FAMILIES.includes(family));
  return binding.length > 0 && binding.every(({ available }) => !available);
}

/** Nats that must be left over the closest alternative. */
export function scoreNeeded(evidence: AlertGrounds['evidence']): number {
  return anonymous(evidence) ? ALERT_NATS_ANONYMOUS : ALERT_NATS;
}

/**
 * Every condition of an alert for one group, each with its outcome; all must hold. The control of false discoveries
 * needs all groups of a log and is `falseDiscoveryCondition`. `binding` is absent where the log has no column for it,
 * `ratio-low` where nothing is calibrated.
 */
export function alertConditions(group: AlertGrounds): AlertCondition[] {
  const { calibrated } = group.support;
  const coverage = group.indicators.find(({ name }) => name === 'coverage-without-repetition');
  return [
    atLeast('accounts', group.accounts, ALERT_MIN_ACCOUNTS),
    atLeast('requests', group.requests, ALERT_MIN_REQUESTS),
    ...(anonymous(group.evidence) ? [] : [outcome('binding', bound(group.evidence, group.accounts))]),
    atLeast('score', group.score, scoreNeeded(group.evidence)),
    ...(calibrated === null ? [] : [atLeast('ratio-low', calibrated.low, ALERT_RATIO)]),
    atLeast('signs', signsHolding(group.indicators), ALERT_INDICATORS),
    outcome('coverage', coverage?.verdict !== 'does not hold'),
  ];
}

/**
 * Whether a group outlasts the control of false discoveries. `chance`: of such a score in a group that is no operation;
 * null for a group that is too small to be a test. `limit`: the largest chance that is kept.
 */
export function falseDiscoveryCondition(chance: number | null, limit: number): AlertCondition {
  if (chance === null) return outcome('false-discovery', false);
  return { name: 'false-discovery', value: chance, needed: limit, holds: chance <= limit };
}

function atLeast(name: AlertCondition['name'], value: number, needed: number): AlertCondition {
  return { name, value, needed, holds: value >= needed };
}

function outcome(name: AlertCondition['name'], holds: boolean): AlertCondition {
  return { name, value: null, needed: null, holds };
}
