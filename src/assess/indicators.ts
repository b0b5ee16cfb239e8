import type { Indicator, Statistic } from './finding.js';
import type { GroupTraits } from './group-traits.js';
import { INDICATOR_LIMITS, NEARLY_LIMITS } from './thresholds.js';

/** Values from which signs hold, or nearly hold. */
type Limits = Readonly<Record<keyof typeof INDICATOR_LIMITS, number>>;

/**
 * The signs of output harvesting. A sign holds where the group stands out against the log, not where it is as
 * everybody is; a sign whose columns are missing is not testable, which is neither for nor against. `all`: the same
 * traits of all accounts of the log; `busiest`: requests per day that one account in a hundred exceeds.
 */
export function indicators(traits: GroupTraits, all: GroupTraits, busiest: number): Indicator[] {
  const statistic = (name: string, unit: string, value: number, baseline: number): Statistic => ({
    name,
    value,
    baseline: Number.isNaN(baseline) ? null : baseline,
    unit,
    n: traits.size,
  });
  const sign = (name: string, holds: (limit: Limits) => boolean, ...statistics: Statistic[]): Indicator => {
    const testable = statistics.filter(({ value }) => !Number.isNaN(value));
    const found = holds(INDICATOR_LIMITS) ? 'holds' : holds(NEARLY_LIMITS) ? 'nearly holds' : 'does not hold';
    return { name, verdict: testable.length === 0 ? 'not testable' : found, statistics: testable };
  };
  const perDay = traits.requests / traits.activeDays;
  const single = (limit: Limits) =>
    Number.isNaN(traits.turns)
      ? traits.uncached >= limit.uncached && all.uncached < limit.uncached
      : traits.turns <= limit.singleTurns && all.turns > limit.logTurns;
  return [
    sign(
      'coverage-without-repetition',
      (limit) => traits.repetition <= limit.coverageRepetition && traits.listShare <= limit.coverageList,
      statistic('requests-per-prompt', 'requests', traits.repetition, all.repetition),
      statistic('prompts-of-the-whole-group', 'share', traits.listShare, Number.NaN),
    ),
    sign(
      'fixed-multiplicity',
      (limit) => traits.splitShare >= limit.multiplicity && traits.repetition <= limit.coverageRepetition,
      statistic('prompts-of-few-members', 'share', traits.splitShare, Number.NaN),
    ),
    sign(
      'long-answers',
      (limit) => traits.outputRank >= limit.outputRank,
      statistic('output-rank', 'rank', traits.outputRank, 0.5),
    ),
    sign(
      'narrow-capability',
      (limit) =>
        traits.outputSpread <= limit.narrowSpread &&
        traits.outputSpread < limit.narrowShare * all.outputSpread,
      statistic('output-spread', 'ln', traits.outputSpread, all.outputSpread),
    ),
    sign(
      'single-turn-harvest',
      single,
      statistic('requests-per-session', 'requests', traits.turns, all.turns),
      statistic('uncached-share', 'share', traits.uncached, all.uncached),
    ),
    sign(
      'round-the-clock-cover',
      (limit) => traits.groupHourEntropy >= limit.roundTheClock && traits.hourRank >= limit.roundTheClockRank,
      statistic('group-hour-entropy', 'bits', traits.groupHourEntropy, all.groupHourEntropy),
      statistic('hour-spread-rank', 'rank', traits.hourRank, 0.5),
    ),
    sign(
      'volume',
      (limit) => perDay >= limit.volumeTimes * busiest,
      statistic('group-requests-per-day', 'requests', perDay, busiest),
    ),
  ];
}

/**
 * How many signs hold; two that nearly hold make one, where another holds. Multiplicity that nearly holds does not count,
 * because coverage is told by the same number.
 */
export function signsHolding(signs: readonly Pick<Indicator, 'name' | 'verdict'>[]): number {
  const holding = signs.filter(({ verdict }) => verdict === 'holds').length;
  const near = signs.filter(
    ({ name, verdict }) => verdict === 'nearly holds' && name !== 'fixed-multiplicity',
  );
  return holding === 0 ? 0 : holding + near.length / 2;
}
