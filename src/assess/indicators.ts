import type { Indicator, Statistic } from './finding.js';
import type { GroupTraits } from './group-traits.js';
import { INDICATOR_LIMITS as LIMIT } from './thresholds.js';

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
  const sign = (name: string, holds: boolean, ...statistics: Statistic[]): Indicator => {
    const testable = statistics.filter(({ value }) => !Number.isNaN(value));
    const verdict = testable.length === 0 ? 'not testable' : holds ? 'holds' : 'does not hold';
    return { name, verdict, statistics: testable };
  };
  const perDay = traits.requests / traits.activeDays;
  const single = Number.isNaN(traits.turns)
    ? traits.uncached >= LIMIT.uncached && all.uncached < LIMIT.uncached
    : traits.turns <= LIMIT.singleTurns && all.turns > LIMIT.logTurns;
  return [
    sign(
      'coverage-without-repetition',
      traits.repetition <= LIMIT.coverageRepetition && traits.listShare <= LIMIT.coverageList,
      statistic('requests-per-prompt', 'requests', traits.repetition, all.repetition),
      statistic('prompts-of-the-whole-group', 'share', traits.listShare, Number.NaN),
    ),
    sign(
      'fixed-multiplicity',
      traits.splitShare >= LIMIT.multiplicity && traits.repetition <= LIMIT.coverageRepetition,
      statistic('prompts-of-few-members', 'share', traits.splitShare, Number.NaN),
    ),
    sign(
      'long-answers',
      traits.outputRank >= LIMIT.outputRank,
      statistic('output-rank', 'rank', traits.outputRank, 0.5),
    ),
    sign(
      'narrow-capability',
      traits.outputSpread <= LIMIT.narrowSpread && traits.outputSpread < LIMIT.narrowShare * all.outputSpread,
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
      traits.groupHourEntropy >= LIMIT.roundTheClock && traits.hourRank >= LIMIT.roundTheClockRank,
      statistic('group-hour-entropy', 'bits', traits.groupHourEntropy, all.groupHourEntropy),
      statistic('hour-spread-rank', 'rank', traits.hourRank, 0.5),
    ),
    sign(
      'volume',
      perDay >= LIMIT.volumeTimes * busiest,
      statistic('group-requests-per-day', 'requests', perDay, busiest),
    ),
  ];
}
