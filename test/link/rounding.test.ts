import { describe, expect, it } from 'vitest';
import { categorySameSource, roundShares } from '../../src/link/categories.js';
import { communities } from '../../src/link/communities.js';
import { groupUnit } from '../../src/link/pooling.js';
import { linkData } from '../../src/link/units.js';
import type { Row } from '../record/rows.js';
import { Seeded } from '../record/seeded.js';
import { type Edge, edgesOf } from './edges.js';
import { tableOf } from './world.js';

describe('pooled settings', () => {
  it('give finite evidence when every account turns a setting over and over', () => {
    const rows: Row[] = [];
    for (let a = 0; a < 48; a++) {
      for (let i = 0; i < 16; i++)
        rows.push({ time: i * 3e8, account: `a${a}`, max_tokens: 1000 + a * 16 + i });
    }
    const data = linkData(tableOf(rows));
    const at = data.categories.findIndex(({ name }) => name === 'max_tokens');
    const unit = (from: number) =>
      groupUnit(
        data,
        Array.from({ length: 24 }, (_, i) => from + i),
      ).categories[at]!;
    expect(unit(0).sum).toBe(unit(24).sum);
    expect(unit(0).sum).toBeGreaterThan(0);
    expect(Number.isFinite(categorySameSource(data.categories[at]!, unit(0), unit(24)))).toBe(true);
  });

  it('round to the rounded sum, whatever the shares', () => {
    for (let seed = 1; seed <= 50; seed++) {
      const random = new Seeded(seed);
      const weights = Float64Array.from({ length: random.int(1, 40) }, () => random.int(1, 9));
      const scale = random.unit();
      const out = new Uint16Array(weights.length);
      const sum = roundShares(weights, 0, weights.length, scale, out);
      const exact = weights.reduce((n, x) => n + x * scale, 0);
      expect(sum, `seed ${seed}`).toBe(Math.round(exact));
      expect(
        out.reduce((n, x) => n + x, 0),
        `seed ${seed}`,
      ).toBe(sum);
    }
  });
});

describe('communities', () => {
  it('do not depend on the order of the edges, even where nothing is clear', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const random = new Seeded(seed);
      const edges: Edge[] = [];
      for (let a = 0; a < 60; a++) {
        for (let b = a + 1; b < 60; b++) {
          if (random.chance(0.08)) edges.push({ a, b, weight: 1 + random.unit() });
        }
      }
      expect(communities(edgesOf(random.shuffled(edges)), 4), `seed ${seed}`).toEqual(
        communities(edgesOf(edges), 4),
      );
    }
  });
});
