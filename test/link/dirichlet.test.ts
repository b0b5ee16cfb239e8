import { gammaln } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { COUNT_STEP, DirichletPrior, fitDirichlet, type HistogramView } from '../../src/link/dirichlet.js';
import { forSeeds, type Seeded } from '../record/seeded.js';

/** Log marginal likelihood of counts under a Dirichlet–multinomial, straight from its formula. */
function marginal(alpha: readonly number[], counts: readonly number[]): number {
  const total = alpha.reduce((s, a) => s + a, 0);
  const n = counts.reduce((s, x) => s + x, 0);
  return alpha.reduce(
    (sum, a, k) => sum + gammaln(a + counts[k]!) - gammaln(a),
    gammaln(total) - gammaln(total + n),
  );
}

/** The bins dense[at … at + bins) as a unit has them, in the middle of a longer list of filled bins. */
function view(dense: Uint16Array, at = 0, bins = dense.length): HistogramView {
  const own = dense.subarray(at, at + bins);
  const filled = Array.from(own.keys()).filter((k) => own[k]! > 0);
  const list = [7, ...filled, 3];
  const steps = Uint16Array.of(9, ...filled.map((k) => own[k]!), 9);
  return { bins: Uint32Array.from(list), steps, from: 1, to: filled.length + 1, dense, at, sum: sum(own) };
}

const sum = (list: Iterable<number>) => [...list].reduce((s, x) => s + x, 0);

function sample(random: Seeded, proportions: readonly number[], requests: number): Uint16Array {
  const steps = new Uint16Array(proportions.length);
  for (let i = 0; i < requests; i++) steps[random.weighted(proportions)]! += 1 / COUNT_STEP;
  return steps;
}

describe('DirichletPrior.sameSource', () => {
  it('is L(x + y) − L(x) − L(y)', () => {
    forSeeds(30, (random) => {
      const bins = random.int(1, 30);
      const alpha = Array.from({ length: bins }, () => 0.01 + 6 * random.unit() ** 3);
      const prior = new DirichletPrior(Float64Array.from(alpha), 2 * 60 * bins);
      const draw = () =>
        Uint16Array.from({ length: bins }, () => (random.chance(0.4) ? 0 : random.int(0, 200)));
      const x = draw();
      const y = draw();
      const inside = new Uint16Array(3 * bins); // x does not start at the front
      inside.set(x, bins);
      const counts = (steps: Uint16Array) => Array.from(steps, (s) => s * COUNT_STEP);
      const both = counts(x).map((c, k) => c + counts(y)[k]!);
      const expected = marginal(alpha, both) - marginal(alpha, counts(x)) - marginal(alpha, counts(y));
      expect(prior.sameSource(view(inside, bins, bins), view(y))).toBeCloseTo(expected, 6);
      expect(prior.sameSource(view(y), view(inside, bins, bins))).toBeCloseTo(expected, 6);
    });
  });

  it('says nothing where one side has no counts', () => {
    const prior = new DirichletPrior(Float64Array.of(1, 2, 3), 100);
    expect(prior.sameSource(view(new Uint16Array(3)), view(Uint16Array.of(4, 8, 0)))).toBe(0);
  });

  it('sets pairs of one source apart from pairs of two', () => {
    forSeeds(3, (random) => {
      const alpha = Array.from({ length: 24 }, () => 0.3);
      const prior = new DirichletPrior(Float64Array.from(alpha), 200);
      const score = (p: readonly number[], q: readonly number[]) => {
        const x = sample(random, p, 40);
        const y = sample(random, q, 40);
        return prior.sameSource(view(x), view(y));
      };
      const same: number[] = [];
      const different: number[] = [];
      for (let i = 0; i < 200; i++) {
        const p = random.dirichlet(alpha);
        same.push(score(p, p));
        different.push(score(p, random.dirichlet(alpha)));
      }
      expect(same.filter((nats) => nats > 3).length).toBeGreaterThan(190);
      expect(different.filter((nats) => nats < -3).length).toBeGreaterThan(180);
    });
  });
});

describe('fitDirichlet', () => {
  it('recovers mean and precision of a known one', () => {
    forSeeds(4, (random) => {
      for (const alpha of [
        [2, 5, 1, 0.5, 8],
        [0.3, 0.3, 0.3, 0.9],
        [10, 20],
      ]) {
        const rows = Array.from({ length: 3_000 }, () => Float64Array.from(random.dirichlet(alpha)));
        const fitted = fitDirichlet(rows, alpha.length);
        const total = sum(alpha);
        expect(Math.abs(Math.log(sum(fitted) / total)), `precision ${sum(fitted)} of ${total}`).toBeLessThan(
          0.15,
        );
        alpha.forEach((a, k) => {
          expect(Math.abs(fitted[k]! / sum(fitted) - a / total), `mean of bin ${k}`).toBeLessThan(0.02);
        });
      }
    });
  });

  it('is proper where there is little to fit', () => {
    expect(fitDirichlet([], 4)).toEqual(Float64Array.of(1, 1, 1, 1));
    expect(fitDirichlet([Float64Array.of(1, 0)], 2)).toEqual(Float64Array.of(1, 1));
    const unused = fitDirichlet([Float64Array.of(1, 0, 0), Float64Array.of(1, 0, 0)], 3);
    for (const a of unused) expect(Number.isFinite(a) && a > 0).toBe(true);
    expect(unused[0]! / sum(unused)).toBeGreaterThan(0.5);
  });
});
