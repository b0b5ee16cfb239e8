import { describe, expect, it } from 'vitest';
import { accountTraits } from '../../src/assess/account-traits.js';
import { alternatives, strongest } from '../../src/assess/alternatives.js';
import type { Alternative, AlternativeId, EvidenceFamily, Indicator } from '../../src/assess/finding.js';
import { GroupReader, type GroupTraits } from '../../src/assess/group-traits.js';
import { indicators, signsHolding } from '../../src/assess/indicators.js';
import { MEASURES } from '../../src/assess/measure/catalogue.js';
import { type Residual, residualsOf, worth } from '../../src/assess/residual.js';
import { ALERT_NATS, INDICATOR_LIMITS } from '../../src/assess/thresholds.js';
import { weaknesses } from '../../src/assess/weaknesses.js';
import { INTERCEPT, WEIGHTS } from '../../src/assess/weights.js';
import { linkData } from '../../src/link/index.js';
import { FIELDS, type Field } from '../../src/record/usage-record.js';
import { FED, sourceRows, strangers, tableOf } from '../link/world.js';
import type { Row } from '../record/rows.js';
import { forSeeds, Seeded } from '../record/seeded.js';

/** What is read off a log for the accounts whose name begins with `prefix`. */
function seen(rows: readonly Row[], prefix: string) {
  const table = tableOf(rows);
  const data = linkData(table);
  const traits = accountTraits(table);
  const members = table.accounts.flatMap((name, a) => (name.startsWith(prefix) ? [a] : []));
  const read = new GroupReader(table, traits, data);
  return {
    traits: read.group(members),
    all: read.wholeLog(),
    found: residualsOf({ table, data, traits })(members),
  };
}
const sum = (found: readonly Residual[]) => found.reduce((nats, r) => nats + r.nats, 0);

const world = (() => {
  const random = new Seeded(21);
  return [...strangers(random, 240), ...sourceRows(random, { ...FED, accounts: 12 })];
})();
const { traits: FED_TRAITS, all: ALL_TRAITS, found: FED_FOUND } = seen(world, 'fed_');
const EVERY_FIELD = new Set(FIELDS);

describe('worth', () => {
  it.each(Object.entries(WEIGHTS))('of %s grows with the distance, between its bounds', (name, weight) => {
    expect(weight.perUnit).toBeGreaterThan(0);
    expect(weight.least).toBeLessThanOrEqual(0);
    expect(weight.most).toBeGreaterThanOrEqual(0);
    expect(worth(name, 0)).toBeCloseTo(0, 12);
    expect(worth(name, -1e9)).toBeCloseTo(weight.perUnit * weight.least, 12);
    expect(worth(name, 1e9)).toBeCloseTo(weight.perUnit * weight.most, 12);
    forSeeds(1, (random) => {
      for (let i = 0; i < 200; i++) {
        const distance = 4 * random.normal();
        const bounded = Math.min(weight.most, Math.max(weight.least, distance));
        expect(worth(name, distance)).toBeCloseTo(weight.perUnit * bounded, 12);
        expect(worth(name, distance + random.unit())).toBeGreaterThanOrEqual(worth(name, distance));
      }
    });
  });

  it('is nothing for a measure that has no weight', () => {
    expect(worth('synchrony', 1)).toBe(0);
    expect(worth('no-such-measure', 1e9)).toBe(0);
  });

  it('leaves a group that shows what random groups show below the odds', () => {
    expect(INTERCEPT).toBeLessThan(0);
  });
});

