import { describe, expect, it } from 'vitest';
import { falseDiscoveryLimit } from '../../src/assess/false-discovery.js';
import { forSeeds, Seeded } from '../record/seeded.js';

/** The definition: the largest k such that k of the tests have p ≤ rate · k / n; those are kept. */
function plain(p: readonly number[], rate: number): boolean[] {
  for (let k = p.length; k > 0; k--) {
    const limit = (rate * k) / p.length;
    if (p.filter((x) => x <= limit).length >= k) return p.map((x) => x <= limit);
  }
  return p.map(() => false);
}

function kept(p: readonly number[], rate: number): boolean[] {
  const limit = falseDiscoveryLimit(p, rate);
  return p.map((x) => x <= limit);
}

describe('falseDiscoveryLimit', () => {
  it('keeps what the definition keeps', () => {
    let keeping = 0;
    let dropped = 0;
    forSeeds(300, (random) => {
      const n = random.int(0, 40);
      const p = Array.from(
        { length: n },
        () => Math.ceil(200 * random.unit() ** random.int(1, 5)) / 200 || 0.005,
      );
      const found = kept(p, 0.05);
      expect(found).toEqual(plain(p, 0.05));
      keeping += found.filter(Boolean).length;
      dropped += found.filter((one) => !one).length;
    });
    expect(Math.min(keeping, dropped)).toBeGreaterThan(200); // both answers occurred
  });

  it('reproduces the example of Benjamini and Hochberg (1995): four of fifteen at 5 %', () => {
    const p = [
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528,
      0.759, 1,
    ];
    expect(kept(p, 0.05).filter(Boolean)).toHaveLength(4);
    expect(kept(p.toReversed(), 0.05).slice(-4)).toEqual([true, true, true, true]);
  });

  it('keeps at most the rate of false ones in the mean', () => {
    const random = new Seeded(5);
    let share = 0;
    const rounds = 2000;
    for (let round = 0; round < rounds; round++) {
      // Forty true nulls, ten far from theirs.
      const p = Array.from({ length: 50 }, (_, i) => (i < 40 ? 1 : 0.002) * (1 - random.unit()));
      const found = kept(p, 0.05);
      const wrong = found.slice(0, 40).filter(Boolean).length;
      share += wrong / Math.max(1, found.filter(Boolean).length);
    }
    // The expectation is 5 % · 40 / 50.
    expect(share / rounds).toBeGreaterThan(0.03);
    expect(share / rounds).toBeLessThan(0.05);
  });

  it('keeps none of none, and a lower p whenever it keeps a higher one', () => {
    expect(kept([], 0.05)).toEqual([]);
    expect(kept([1, 1], 0.05)).toEqual([false, false]);
    forSeeds(50, (random) => {
      const p = Array.from({ length: 20 }, () => (1 - random.unit()) ** 4);
      const found = kept(p, 0.1);
      const worst = Math.max(0, ...p.filter((_, i) => found[i]));
      expect(found).toEqual(p.map((x) => x <= worst));
    });
  });
});
