import { describe, expect, it } from 'vitest';
import { communities } from '../../src/link/communities.js';
import { forSeeds, type Seeded } from '../record/seeded.js';
import { type Edge, edgesOf } from './edges.js';

/** Groups of accounts with strong edges inside and few weak ones between; node numbers with gaps. */
function planted(random: Seeded, sizes: readonly number[]): { edges: Edge[]; groups: number[][] } {
  const groups: number[][] = [];
  let next = random.int(0, 9);
  for (const size of sizes) {
    groups.push(Array.from({ length: size }, () => (next += random.int(1, 4))));
  }
  const edges: Edge[] = [];
  const groupOf = new Map(groups.flatMap((members, g) => members.map((a) => [a, g] as const)));
  const nodes = groups.flat();
  for (const [i, a] of nodes.entries()) {
    for (const b of nodes.slice(i + 1)) {
      if (groupOf.get(a) === groupOf.get(b)) edges.push({ a, b, weight: 5 + 10 * random.unit() });
      else if (random.chance(0.03)) edges.push({ a, b, weight: 0.1 + random.unit() });
    }
  }
  return { edges, groups };
}

describe('communities', () => {
  it('finds planted groups, members ascending and groups by first member', () => {
    forSeeds(10, (random) => {
      const { edges, groups } = planted(random, [5, 8, 3, 12, 6]);
      expect(communities(edgesOf(edges), 1)).toEqual(groups);
    });
  });

  it('does not depend on the order of the edges', () => {
    forSeeds(20, (random) => {
      const { edges } = planted(random, [4, 9, 7, 3, 3]);
      expect(communities(edgesOf(random.shuffled(edges)), 1)).toEqual(communities(edgesOf(edges), 1));
    });
  });

  it('gives equal groups for equal edges, even where nothing is clear, and no group of one', () => {
    let alone = 0;
    forSeeds(20, (random) => {
      const edges: Edge[] = [];
      for (let a = 0; a < 60; a++) {
        for (let b = a + 1; b < 60; b++)
          if (random.chance(0.08)) edges.push({ a, b, weight: 1 + random.unit() });
      }
      const groups = communities(edgesOf(edges), 4);
      expect(communities(edgesOf([...edges]), 4)).toEqual(groups);
      expect(Math.min(...groups.map((members) => members.length))).toBeGreaterThan(1);
      alone += 60 - groups.flat().length;
    });
    expect(alone).toBeGreaterThan(0); // there were groups of one to leave out
  });

  it('leaves single nodes out', () => {
    expect(communities(edgesOf([]), 1)).toEqual([]);
    expect(communities(edgesOf([{ a: 7, b: 3, weight: 2 }]), 1)).toEqual([[3, 7]]);
  });
});