describe('residuals', () => {
  it('speak for one operator in a fed group, and not among strangers', () => {
    expect(INTERCEPT + sum(FED_FOUND)).toBeGreaterThan(4);
    expect(INTERCEPT + sum(seen(world, 'stranger_').found)).toBeLessThan(0);
  });

  it('name each measure once, in the order of the catalogue, and their statistic alike', () => {
    const order = MEASURES.map(({ name }) => name);
    const places = FED_FOUND.map(({ name }) => order.indexOf(name));
    expect(places).toEqual([...new Set(places)].sort((x, y) => x - y));
    expect(places[0]).toBeGreaterThanOrEqual(0);
    for (const { name, nats, statistic } of FED_FOUND) {
      expect(statistic.name).toBe(name);
      expect(Number.isFinite(nats) && Number.isFinite(statistic.value)).toBe(true);
      expect(statistic.baseline === null || Number.isFinite(statistic.baseline)).toBe(true);
      expect(statistic.n).toBe(12);
    }
  });

  it('are worth their distance from random groups, in the direction that speaks for one operator', () => {
    let low = 0;
    for (const { name, nats, statistic } of FED_FOUND) {
      const { speaks } = MEASURES.find((measure) => measure.name === name)!;
      if (statistic.baseline === null) expect(nats).toBe(0);
      else {
        const beyond = statistic.value - statistic.baseline;
        expect(nats, name).toBe(worth(name, speaks === 'high' ? beyond : -beyond));
        if (speaks === 'low' && nats > 0) low++;
      }
    }
    expect(low).toBeGreaterThan(0);
  });

  it('stand aside without their columns', () => {
    const only = (...fields: (keyof Row)[]) => {
      const rows = world.map(
        (row) =>
          Object.fromEntries(Object.entries(row).filter(([f]) => (fields as string[]).includes(f))) as Row,
      );
      return [...new Set(seen(rows, 'fed_').found.map(({ family }) => family))].sort();
    };
    expect(only('time', 'account')).toEqual(['timing', 'volume']);
    expect(only('time', 'account', 'prompt')).toEqual(['content', 'timing', 'volume']);
    expect(only('time', 'account', 'output_tokens')).toEqual(['lengths', 'timing', 'volume']);
    expect(only('time', 'account', 'ip')).toEqual(['infrastructure', 'timing', 'volume']);
    expect(only('time', 'account', 'payment')).toEqual(['payment', 'timing', 'volume']);
  });

  it.each<[string, string, (row: Row, i: number) => Partial<Row>]>([
    ['one declared organisation', 'declared-organisation', () => ({ org: 'one' })],
    ['one exit', 'common-exit', () => ({ ip: '198.51.100.7' })],
    ['one payment', 'one-payment', () => ({ payment: 'one card' })],
    ['one list', 'prompts-of-the-whole-group', (_, i) => ({ prompt: `sheet ${i % 9}` })],
    [
      'a list that is run again',
      'requests-per-prompt',
      ({ account }, i) => ({ prompt: `${account} ${i % 9}` }),
    ],
  ])('count %s against an operator who hides', (_, name, change) => {
    const fed = (changed: (row: Row, i: number) => Partial<Row>) =>
      world.map((row, i) => (row.account.startsWith('fed_') ? { ...row, ...changed(row, i) } : row));
    const of = (rows: readonly Row[]) => seen(rows, 'fed_').found.find((r) => r.name === name)!.nats;
    // Hidden: networks of their own, everything else as it is.
    expect(of(fed(({ account }) => ({ ip: `172.16.${account.split('_')[1]}.7` })))).toBeGreaterThan(-0.5);
    expect(of(fed(change))).toBeLessThan(-1);
  });
});

