import { UndirectedGraph } from 'graphology';
import louvainModule from 'graphology-communities-louvain';
import { describe, expect, it } from 'vitest';
import { type EdgeColumns, louvain } from '../../src/link/louvain.js';
import { forSeeds, type Seeded } from '../record/seeded.js';

// The package is CommonJS and exports the function itself; its types describe a default export.
const published = louvainModule as unknown as typeof louvainModule.default;

/** The same graph handed to the published package; communities by number, as a partition. */
function reference({ nodes, from, to, weight }: EdgeColumns, resolution: number): number[] {
  const graph = new UndirectedGraph();
  for (let i = 0; i < nodes; i++) graph.addNode(i);
  weight.forEach((w, e) => {
    graph.addEdge(from[e]!, to[e]!, { weight: w });
  });
  const found = published(graph, { randomWalk: false, resolution, getEdgeWeight: 'weight' });
  return Array.from({ length: nodes }, (_, i) => found[i]!);
}

/** Communities numbered by their first nodes. */
function normal(communityOf: ArrayLike<number>): number[] {
  const names = new Map<number, number>();
  return Array.from(communityOf, (c) => {
    if (!names.has(c)) names.set(c, names.size);
    return names.get(c)!;
  });
}

/** Loose clusters with weights that tie now and then: several levels, and nodes that are better off alone. */
function graph(
  random: Seeded,
  nodes: number,
  clusters: number,
  inside: number,
  outside: number,
): EdgeColumns {
  const edges: [number, number, number][] = [];
  for (let a = 0; a < nodes; a++) {
    for (let b = a + 1; b < nodes; b++) {
      if (random.chance(a % clusters === b % clusters ? inside : outside))
        edges.push([a, b, random.chance(0.3) ? random.int(1, 4) : 5 * random.unit() + 0.01]);
    }
  }
  return {
    nodes,
    from: Uint32Array.from(edges, ([a]) => a),
    to: Uint32Array.from(edges, ([, b]) => b),
    weight: Float64Array.from(edges, ([, , w]) => w),
  };
}

describe('louvain', () => {
  it.each([0.5, 1, 4, 12])(
    'decides as graphology-communities-louvain does at resolution %d',
    (resolution) => {
      const sizes = new Set<number>();
      forSeeds(15, (random) => {
        const nodes = random.int(2, 300);
        const edges = graph(random, nodes, random.int(1, 20), random.unit(), 0.06 * random.unit());
        if (edges.weight.length === 0) return;
        const found = normal(louvain(edges, resolution));
        expect(found).toEqual(normal(reference(edges, resolution)));
        sizes.add(Math.max(...found) + 1);
      });
      expect(sizes.size).toBeGreaterThan(5);
    },
  );

  it('leaves nodes without edges alone', () => {
    const none = { nodes: 3, from: new Uint32Array(0), to: new Uint32Array(0), weight: new Float64Array(0) };
    expect([...louvain(none, 1)]).toEqual([0, 1, 2]);
  });
});
