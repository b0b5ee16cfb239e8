import { expect, test } from 'vitest';
import errorRates from '../../fixtures/calibration/error-rates.json' with { type: 'json' };
import { CONFIDENCE_CHECKS, withConfidence } from '../../src/evidence/confidence-entry.js';
import { errorRatesEntry, type MeasuredErrors } from '../../src/evidence/error-rates-entry.js';
import type { GroupEntry } from '../../src/evidence/findings-document.js';
import { assessment, document, group, ingest, member } from './fixture.js';

const FAMILIES = ['content', 'infrastructure', 'payment', 'lengths'] as const;
const speaking = FAMILIES.map((family) => ({ family, available: true, nats: 3, statistics: [] }));
const firm = document({
  assessment: assessment({
    groups: [
      group({
        confidence: 'moderate',
        evidence: speaking,
        members: Array.from({ length: 10 }, (_, i) => member(`a${i}`, 0.99, 50)),
      }),
    ],
  }),
});
const { coverage } = firm;
const stable = {
  ...firm.groups[0]!,
  figures: { sensitivity: FAMILIES.map((without) => ({ without, score: 4, holds: true })) },
} as unknown as GroupEntry;
const level = (group_: GroupEntry, judged = { coverage, vouched: true }) => {
  const { confidence, confidence_checks: checks } = withConfidence(group_, judged);
  return { confidence, failing: checks!.filter(({ holds }) => holds !== true).map(({ check }) => check) };
};

test('confidence is high only where every check holds', () => {
  expect(level(stable)).toEqual({ confidence: 'high', failing: [] });
  expect(level(stable, { coverage, vouched: false })).toEqual({
    confidence: 'moderate',
    failing: ['reference-of-this-population'],
  });
  expect(level(firm.groups[0]!).failing).toEqual(['stable-without-any-family']);
  expect(level({ ...stable, confidence: 'low' }).confidence).toBe('low');
  const loose = stable.members.map((each) => ({ ...each, strength: 0.5 }));
  expect(level({ ...stable, members: loose })).toEqual({ confidence: 'moderate', failing: ['members-firm'] });
});

test('confidence is low where more than a twentieth of the rows was refused', () => {
  const judged = (quarantined_share: number) => ({
    coverage: { ...coverage, accepted_share: 1 - quarantined_share, quarantined_share },
    vouched: true,
  });
  expect(level(stable, judged(0.051)).confidence).toBe('low');
  expect(level(stable, judged(0.05))).toEqual({ confidence: 'moderate', failing: ['rows-accepted'] });
  const rows = { read: 100, accepted: 90, quarantined: 10, filtered: 0 };
  expect(document({ ingest: ingest({ rows }) }).groups.map(({ confidence }) => confidence)).not.toContain(
    'moderate',
  );
});

test('every group lists every check, in one order', () => {
  for (const { confidence_checks: checks } of document().groups)
    expect(checks!.map(({ check }) => check)).toEqual(CONFIDENCE_CHECKS);
});

test('how many groups score so high by chance is said where a reference tells', () => {
  const [first] = document().groups;
  expect(first!.support.calibrated).toMatchObject({ chance: 0.0001, expected_by_chance: 0.064 });
  const { controlled: _, ...rest } = assessment();
  expect(document({ assessment: rest }).groups[0]!.support.calibrated).not.toHaveProperty(
    'expected_by_chance',
  );
});

test('error rates carry sample sizes and intervals', () => {
  const { rates, weeks } = errorRatesEntry(errorRates as MeasuredErrors);
  expect(rates.find(({ code, evasion }) => code === 'operations-missed' && evasion === 3)).toMatchObject({
    errors: 8,
    of: 26,
    share: 0.307692,
  });
  const high = rates.find(({ code }) => code === 'others-with-high-ratio')!;
  expect(high).toMatchObject({ errors: 5, of: 1646, ratio: 100 });
  expect(high.low).toBeCloseTo(0.0013, 4);
  expect(high.high).toBeCloseTo(0.0071, 4);
  expect(weeks).toHaveLength(9);
  const none = errorRatesEntry({ ...(errorRates as MeasuredErrors), weeks: [] });
  expect(none.rates.map(({ code }) => code)).not.toContain('operations-missed');
});
