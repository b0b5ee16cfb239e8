import { UndirectedGraph } from 'graphology';
import louvainModule from 'graphology-communities-louvain';

// The package is CommonJS and exports the function itself; its types describe a default export.
const louvain = louvainModule as unknown as typeof louvainModule.default;

/** An edge between two nodes with a positive weight. */
export interface Edge {
  readonly a: number;
  readonly b: number;
  readonly weight: number;
}

/**
 * Communities of a weighted graph by Louvain (Blondel et al. 2008), nodes in ascending order and no random walk, so
 * that equal edges give equal groups. Only communities of two or more; members ascending, communities by first member.
 */
export function communities(edges: readonly Edge[], resolution: number): number[][] {
  if (edges.length === 0) return [];
  const graph = new UndirectedGraph();
  const nodes = new Set<number>();
  for (const { a, b } of edges) nodes.add(a).add(b);
  for (const node of [...nodes].sort((x, y) => x - y)) graph.addNode(node);
  const inOrder = edges.toSorted((x, y) => x.a - y.a || x.b - y.b);
  for (const { a, b, weight } of inOrder) graph.addEdge(a, b, { weight });
  const communityOf = louvain(graph, { randomWalk: false, resolution, getEdgeWeight: 'weight' });
  const members = new Map<number, number[]>();
  for (const node of [...nodes].sort((x, y) => x - y)) {
    const community = communityOf[node]!;
    const list = members.get(community);
    if (list === undefined) members.set(community, [node]);
    else list.push(node);
  }
  return [...members.values()].filter((list) => list.length > 1).sort((x, y) => x[0]! - y[0]!);
}
