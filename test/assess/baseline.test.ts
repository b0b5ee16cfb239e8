import { median } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { baseline, randomGroups } from '../../src/assess/baseline.js';
import { forSeeds } from '../record/seeded.js';

describe('randomGroups', () => {
  it.each([1, 3, 5, 8, 47, 191, 192, 500, 5000])('of %d accounts are sixty of one size', (accounts) => {
    const groups = randomGroups(accounts);
    const size = Math.min(48, Math.max(1, Math.floor(accounts / 4)));
    expect(groups).toHaveLength(60);
    for (const group of groups) {
      expect(group).toHaveLength(size);
      expect(group).toEqual([...new Set(group)].sort((x, y) => x - y));
      expect(group[0]).toBeGreaterThanOrEqual(0);
      expect(group[size - 1]).toBeLessThan(accounts);
    }
  });

  it('are the same for equal logs', () => {
    expect(randomGroups(700)).toEqual(randomGroups(700));
    expect(randomGroups(700)).not.toEqual(randomGroups(701));
  });

  it('have no account twice within a round', () => {
    for (const accounts of [10, 200, 1000, 5000]) {
      const groups = randomGroups(accounts);
      const perRound = Math.floor(accounts / groups[0]!.length);
      for (let from = 0; from < groups.length; from += perRound) {
        const drawn = groups.slice(from, from + perRound).flat();
        expect(new Set(drawn).size).toBe(drawn.length);
      }
    }
  });

  it('reach every account of a small log about equally often', () => {
    const times = new Map<number, number>();
    for (const a of randomGroups(96).flat()) times.set(a, (times.get(a) ?? 0) + 1);
    expect(times.size).toBe(96);
    // 60 groups of 24: every account once in each of 15 rounds.
    expect([...new Set(times.values())]).toEqual([15]);
  });
});

describe('baseline', () => {
  it('is the median over the groups that a measure can be taken of', () => {
    forSeeds(50, (random) => {
      const groups = Array.from({ length: random.int(1, 60) }, (_, g) => [g]);
      const values = groups.map(() => (random.chance(0.3) ? Number.NaN : random.normal()));
      const known = values.filter((x) => !Number.isNaN(x));
      const found = baseline(([g]) => values[g!]!, groups);
      if (known.length === 0) expect(found).toBeNaN();
      else expect(found).toBeCloseTo(median(known), 12);
    });
  });

  it('is not known where no group can be measured', () => {
    expect(baseline(() => Number.NaN, [[1], [2]])).toBeNaN();
    expect(baseline(() => 1, [])).toBeNaN();
  });
});
