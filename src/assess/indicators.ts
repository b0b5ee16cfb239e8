import type { Indicator, Statistic } from './finding.js';
import type { GroupTraits } from './group-traits.js';
import { INDICATOR_LIMITS as LIMIT } from './thresholds.js';

/**
 * The signs of output harvesting. A sign whose columns are missing is not testable, which is neither for nor
 * against. `all`: the same traits of all accounts of the log, for comparison.
 */
export function indicators(traits: GroupTraits, all: GroupTraits): Indicator[] {
  const { size } = traits;
  const statistic = (name: string, unit: string, value: number, baseline: number): Statistic => ({
    name,
    value,
    baseline: Number.isNaN(baseline) ? null : baseline,
    unit,
    n: size,
  });
  const sign = (name: string, holds: boolean, ...statistics: Statistic[]): Indicator => {
    const testable = statistics.filter(({ value }) => !Number.isNaN(value));
    const verdict = testable.length === 0 ? 'not testable' : holds ? 'holds' : 'does not hold';
    return { name, verdict, statistics: testable };
  };
  const perDay = traits.requests / traits.activeDays;
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
      traits.outputSpread <= LIMIT.narrowSpread,
      statistic('output-spread', 'ln', traits.outputSpread, all.outputSpread),
    ),
    sign(
      'single-turn-harvest',
      Number.isNaN(traits.turns) ? traits.uncached >= LIMIT.uncached : traits.turns <= LIMIT.singleTurns,
      statistic('requests-per-session', 'requests', traits.turns, all.turns),
      statistic('uncached-share', 'share', traits.uncached, all.uncached),
    ),
    sign(
      'round-the-clock-cover',
      traits.groupHourEntropy >= LIMIT.roundTheClock,
      statistic('group-hour-entropy', 'bits', traits.groupHourEntropy, all.groupHourEntropy),
    ),
    sign(
      'volume',
      perDay >= LIMIT.volumePerDay,
      statistic('group-requests-per-day', 'requests', perDay, Number.NaN),
    ),
  ];
}