describe('indicators', () => {
  it('nearly hold just beyond a limit, and two that do count as one that holds', () => {
    const verdict = (traits: GroupTraits, name: string) =>
      indicators(traits, ALL_TRAITS, 50).find((sign) => sign.name === name)!.verdict;
    const { outputRank, multiplicity } = INDICATOR_LIMITS;
    for (const [value, expected] of [
      [outputRank, 'holds'],
      [outputRank - 0.01, 'nearly holds'],
      [outputRank - 0.1, 'does not hold'],
    ] as const)
      expect(verdict({ ...FED_TRAITS, outputRank: value }, 'long-answers')).toBe(expected);
    expect(verdict({ ...FED_TRAITS, splitShare: multiplicity - 0.01 }, 'fixed-multiplicity')).toBe(
      'nearly holds',
    );
    const of = (...verdicts: Indicator['verdict'][]) =>
      signsHolding(verdicts.map((verdict, n) => ({ name: `sign ${n}`, verdict })));
    expect(of('nearly holds', 'nearly holds', 'nearly holds', 'nearly holds')).toBe(0);
    expect(
      signsHolding([
        { name: 'volume', verdict: 'holds' },
        { name: 'fixed-multiplicity', verdict: 'nearly holds' },
      ]),
    ).toBe(1);
    expect(of('holds', 'nearly holds', 'nearly holds', 'does not hold')).toBe(2);
    expect(of('holds', 'nearly holds', 'not testable')).toBe(1.5);
  });

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
    const bare = seen(
      world.map(({ time, account }) => ({ time, account })),
      'fed_',
    ).traits;
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

function residual(
  name: string,
  family: EvidenceFamily,
  nats: number,
  explainedBy: readonly AlternativeId[] = [],
): Residual {
  return {
    name,
    family,
    nats,
    explainedBy,
    statistic: { name, value: nats, baseline: null, unit: 'x', n: 9 },
  };
}

/** A measure of the rhythm with its distance from random groups. */
function rhythm(name: string, beyond: number): Residual {
  const statistic = { name, value: 2 + beyond, baseline: 2, unit: 'x', n: 9 };
  return { name, family: 'timing', nats: 0, explainedBy: ['H7'], statistic };
}

describe('alternatives', () => {
  const found = [
    residual('volume-spread', 'volume', 4),
    residual('output-spread', 'lengths', 1.5, ['H2', 'H4', 'H5']),
    residual('network-ties', 'infrastructure', 2, ['H3', 'H4']),
    residual('hour-agreement', 'timing', -0.5, ['H3', 'H5', 'H7']),
    residual('least-day', 'timing', 1, ['H7']),
    residual('declared-organisation', 'payment', -3),
    rhythm('slot-alignment', 1),
  ];
  const test = (
    measures: readonly Residual[],
    enough = ALERT_NATS,
    fields: ReadonlySet<Field> = EVERY_FIELD,
  ) => alternatives(measures, sum(measures), enough, fields);
  const tested = test(found);
  const of = (id: string, from = tested) => from.find((alternative) => alternative.id === id)!;

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
    expect(of('H3').residualNats).toBeCloseTo(5 - 2, 12); // what the hours say against stays
    expect(of('H3').statistics.map(({ name }) => name)).toEqual(['network-ties']);
    expect(of('H4').residualNats).toBeCloseTo(5 - 2 - 1.5, 12);
    expect(of('H5').residualNats).toBeCloseTo(5 - 1.5, 12);
    expect(of('H7').residualNats).toBeCloseTo(5 - 1, 12);
  });

  it('count all that speaks, what no measure gives included', () => {
    const with9 = alternatives(found, 9, ALERT_NATS, EVERY_FIELD);
    expect(of('H2', with9).residualNats).toBeCloseTo(9 - 1.5, 12);
  });

  it('set nothing aside when all speaks against, whatever measures there are', () => {
    const ids = ['H2', 'H3', 'H4', 'H5', 'H7'] as const;
    forSeeds(20, (random) => {
      const measures = Array.from({ length: 6 }, (_, i) =>
        residual(`measure-${i}`, 'timing', 4 * random.normal(), [random.pick(ids), random.pick(ids)]),
      );
      for (const { residualNats } of test(measures)) {
        if (residualNats !== null) expect(residualNats).toBeLessThanOrEqual(sum(measures) + 1e-9);
      }
      const against = measures.map((r) => ({ ...r, nats: -Math.abs(r.nats) }));
      for (const { residualNats, explained, verdict } of test(against)) {
        expect(explained).toEqual([]);
        if (residualNats === null) continue;
        expect(residualNats).toBeCloseTo(sum(against), 9);
        expect(verdict).toBe('nothing-to-explain');
      }
    });
  });

  it('explain a common rhythm by schedules as far as a schedule shows, and to a quarter in any case', () => {
    const left = (...shown: Residual[]) =>
      of('H7', test([residual('volume-agreement', 'volume', 4, ['H7']), ...shown])).residualNats;
    expect(left()).toBeCloseTo(4 - 1, 12);
    expect(left(rhythm('slot-alignment', -1), rhythm('scheduled-hours', 1))).toBeCloseTo(3, 12);
    expect(left(rhythm('slot-alignment', 0.15))).toBeCloseTo(4 - 2, 12); // half of what shows a schedule
    expect(left(rhythm('scheduled-hours', -0.3))).toBeCloseTo(2, 12);
    expect(left(rhythm('slot-alignment', 0.3))).toBeCloseTo(0, 12);
    expect(left(rhythm('scheduled-hours', -5))).toBeCloseTo(0, 12);
    expect(left(rhythm('slot-alignment', 0.15), rhythm('scheduled-hours', -0.45))).toBeCloseTo(1, 12);
    // Only scheduled jobs are asked for a schedule.
    const office = test([residual('hour-agreement', 'timing', 4, ['H3', 'H7'])]);
    expect(of('H3', office).residualNats).toBeCloseTo(0, 12);
    expect(of('H7', office).residualNats).toBeCloseTo(3, 12);
  });

  it('leave a residual from the limit on; below it they explain, if there was anything to explain', () => {
    const template = (rest: number, spread: number, enough = ALERT_NATS) =>
      of(
        'H2',
        test(
          [residual('volume-spread', 'volume', rest), residual('output-spread', 'lengths', spread, ['H2'])],
          enough,
        ),
      ).verdict;
    expect(template(ALERT_NATS, 3)).toBe('leaves-residual');
    expect(template(ALERT_NATS - 0.001, 3)).toBe('explains');
    expect(template(ALERT_NATS - 0.001, 0)).toBe('nothing-to-explain');
    expect([template(4, 3, 4), template(3.9, 3, 4), template(3.9, 0, 4)]).toEqual([
      'leaves-residual',
      'explains',
      'nothing-to-explain',
    ]);
  });

  it('are not testable without a column to test them by', () => {
    const testable = (...fields: Field[]) =>
      test(found, ALERT_NATS, new Set<Field>(['time', 'account', ...fields]))
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
      alternatives([], 5, ALERT_NATS, EVERY_FIELD),
      [1, 1, 1],
      true,
    );
    expect(all.map(({ code }) => code)).toEqual(['alternatives-not-testable']);
  });

  it('name what is missing, small, short or loose', () => {
    const codes = weaknesses(
      new Set(['time', 'account'] as const),
      { ...FED_TRAITS, size: 10, requests: 100, activeDays: 3 },
      [{ family: 'timing', available: true, nats: 3, statistics: [] }],
      [],
      alternatives([], 0, ALERT_NATS, EVERY_FIELD)[0]!,
      alternatives([], 0, ALERT_NATS, EVERY_FIELD),
      [0.5, 0.99, 0.99],
      false,
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
