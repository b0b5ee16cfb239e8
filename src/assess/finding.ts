import type { EvidenceFamily } from '../link/evidence-family.js';
import type { Figures } from './figures/figures.js';

export type { EvidenceFamily } from '../link/evidence-family.js';

/**
 * What assessment says of one group. Every number that a report shows stands here; renderers do no arithmetic.
 * Natural-log units are "nats". Nats of evidence are the logarithm of a likelihood ratio, nats of a score that of odds.
 */

/** One measured quantity with what it is compared with. */
export interface Statistic {
  /** Stable kebab-case name, documented in the method section, for example `shared-networks`. */
  readonly name: string;
  readonly value: number;
  /** Same quantity in the comparison population; null where there is none. */
  readonly baseline: number | null;
  /** For example `share`, `accounts`, `nats`, `requests/account/day`, `bits`. */
  readonly unit: string;
  /** Accounts or requests that the value was computed over. */
  readonly n: number;
}

export interface FamilyEvidence {
  readonly family: EvidenceFamily;
  /** `available` is false where the columns are missing; then `nats` is 0 and `statistics` is empty. */
  readonly available: boolean;
  /** Evidence for one source over unrelated accounts, in nats, capped; negative speaks against. */
  readonly nats: number;
  readonly statistics: readonly Statistic[];
}

/** A sign of output harvesting, tested on the group against the rest of the log. */
export interface Indicator {
  /** Kebab-case, for example `coverage-without-repetition`. */
  readonly name: string;
  readonly verdict: 'holds' | 'nearly holds' | 'does not hold' | 'not testable';
  readonly statistics: readonly Statistic[];
}

/** Standing alternatives of the hypothesis matrix; H1 is "one operator collects outputs at scale". */
export type AlternativeId = 'H2' | 'H3' | 'H4' | 'H5' | 'H6' | 'H7' | 'H8' | 'H9' | 'H10';

/**
 * `explains`: accounts for what was seen; `leaves-residual`: does not; `nothing-to-explain`: the evidence is too weak
 * before any alternative; `not-testable`: logs cannot tell.
 */
export type AlternativeVerdict = 'explains' | 'leaves-residual' | 'nothing-to-explain' | 'not-testable';

export interface Alternative {
  readonly id: AlternativeId;
  readonly verdict: AlternativeVerdict;
  /** Evidence for H1 over this alternative, in nats, after what it explains innocently was set aside. */
  readonly residualNats: number | null;
  /** Families that this alternative explains innocently here. */
  readonly explained: readonly EvidenceFamily[];
  readonly statistics: readonly Statistic[];
}

/** Something that weakens the finding, as a stable code with its numbers. */
export interface Weakness {
  readonly code: string; // kebab-case, for example `few-families`, `payment-absent`, `short-span`
  readonly statistics: readonly Statistic[];
}

/**
 * One of the conditions that an alert needs, with its outcome. `value` and `needed` are null where it is a yes or no.
 * `accounts`, `requests`: at least; `binding`: something binds the members; `score`: nats, at least; `ratio-low`: lower
 * bound of the calibrated ratio, at least; `signs`: of harvesting, at least; `coverage`: not refuted;
 * `false-discovery`: chance of such a score in a group that is no operation, at most.
 */
export interface AlertCondition {
  readonly name:
    | 'accounts'
    | 'requests'
    | 'binding'
    | 'score'
    | 'ratio-low'
    | 'signs'
    | 'coverage'
    | 'false-discovery';
  readonly value: number | null;
  readonly needed: number | null;
  readonly holds: boolean;
}

export interface Member {
  readonly accountId: string;
  /** How firmly the account belongs to the group, in [0, 1): see `memberStrength`. */
  readonly strength: number;
  /**
   * Share of the account's requests that belongs to the group's work, in (0, 1), an upper estimate: a customer's requests
   * that look like it count with it. Null where the group's work is not distinct from the log's.
   */
  readonly shareOfRequests: number | null;
  readonly requests: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Microseconds since the epoch, UTC, inclusive. */
  readonly firstTime: number;
  readonly lastTime: number;
  /** Evidence for membership over not belonging, in nats, by family; families without data are absent. */
  readonly nats: Readonly<Partial<Record<EvidenceFamily, number>>>;
}

/** An identifier value that several members share. `value` is log content and hostile. */
export interface SharedValue {
  readonly facet: string; // for example `payment`, `network`, `system_prompt`
  readonly value: string;
  readonly members: number; // members that used it
  readonly accounts: number; // accounts in the whole log that used it
}

export interface GroupFinding {
  /** `G-` and hex digits, derived from the member ids alone. */
  readonly id: string;
  /** From 1; alerts first. */
  readonly rank: number;
  /** True exactly where every condition holds. */
  readonly alert: boolean;
  readonly conditions: readonly AlertCondition[];
  /** What the tests say: `operation` only with `alert`. */
  readonly verdict: 'operation-hypothesis' | 'explained' | 'undecided';
  readonly priority: 'P1' | 'P2' | 'P3' | 'P4';
  readonly accounts: number;
  readonly requests: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly firstTime: number;
  readonly lastTime: number;
  /** Share of all accepted requests, in [0, 1]. */
  readonly shareOfRequests: number;
  /**
   * Evidence for one source, and the likelihood ratio of one operator over reference groups, which linking finds in
   * simulated worlds or in a reference log, with its 95 % bounds, never above `cap`; null without enough of them.
   */
  readonly support: {
    readonly nats: number;
    readonly calibrated: {
      readonly ratio: number;
      readonly low: number;
      readonly high: number;
      readonly cap: number;
      readonly references: number;
      /** Chance of such a score or a higher one in a reference group that is no operation, in (0, 1]. */
      readonly chance?: number;
    } | null;
  };
  readonly confidence: 'low' | 'moderate' | 'high';
  /** Log-odds of one operator, in nats, left over the strongest alternative; orders the groups. Not a probability. */
  readonly score: number;
  readonly evidence: readonly FamilyEvidence[];
  readonly indicators: readonly Indicator[];
  readonly alternatives: readonly Alternative[];
  /** The alternative with the smallest residual; null when none was testable. */
  readonly strongestAlternative: AlternativeId | null;
  readonly weaknesses: readonly Weakness[];
  readonly shared: readonly SharedValue[];
  /** What its charts show; absent beyond the alerts and the ten groups after them, of which twenty-five have some at most. */
  readonly figures?: Figures;
  /** Strongest member first; ties by account id in code-unit order. */
  readonly members: readonly Member[];
}

export interface Assessment {
  readonly groups: readonly GroupFinding[];
  /** Groups tested, alert or not. */
  readonly tested: number;
  /** Those of them large enough to alert, over which false discoveries are controlled. */
  readonly controlled?: number;
  readonly accounts: number;
  readonly requests: number;
  readonly firstTime: number;
  readonly lastTime: number;
  /** Facets that stood aside, with the columns they lack. */
  readonly standingAside: readonly { readonly facet: string; readonly missing: readonly string[] }[];
  /** Measures that stood aside, with the columns they lack. */
  readonly measuresAside: readonly { readonly name: string; readonly missing: readonly string[] }[];
}
