import { describe, expect, it } from 'vitest';
import { accountTraits } from '../../src/assess/account-traits.js';
import { alternatives, strongest } from '../../src/assess/alternatives.js';
import type { Alternative, EvidenceFamily } from '../../src/assess/finding.js';
import { type GroupTraits, groupTraits } from '../../src/assess/group-traits.js';
import { indicators } from '../../src/assess/indicators.js';
import { MatchedRank } from '../../src/assess/matched-rank.js';
import { onScale, type Residual, residuals } from '../../src/assess/residual.js';
import { ALERT_RESIDUAL_NATS, RESELLER_PAYMENT_SHARE, SCALES } from '../../src/assess/thresholds.js';
import { weaknesses } from '../../src/assess/weaknesses.js';
import { FIELDS, type Field } from '../../src/record/usage-record.js';
import { FED, sourceRows, strangers, tableOf } from '../link/world.js';
import type { Row } from '../record/rows.js';
import { forSeeds, Seeded } from '../record/seeded.js';

function traitsOf(rows: readonly Row[], prefix: string): GroupTraits {
  const table = tableOf(rows);
  const members = table.accounts.flatMap((name, a) => (name.startsWith(prefix) ? [a] : []));
  return groupTraits(table, accountTraits(table), new MatchedRank(table.totals.requests), members);
}

const world = (() => {
  const random = new Seeded(21);
  return [...strangers(random, 240), ...sourceRows(random, { ...FED, accounts: 12 })];
})();
const FED_TRAITS = traitsOf(world, 'fed_');
const STRANGER_TRAITS = traitsOf(world, 'stranger_');
const ALL_TRAITS = traitsOf(world, '');
const EVERY_FIELD = new Set(FIELDS);

describe('onScale', () => {
  it.each(Object.entries(SCALES))('keeps %s within its bounds, in the direction of its slope', (_, scale) => {
    expect(onScale(scale, scale.neutral)).toBeCloseTo(0, 12); // 0 lies within the bounds of every scale
    forSeeds(1, (random) => {
      for (let i = 0; i < 500; i++) {
        const value = 20 * random.normal();
        const nats = onScale(scale, value);
        expect(nats).toBeGreaterThanOrEqual(scale.least);
        expect(nats).toBeLessThanOrEqual(scale.most);
        expect(Math.sign(scale.slope) * (onScale(scale, value + 1) - nats)).toBeGreaterThanOrEqual(0);
      }
    });
    expect([onScale(scale, -1e9), onScale(scale, 1e9)].sort((x, y) => x - y)).toEqual([
      scale.least,
      scale.most,
    ]);
    expect(onScale(scale, Number.NaN)).toBeNaN();
  });
});

describe('residuals', () => {
  it('speak for one operator in a fed group, and not among strangers', () => {
    const sum = (found: readonly Residual[]) => found.reduce((nats, r) => nats + r.nats, 0);
    expect(sum(residuals(FED_TRAITS, 0.98, ALL_TRAITS))).toBeGreaterThan(4);
    expect(sum(residuals(STRANGER_TRAITS, 0.5, ALL_TRAITS))).toBeLessThan(0);
  });

  it('name each measure once, and their statistic alike', () => {
    const found = residuals(FED_TRAITS, 0.98, ALL_TRAITS);
    expect(found.map(({ name }) => name)).toEqual([...new Set(found.map(({ name }) => name))]);
    for (const { name, nats, statistic } of found) {
      expect(statistic.name).toBe(name);
      expect(Number.isFinite(nats) && Number.isFinite(statistic.value)).toBe(true);
      expect(statistic.baseline === null || Number.isFinite(statistic.baseline)).toBe(true);
    }
  });

  it('stand aside without their columns', () => {
    const only = (...fields: (keyof Row)[]) => {
      const rows = world.map(
        (row) =>
          Object.fromEntries(Object.entries(row).filter(([f]) => (fields as string[]).includes(f))) as Row,
      );
      return residuals(traitsOf(rows, 'fed_'), 0.9, traitsOf(rows, ''));
    };
    const families = (found: readonly Residual[]) => [...new Set(found.map(({ family }) => family))].sort();
    expect(families(only('time', 'account'))).toEqual(['timing', 'volume']);
    expect(families(only('time', 'account', 'prompt'))).toEqual(['content', 'timing', 'volume']);
    expect(families(only('time', 'account', 'output_tokens'))).toEqual(['lengths', 'timing', 'volume']);
    expect(families(only('time', 'account', 'ip'))).toEqual(['infrastructure', 'timing', 'volume']);
    expect(families(only('time', 'account', 'payment'))).toEqual(['payment', 'timing', 'volume']);
  });

  it('do not trust a small spread of few members as they trust that of many', () => {
    const of = (size: number) =>
      residuals({ ...FED_TRAITS, size, volumeSpread: 0.35 }, 0.5, ALL_TRAITS).find(
        ({ name }) => name === 'volume-spread',
      )!.nats;
    expect(of(8)).toBeLessThan(of(30));
    expect(of(30)).toBeLessThan(of(300));
  });

  it('count one declared organisation, one exit and one list against an operator who hides', () => {
    const one = { holders: 12, top: 1, shared: 1, distinctPerHolder: 1 / 12 };
    const nats = (changed: Partial<GroupTraits>, name: string) =>
      residuals({ ...FED_TRAITS, ...changed }, 0.98, ALL_TRAITS).find((r) => r.name === name)!.nats;
    expect(nats({}, 'declared-organisation')).toBeGreaterThanOrEqual(-0);
    expect(nats({ org: one }, 'declared-organisation')).toBeLessThan(-5);
    expect(nats({ network: one, countries: 1, payment: one }, 'common-exit')).toBeLessThan(-5);
    expect(nats({ payment: one }, 'one-payment')).toBeLessThan(-2);
    expect(nats({ listShare: 0.9 }, 'prompts-of-the-whole-group')).toBeLessThan(-5);
    expect(nats({ repetition: 8 }, 'requests-per-prompt')).toBeLessThan(-2);
  });
});

