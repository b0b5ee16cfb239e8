import { describe, expect, it } from 'vitest';
import { calibrate } from '../../../src/assess/calibration.js';
import { posteriors } from '../../../src/assess/figures/posteriors.js';
import { scoresWithout } from '../../../src/assess/figures/score-without.js';
import type { AlertCondition, FamilyEvidence } from '../../../src/assess/finding.js';
import type { Residual } from '../../../src/assess/residual.js';
import { INTERCEPT } from '../../../src/assess/weights.js';
import type { Field } from '../../../src/record/usage-record.js';

describe('posteriors', () => {
  const support = (ratio: number, low: number) => ({
    nats: 1,
    calibrated: { ratio, low, high: ratio, cap: 1_000, references: 500 },
  });

  it('are what counting gives: of the groups that show such evidence, those that are operations', () => {
    for (const { oneIn, probability, probabilityLow } of posteriors(support(320, 40))) {
      // Of n groups one is an operation; such evidence is shown by r in 1,000 operations and by 1 in 1,000 others.
      const counted = (r: number) => r / (r + (oneIn - 1));
      expect(probability).toBeCloseTo(counted(320), 12);
      expect(probabilityLow).toBeCloseTo(counted(40), 12);
    }
  });

  it('fall with rarer operations, leave the prior where the ratio says nothing, and are absent without calibration', () => {
    const found = posteriors(support(1, 0.5));
    expect(found.map(({ oneIn }) => oneIn)).toEqual([10, 100, 1_000, 10_000]);
    for (const { oneIn, probability, probabilityLow } of found) {
      expect(probability).toBeCloseTo(1 / oneIn, 12);
      expect(probabilityLow).toBeLessThan(probability);
    }
    expect(posteriors({ nats: 9, calibrated: null })).toEqual([]);
  });
});

describe('scores without a family', () => {
  const residual = (
    family: Residual['family'],
    nats: number,
    explainedBy: Residual['explainedBy'] = [],
  ): Residual => ({
    name: `${family} ${nats}`,
    family,
    nats,
    explainedBy,
    statistic: { name: family, value: 1, baseline: 0, unit: 'share', n: 9 },
  });
  const evidence: FamilyEvidence[] = (['content', 'lengths', 'payment', 'timing'] as const).map((family) => ({
    family,
    available: family !== 'timing',
    nats: 1,
    statistics: [],
  }));
  const fields = new Set<Field>(['prompt', 'output_tokens', 'payment', 'org', 'ip']);
  // Without anything left out: H2 explains 2, H3 explains 5.
  const found = [residual('lengths', 6, ['H2']), residual('payment', 5, ['H3']), residual('content', -1)];

  it('are what is left over the closest alternative, which may be another one then', () => {
    const scores = scoresWithout({ evidence, conditions: [] }, found, fields, null);
    expect(scores).toEqual([
      { without: 'content', score: INTERCEPT + 5, holds: true }, // H2 explains the lengths
      { without: 'lengths', score: INTERCEPT - 1, holds: false }, // H3 explains the payments
      { without: 'payment', score: INTERCEPT - 1, holds: false }, // H2 explains the lengths
    ]);
  });

  it('hold only where calibration, too, would still let the group alert', () => {
    const spread = (n: number, from: number, to: number) =>
      Array.from({ length: n }, (_, i) => to - ((to - from) * i) / (n - 1));
    const calibration = calibrate({ others: spread(400, -12, 1.5), operations: spread(200, -2, 14) })!;
    const strong = [residual('lengths', 12), residual('payment', 1), residual('content', 0)];
    const limit = (needed: number): AlertCondition[] => [
      { name: 'false-discovery', value: needed, needed, holds: true },
    ];
    const holds = (conditions: AlertCondition[]) =>
      scoresWithout({ evidence, conditions }, strong, fields, calibration).map((score) => score.holds);
    expect(holds(limit(0.01))).toEqual([true, false, true]);
    // A stricter limit than the reference can reach fails all of them.
    expect(holds(limit(1e-9))).toEqual([false, false, false]);
    expect(holds([])).toEqual([true, false, true]);
  });
});
