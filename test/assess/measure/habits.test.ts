import { describe, expect, it } from 'vitest';
import { networkChurn } from '../../../src/assess/measure/network-churn.js';
import { rateLimitRiding } from '../../../src/assess/measure/rate-limit-riding.js';
import { regionMismatch } from '../../../src/assess/measure/region-mismatch.js';
import { specialisationGap } from '../../../src/assess/measure/specialisation-gap.js';
import type { Row } from '../../record/rows.js';
import { Seeded } from '../../record/seeded.js';
import { DAY, MINUTE, MONDAY, measured, range, row, steady } from './log.js';

const SIZE = 10;
/** Ten members, each with rows of its own. */
const group = (rows: (k: number) => Partial<Row>[]) =>
  range(SIZE).flatMap((k) => rows(k).map((fields) => row(`m${k}`, fields)));
const on = (d: number) => ({ time: MONDAY + d * DAY });

describe('network-churn', () => {
  /** `n` networks a day for each member on four days, each with three requests. */
  const networks = (n: (k: number) => number) =>
    group((k) =>
      range(4).flatMap((d) =>
        range(n(k) * 3).map((i) => ({ ...on(d), ip: `10.${k}.${10 * d + (i % n(k))}.${i}` })),
      ),
    );

  it('is the median number of networks per active day, whatever the requests', () => {
    expect(
      steady(
        networkChurn,
        networks(() => 6),
      ),
    ).toBe(6);
    expect(
      steady(
        networkChurn,
        networks(() => 1),
      ),
    ).toBe(1);
    expect(
      steady(
        networkChurn,
        networks((k) => (k < 4 ? 20 : 2)),
      ),
    ).toBe(2);
  });

  it('does not count a network again that is used on every day', () => {
    expect(
      steady(
        networkChurn,
        group((k) => range(4).map((d) => ({ ...on(d), ip: `10.${k}.0.1` }))),
      ),
    ).toBe(1);
  });

  it('is NaN for fewer than three members that show a network', () => {
    expect(
      measured(
        networkChurn,
        group((k) => (k < 2 ? [{ ip: '10.0.0.1' }] : [{}])),
      ),
    ).toBeNaN();
  });
});

describe('region-mismatch', () => {
  const countries = (n: number) => group(() => range(8).map((d) => ({ ...on(d), country: `C${d % n}` })));

  it('is the countries beyond the first per active day', () => {
    expect(steady(regionMismatch, countries(8))).toBeCloseTo(7 / 8, 12);
    expect(steady(regionMismatch, countries(2))).toBeCloseTo(1 / 8, 12);
    expect(steady(regionMismatch, countries(1))).toBe(0);
  });

  it('is NaN without the column', () => {
    expect(
      measured(
        regionMismatch,
        group(() => [{}, {}]),
      ),
    ).toBeNaN();
  });
});

describe('rate-limit-riding', () => {
  /** 40 requests of each member: the busiest tick has `most(k)`, the others one each; `refused(k)` are 429. */
  const limited = (most: (k: number) => number, refused: (k: number) => number) =>
    group((k) =>
      range(40).map((i) => ({
        time: MONDAY + Math.max(0, i - most(k) + 1) * 5 * MINUTE,
        status: i < refused(k) ? 429 : 200,
      })),
    );

  it('is the share of members that are refused at times below one ceiling', () => {
    expect(
      steady(
        rateLimitRiding,
        limited(
          () => 20,
          () => 2,
        ),
      ),
    ).toBe(1);
    expect(
      steady(
        rateLimitRiding,
        limited(
          (k) => 20 + (k % 3),
          () => 2,
        ),
      ),
    ).toBe(1);
    expect(
      steady(
        rateLimitRiding,
        limited(
          () => 20,
          (k) => (k < 6 ? 2 : 0),
        ),
      ),
    ).toBe(0.6);
  });

  it('is low for limits of their own, for accounts never refused, and for accounts that mostly are', () => {
    expect(
      steady(
        rateLimitRiding,
        limited(
          (k) => 2 + 3 * k,
          () => 2,
        ),
      ),
    ).toBeLessThanOrEqual(0.3);
    expect(
      steady(
        rateLimitRiding,
        limited(
          () => 20,
          () => 0,
        ),
      ),
    ).toBe(0);
    expect(
      steady(
        rateLimitRiding,
        limited(
          () => 20,
          () => 12,
        ),
      ),
    ).toBe(0);
  });

  it('is NaN for fewer than four members that show a status', () => {
    const rows = limited(
      () => 20,
      () => 2,
    );
    expect(
      measured(
        rateLimitRiding,
        rows.filter(({ account }) => /^m[0-2]$/.test(account)),
      ),
    ).toBeNaN();
    expect(
      measured(
        rateLimitRiding,
        rows.map(({ status, ...rest }) => rest),
      ),
    ).toBeNaN();
  });
});

describe('specialisation-gap', () => {
  const lengths = (n: (k: number) => number, kind: (k: number, random: Seeded) => number, model = false) => {
    const random = new Seeded(4);
    return group((k) =>
      range(n(k)).map(() => {
        const drawn = kind(k, random);
        return { input_tokens: 4 ** drawn, output_tokens: 3, model: model ? `model ${drawn}` : 'one' };
      }),
    );
  };
  const narrow = (k: number) => k;
  const any = (_: number, random: Seeded) => random.int(0, 9);

  it('is 1 where each does one thing of its own, and 0 where all do everything', () => {
    expect(
      steady(
        specialisationGap,
        lengths(() => 60, narrow),
      ),
    ).toBeCloseTo(1, 10);
    expect(
      Math.abs(
        steady(
          specialisationGap,
          lengths(() => 60, any),
        ),
      ),
    ).toBeLessThan(0.03);
    const two = lengths(
      () => 60,
      (k, random) => 2 * (k % 5) + random.int(0, 1),
    );
    expect(steady(specialisationGap, two)).toBeCloseTo(1 - Math.log(2) / Math.log(10), 1);
  });

  it('does not take few requests for narrowness, nor few busy members for the pool', () => {
    expect(
      Math.abs(
        steady(
          specialisationGap,
          lengths(() => 22, any),
        ),
      ),
    ).toBeLessThan(0.08);
    const busy = lengths((k) => (k === 0 ? 4_000 : 200), narrow);
    expect(steady(specialisationGap, busy)).toBeCloseTo(1, 10);
    const mixed = lengths(
      (k) => (k === 0 ? 4_000 : 200),
      (k, random) => (k === 0 ? any(k, random) : k),
    );
    expect(steady(specialisationGap, mixed)).toBeGreaterThan(0.8);
  });

  it('counts models as it counts lengths', () => {
    const one = lengths(
      () => 60,
      (k) => k,
      true,
    ).map((r) => ({ ...r, input_tokens: 10 }));
    expect(steady(specialisationGap, one)).toBeCloseTo(1, 10);
  });

  it('is NaN for fewer than three members of twenty requests, and for a pool that does one thing', () => {
    expect(
      measured(
        specialisationGap,
        lengths((k) => (k < 2 ? 60 : 19), narrow),
      ),
    ).toBeNaN();
    expect(
      measured(
        specialisationGap,
        lengths(
          () => 60,
          () => 3,
        ),
      ),
    ).toBeNaN();
  });
});