describe('indicators', () => {
  it('hold for a harvest, and are not testable without columns', () => {
    const verdicts = (traits: GroupTraits) =>
      Object.fromEntries(indicators(traits, ALL_TRAITS, 50).map(({ name, verdict }) => [name, verdict]));
    expect(verdicts({ ...FED_TRAITS, splitShare: 0.4 })).toEqual({
      'coverage-without-repetition': 'holds',
      'fixed-multiplicity': 'holds',
      'long-answers': 'holds',
      'narrow-capability': 'holds',
      'single-turn-harvest': 'holds',
      'round-the-clock-cover': 'holds',
      volume: expect.stringMatching('hold'),
    });
    expect(verdicts({ ...FED_TRAITS, repetition: 5 })['coverage-without-repetition']).toBe('does not hold');
    expect(verdicts({ ...FED_TRAITS, listShare: 0.9 })['coverage-without-repetition']).toBe('does not hold');
    const bare = traitsOf(
      world.map(({ time, account }) => ({ time, account })),
      'fed_',
    );
    for (const name of [
      'coverage-without-repetition',
      'fixed-multiplicity',
      'long-answers',
      'narrow-capability',
      'single-turn-harvest',
    ]) {
      expect(verdicts(bare)[name], name).toBe('not testable');
    }
    expect(verdicts(bare)['round-the-clock-cover']).toBe('holds');
  });
});

function residual(name: string, family: EvidenceFamily, nats: number): Residual {
  return { name, family, nats, statistic: { name, value: nats, baseline: null, unit: 'x', n: 9 } };
}

