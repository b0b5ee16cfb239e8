import {
  ALERT_MIN_ACCOUNTS,
  FIRM_ACCEPTED_SHARE,
  MODERATE_FAMILIES,
  MOST_REFUSED_SHARE,
  WEAKNESS_LIMITS,
} from '../assess/thresholds.js';
import type { CoverageEntry, GroupEntry } from './findings-document.js';
import { fraction } from './rounding.js';

/** Families whose columns matter most: what strangers cannot come to share by habit. */
const KEY_FAMILIES: readonly string[] = ['content', 'infrastructure', 'payment'];

/** The checks of analytic confidence, in the order in which they are listed. */
export const CONFIDENCE_CHECKS = [
  'families-speaking',
  'accounts-enough',
  'key-columns',
  'rows-accepted',
  'inputs-complete',
  'members-firm',
  'reference-of-this-population',
  'stable-without-any-family',
] as const;

export type ConfidenceCheck = (typeof CONFIDENCE_CHECKS)[number];

/** One check of the confidence in a finding. */
export interface ConfidenceCheckEntry {
  readonly check: ConfidenceCheck;
  /** Null where this run cannot tell. */
  readonly holds: boolean | null;
  /** What was found and what the check needs, in the same unit; null where it is no number. */
  readonly value: number | null;
  readonly needs: number | null;
}

/** What the confidence in every group rests on beside the group itself. */
export interface Judged {
  readonly coverage: CoverageEntry;
  /** Whether ratios rest on a log that somebody vouched for. */
  readonly vouched: boolean;
}

/**
 * The group with its checklist, and with the confidence that follows: low where assessment says so or more than 5 % of
 * the rows were refused; high only where every check holds. O(1) a group.
 */
export function withConfidence(group: GroupEntry, judged: Judged): GroupEntry {
  const checks = confidenceChecks(group, judged);
  return { ...group, confidence: level(group.confidence, checks, judged), confidence_checks: checks };
}

function level(
  assessed: GroupEntry['confidence'],
  checks: readonly ConfidenceCheckEntry[],
  { coverage }: Judged,
): GroupEntry['confidence'] {
  if (assessed === 'low' || coverage.quarantined_share > MOST_REFUSED_SHARE) return 'low';
  return checks.every(({ holds }) => holds === true) ? 'high' : 'moderate';
}

function confidenceChecks(group: GroupEntry, { coverage, vouched }: Judged): ConfidenceCheckEntry[] {
  const loose = looseMembers(group);
  const known = group.evidence.filter(({ family, available }) => available && KEY_FAMILIES.includes(family));
  const sensitivity = group.figures?.sensitivity ?? [];
  const stable = sensitivity.filter(({ holds }) => holds).length;
  return [
    atLeast('families-speaking', group.families.supporting, MODERATE_FAMILIES),
    atLeast('accounts-enough', group.accounts, ALERT_MIN_ACCOUNTS),
    atLeast('key-columns', known.length, KEY_FAMILIES.length),
    atLeast('rows-accepted', coverage.accepted_share, FIRM_ACCEPTED_SHARE),
    {
      check: 'inputs-complete',
      holds: coverage.incomplete_inputs === 0,
      value: coverage.incomplete_inputs,
      needs: 0,
    },
    {
      check: 'members-firm',
      holds: loose <= WEAKNESS_LIMITS.looseShare,
      value: loose,
      needs: WEAKNESS_LIMITS.looseShare,
    },
    {
      check: 'reference-of-this-population',
      holds: group.support.calibrated === null ? null : vouched,
      value: null,
      needs: null,
    },
    sensitivity.length === 0
      ? { check: 'stable-without-any-family', holds: null, value: null, needs: null }
      : atLeast('stable-without-any-family', stable, sensitivity.length),
  ];
}

function atLeast(check: ConfidenceCheck, value: number, needs: number): ConfidenceCheckEntry {
  return { check, holds: value >= needs, value, needs };
}

/** Share of the members that belong loosely. */
function looseMembers({ members }: GroupEntry): number {
  if (members.length === 0) return 0;
  const loose = members.filter(({ strength }) => strength < WEAKNESS_LIMITS.looseStrength).length;
  return fraction(loose / members.length);
}
