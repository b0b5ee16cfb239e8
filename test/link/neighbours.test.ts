import { describe, expect, it } from 'vitest';
import { nearestNeighbours, type Points } from '../../src/link/neighbours.js';
import { forSeeds, type Seeded } from '../record/seeded.js';

function clustered(random: Seeded, clusters: number, size: number, dimensions: number): Points {
  const rows: number[][] = [];
  for (let c = 0; c < clusters; c++) {
    const centre = Array.from({ length: dimensions }, () => 10 * random.normal());
    for (let i = 0; i < size; i++) rows.push(centre.map((x) => x + 0.5 * random.normal()));
  }
  const mixed = random.shuffled(rows);
  return { rows: mixed.length, dimensions, values: Float32Array.from(mixed.flat()) };
}

function exact({ rows, dimensions, values }: Points, row: number, k: number): number[] {
  const distance = (other: number) => {
    let d = 0;
    for (let i = 0; i < dimensions; i++)
      d += (values[row * dimensions + i]! - values[other * dimensions + i]!) ** 2;
    return d;
  };
  return Array.from({ length: rows }, (_, r) => r)
    .filter((r) => r !== row)
    .sort((x, y) => distance(x) - distance(y) || x - y)
    .slice(0, k);
}

function found(points: Points, k: number, seed: number): number[][] {
  const lists: number[][] = [];
  nearestNeighbours(points, k, seed, (row, near) => {
    lists[row] = [...near];
  });
  return lists;
}

describe('nearestNeighbours', () => {
  it('is exact where all rows fit one leaf, ties by row number', () => {
    forSeeds(10, (random) => {
      const points = clustered(random, random.int(1, 6), 8, 5);
      points.values.copyWithin(0, 5, 10); // two equal rows
      const lists = found(points, 6, 1);
      for (let row = 0; row < points.rows; row++) expect(lists[row]).toEqual(exact(points, row, 6));
    });
  });

  it('finds nearly all neighbours in clusters, each list nearest first', () => {
    forSeeds(2, (random) => {
      const points = clustered(random, 30, 20, 8);
      const lists = found(points, 8, 7);
      let hits = 0;
      for (let row = 0; row < points.rows; row++) {
        const right = exact(points, row, 8);
        expect(lists[row]).toHaveLength(8);
        expect(lists[row]).not.toContain(row);
        hits += lists[row]!.filter((r) => right.includes(r)).length;
      }
      expect(hits / (8 * points.rows)).toBeGreaterThan(0.97);
    });
  });

  it('visits each row once, and gives the same for the same seed', () => {
    forSeeds(3, (random) => {
      const points = clustered(random, 10, 30, 4);
      let visits = 0;
      nearestNeighbours(points, 3, 5, () => visits++);
      expect(visits).toBe(points.rows);
      expect(found(points, 3, 5)).toEqual(found(points, 3, 5));
    });
  });

  it('ends where all rows are equal', () => {
    const points = { rows: 500, dimensions: 2, values: new Float32Array(1_000).fill(3) };
    expect(found(points, 3, 1).every((list) => list.length === 3)).toBe(true);
  });
});
