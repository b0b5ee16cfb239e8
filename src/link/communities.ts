import { louvain } from './louvain.js';

/** An edge between two nodes with a positive weight. */
export interface Edge {
  readonly a: number;
  readonly b: number;
  readonly weight: number;
}

/**
 * Communities of a weighted graph by Louvain, nodes in ascending order and no random walk, so that equal edges give
 * equal groups. Only communities of two or more; members ascending, communities by first member. No pair of nodes may
 * come twice. O(edges · log edges).
 */
export function communities(edges: readonly Edge[], resolution: number): number[][] {
  const nodes = distinctNodes(edges);
  const place = new Map<number, number>();
  for (let i = 0; i < nodes.length; i++) place.set(nodes[i]!, i);
  const inOrder = isOrdered(edges) ? edges : edges.toSorted((x, y) => x.a - y.a || x.b - y.b);
  const from = new Uint32Array(edges.length);
  const to = new Uint32Array(edges.length);
  const weight = new Float64Array(edges.length);
  for (let e = 0; e < edges.length; e++) {
    from[e] = place.get(inOrder[e]!.a)!;
    to[e] = place.get(inOrder[e]!.b)!;
    weight[e] = inOrder[e]!.weight;
  }
  const communityOf = louvain({ nodes: nodes.length, from, to, weight }, resolution);
  const members = new Map<number, number[]>();
  for (let i = 0; i < nodes.length; i++) {
    const list = members.get(communityOf[i]!);
    if (list === undefined) members.set(communityOf[i]!, [nodes[i]!]);
    else list.push(nodes[i]!);
  }
  return [...members.values()].filter((list) => list.length > 1).sort((x, y) => x[0]! - y[0]!);
}

/** Ends of edges, ascending, each once. */
function distinctNodes(edges: readonly Edge[]): Float64Array {
  const ends = new Float64Array(2 * edges.length);
  for (let e = 0; e < edges.length; e++) {
    ends[2 * e] = edges[e]!.a;
    ends[2 * e + 1] = edges[e]!.b;
  }
  ends.sort();
  let n = 0;
  for (let i = 0; i < ends.length; i++) if (i === 0 || ends[i] !== ends[n - 1]) ends[n++] = ends[i]!;
  return ends.slice(0, n);
}

function isOrdered(edges: readonly Edge[]): boolean {
  for (let e = 1; e < edges.length; e++) {
    const x = edges[e - 1]!;
    const y = edges[e]!;
    if (x.a > y.a || (x.a === y.a && x.b > y.b)) return false;
  }
  return true;
}
