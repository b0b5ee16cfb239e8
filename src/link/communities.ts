import { louvain } from './louvain.js';

/** Edges between two nodes each, as columns of equal length; weights are positive. */
export interface Edges {
  readonly a: Uint32Array;
  readonly b: Uint32Array;
  readonly weight: Float64Array;
}

/**
 * Communities of a weighted graph by Louvain, nodes in ascending order and no random walk, so that equal edges give
 * equal groups. Only communities of two or more; members ascending, communities by first member. No pair of nodes may
 * come twice. O(edges · log edges).
 */
export function communities(edges: Edges, resolution: number): number[][] {
  const { a, b, weight } = inOrder(edges);
  const nodes = distinctNodes(a, b);
  for (let i = 0; i < nodes.length; i++) placeOf[nodes[i]!] = i;
  const from = a.map((node) => placeOf[node]!);
  const to = b.map((node) => placeOf[node]!);
  for (const node of nodes) placeOf[node] = 0;
  const communityOf = louvain({ nodes: nodes.length, from, to, weight }, resolution);
  const members = new Map<number, number[]>();
  for (let i = 0; i < nodes.length; i++) {
    const list = members.get(communityOf[i]!);
    if (list === undefined) members.set(communityOf[i]!, [nodes[i]!]);
    else list.push(nodes[i]!);
  }
  return [...members.values()].filter((list) => list.length > 1).sort((x, y) => x[0]! - y[0]!);
}

/** The edges of which `keep` is true, in their order; it is asked twice for each. */
export function edgesWhere({ a, b, weight }: Edges, keep: (e: number) => boolean): Edges {
  let n = 0;
  for (let e = 0; e < a.length; e++) if (keep(e)) n++;
  const kept = { a: new Uint32Array(n), b: new Uint32Array(n), weight: new Float64Array(n) };
  for (let e = 0, at = 0; e < a.length; e++) {
    if (!keep(e)) continue;
    kept.a[at] = a[e]!;
    kept.b[at] = b[e]!;
    kept.weight[at++] = weight[e]!;
  }
  return kept;
}

/** Room for a mark or a place per node number, kept because most graphs are small: zeros in between. */
let placeOf = new Uint32Array(1024);

/** Ends of edges, ascending, each once. O(edges + nodes · log nodes). */
function distinctNodes(a: Uint32Array, b: Uint32Array): Uint32Array {
  let most = 0;
  for (let e = 0; e < a.length; e++) most = Math.max(most, a[e]!, b[e]!);
  if (most >= placeOf.length) placeOf = new Uint32Array(2 * most);
  const nodes = new Uint32Array(Math.min(most + 1, 2 * a.length));
  let n = 0;
  for (const ends of [a, b]) {
    for (let e = 0; e < ends.length; e++) {
      const node = ends[e]!;
      if (placeOf[node] !== 0) continue;
      placeOf[node] = 1;
      nodes[n++] = node;
    }
  }
  return nodes.slice(0, n).sort();
}

/** The edges by a, then b. */
function inOrder(edges: Edges): Edges {
  const { a, b, weight } = edges;
  const before = (e: number, f: number) => a[e]! < a[f]! || (a[e] === a[f] && b[e]! < b[f]!);
  let ordered = true;
  for (let e = 1; e < a.length && ordered; e++) ordered = !before(e, e - 1);
  if (ordered) return edges;
  const order = Uint32Array.from(a.keys()).sort((e, f) => a[e]! - a[f]! || b[e]! - b[f]!);
  return {
    a: order.map((e) => a[e]!),
    b: order.map((e) => b[e]!),
    weight: Float64Array.from(order, (e) => weight[e]!),
  };
}