describe('alternatives', () => {
  const found = [
    residual('volume-spread', 'volume', 4),
    residual('output-spread', 'lengths', 1.5),
    residual('shared-network-pool', 'infrastructure', 2),
    residual('same-hours', 'timing', -0.5),
    residual('least-day', 'timing', 1),
    residual('declared-organisation', 'payment', -3),
  ];
  const tested = alternatives(found, FED_TRAITS, EVERY_FIELD);
  const of = (id: string) => tested.find((alternative) => alternative.id === id)!;

  it('are listed in order, those that need outside knowledge as not testable', () => {
    expect(tested.map(({ id }) => id)).toEqual(['H2', 'H3', 'H4', 'H5', 'H6', 'H7', 'H8', 'H9', 'H10']);
    for (const id of ['H6', 'H8', 'H9', 'H10']) {
      expect(of(id)).toEqual({
        id,
        verdict: 'not-testable',
        residualNats: null,
        explained: [],
        statistics: [],
      });
    }
  });

  it('set aside what they explain where it speaks for one operator, and nothing else', () => {
    expect(of('H2').residualNats).toBeCloseTo(5 - 1.5, 12);
    expect(of('H2').explained).toEqual(['lengths']);
    expect(of('H3').residualNats).toBeCloseTo(5 - 2, 12); // what its hours say against stays
    expect(of('H3').statistics.map(({ name }) => name)).toEqual(['shared-network-pool']);
    expect(of('H4').residualNats).toBeCloseTo(5 - 2 - 1.5, 12);
    expect(of('H5').residualNats).toBeCloseTo(5 - 1.5, 12);
    expect(of('H7').residualNats).toBeCloseTo(5 - 1, 12);
  });

  it('set nothing aside when all speaks against, whatever measures there are', () => {
    forSeeds(20, (random) => {
      const names = [
        'output-spread',
        'shared-network-pool',
        'countries-per-account',
        'same-hours',
        'hour-spread-rank',
        'pace-rank',
      ];
      const measures = names.map((name) => residual(name, 'timing', 4 * random.normal()));
      const total = measures.reduce((sum, { nats }) => sum + nats, 0);
      for (const { residualNats } of alternatives(measures, FED_TRAITS, EVERY_FIELD)) {
        if (residualNats !== null) expect(residualNats).toBeLessThanOrEqual(total + 1e-9);
      }
      const against = measures.map((r) => residual(r.name, r.family, -Math.abs(r.nats)));
      const sum = against.reduce((nats, r) => nats + r.nats, 0);
      for (const { residualNats, explained, verdict } of alternatives(against, FED_TRAITS, EVERY_FIELD)) {
        expect(explained).toEqual([]);
        if (residualNats === null) continue;
        expect(residualNats).toBeCloseTo(sum, 9);
        expect(verdict).toBe('nothing-to-explain');
      }
    });
  });

  it('take crossing payments for a reseller only where one payment is large', () => {
    const crossing = [residual('payment-across-organisations', 'payment', 2)];
    const reseller = (top: number) => {
      const traits = { ...FED_TRAITS, payment: { ...FED_TRAITS.payment, top } };
      return alternatives(crossing, traits, EVERY_FIELD).find(({ id }) => id === 'H4')!;
    };
    expect(reseller(RESELLER_PAYMENT_SHARE)).toMatchObject({ residualNats: 0, verdict: 'explains' });
    expect(reseller(RESELLER_PAYMENT_SHARE - 0.01)).toMatchObject({
      residualNats: 2,
      verdict: 'leaves-residual',
    });
  });

  it('leave a residual from the limit on; below it they explain, if there was anything to explain', () => {
    const template = (rest: number, spread: number) => {
      const measures = [
        residual('volume-spread', 'volume', rest),
        residual('output-spread', 'lengths', spread),
      ];
      return alternatives(measures, FED_TRAITS, EVERY_FIELD)[0]!.verdict;
    };
    expect(template(ALERT_RESIDUAL_NATS, 3)).toBe('leaves-residual');
    expect(template(ALERT_RESIDUAL_NATS - 0.001, 3)).toBe('explains');
    expect(template(ALERT_RESIDUAL_NATS - 0.001, 0)).toBe('nothing-to-explain');
  });

  it('are not testable without a column to test them by', () => {
    const testable = (...fields: Field[]) =>
      alternatives(found, FED_TRAITS, new Set<Field>(['time', 'account', ...fields]))
        .filter(({ verdict }) => verdict !== 'not-testable')
        .map(({ id }) => id);
    expect(testable()).toEqual(['H2', 'H5', 'H7']);
    expect(testable('org')).toEqual(['H2', 'H3', 'H5', 'H7']);
    expect(testable('ip')).toEqual(['H2', 'H3', 'H4', 'H5', 'H7']);
  });
});

describe('strongest', () => {
  const alternative = (id: Alternative['id'], residualNats: number | null): Alternative => {
    return { id, residualNats, verdict: 'explains', explained: [], statistics: [] };
  };

  it('is the one with the smallest residual, ties by id, untestable ones left out', () => {
    expect(strongest([alternative('H2', 3), alternative('H3', -1), alternative('H4', 2)])?.id).toBe('H3');
    expect(strongest([alternative('H2', 3), alternative('H5', 1), alternative('H7', 1)])?.id).toBe('H5');
    expect(strongest([alternative('H6', null), alternative('H7', 9)])?.id).toBe('H7');
    expect(strongest([alternative('H6', null)])).toBeNull();
    expect(strongest([])).toBeNull();
  });
});

describe('weaknesses', () => {
  it('are never none, even of a finding with everything', () => {
    const families: EvidenceFamily[] = [
      'content',
      'lengths',
      'settings',
      'infrastructure',
      'payment',
      'timing',
    ];
    const evidence = families.map((family) => ({ family, available: true, nats: 5, statistics: [] }));
    const signs = indicators(FED_TRAITS, ALL_TRAITS, 50);
    const all = weaknesses(
      new Set(['payment', 'ip', 'prompt', 'input_tokens', 'max_tokens'] as const),
      { ...FED_TRAITS, size: 100, requests: 50_000, activeDays: 30 },
      evidence,
      signs,
      null,
      [],
      [1, 1, 1],
    );
    expect(all.map(({ code }) => code)).toEqual(['not-calibrated']);
  });

  it('name what is missing, small, short or loose', () => {
    const codes = weaknesses(
      new Set(['time', 'account'] as const),
      { ...FED_TRAITS, size: 10, requests: 100, activeDays: 3 },
      [{ family: 'timing', available: true, nats: 3, statistics: [] }],
      [],
      alternatives([], FED_TRAITS, EVERY_FIELD)[0]!,
      alternatives([], FED_TRAITS, EVERY_FIELD),
      [0.5, 0.99, 0.99],
    ).map(({ code }) => code);
    expect(codes).toEqual([
      'one-family',
      'payment-absent',
      'infrastructure-absent',
      'content-absent',
      'lengths-absent',
      'settings-absent',
      'short-span',
      'small-group',
      'few-requests',
      'weak-members',
      'few-indicators',
      'alternative-close',
      'alternatives-not-testable',
      'not-calibrated',
    ]);
  });
});
