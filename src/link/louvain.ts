/** Undirected weighted edges as columns; no edge joins a node to itself, and no pair comes twice. */
export interface EdgeColumns {
  readonly nodes: number;
  /** Ends, below `nodes`. */
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly weight: Float64Array;
}

/** Gains closer than this are taken to be equal. */
const TIE = 1e-10;

/**
 * Communities by Louvain (Blondel et al. 2008) with a queue of nodes to look at again (Traag et al. 2019), nodes in
 * ascending order: the number of each node's community, numbers in no particular order. Decides exactly as
 * graphology-communities-louvain 2.0.2 without a random walk does, to the last bit of every sum, and a test holds it
 * to that; it is written out because a graph of objects takes about half a kilobyte for each edge.
 * About O(edges) for each of a few levels; 40 bytes an edge, 60 a node.
 */
export function louvain(edges: EdgeColumns, resolution: number): Uint32Array {
  let level = firstLevel(edges);
  const community = Uint32Array.from({ length: edges.nodes }, (_, i) => i);
  for (;;) {
    const parts = moveNodes(level, resolution);
    if (parts === null) return community;
    level = merge(level, renumber(parts));
    for (let i = 0; i < community.length; i++) community[i] = parts.belongs[community[i]!]!;
  }
}

/** A graph as adjacency rows. */
interface Level {
  readonly nodes: number;
  readonly starts: Uint32Array;
  readonly others: Uint32Array;
  readonly weights: Float64Array;
  /** Per node: twice the weight inside it. */
  readonly loops: Float64Array;
  /** Per node: weight of its edges and of what is inside it. */
  readonly totals: Float64Array;
  /** Weight of all edges, the same on all levels. */
  readonly all: number;
}

/** A division of a level's nodes into communities. */
interface Parts {
  /** Per node, the number of its community. */
  readonly belongs: Uint32Array;
  /** Per number, as in a level. */
  readonly totals: Float64Array;
}

function firstLevel({ nodes, from, to, weight }: EdgeColumns): Level {
  const starts = new Uint32Array(nodes + 1);
  for (let e = 0; e < from.length; e++) {
    starts[from[e]!]!++;
    starts[to[e]!]!++;
  }
  for (let i = 1; i <= nodes; i++) starts[i]! += starts[i - 1]!;
  const others = new Uint32Array(2 * from.length);
  const weights = new Float64Array(2 * from.length);
  const totals = new Float64Array(nodes);
  let all = 0;
  // Rows are filled from their ends, so that each begins with its last edge.
  for (let e = 0; e < from.length; e++) {
    const a = from[e]!;
    const b = to[e]!;
    const w = weight[e]!;
    all += w;
    totals[a]! += w;
    totals[b]! += w;
    const atA = --starts[a]!;
    const atB = --starts[b]!;
    others[atA] = b;
    weights[atA] = w;
    others[atB] = a;
    weights[atB] = w;
  }
  return { nodes, starts, others, weights, loops: new Float64Array(nodes), totals, all };
}

/** Moves nodes to the neighbouring community that gains most until none gains; null when none moved at all. */
function moveNodes(level: Level, resolution: number): Parts | null {
  const { nodes, starts, others, weights, loops } = level;
  const totals = level.totals.slice();
  const twiceAll = 2 * level.all;
  const belongs = Uint32Array.from({ length: nodes }, (_, i) => i);
  const sizes = new Uint32Array(nodes).fill(1);
  const unused = new Uint32Array(nodes);
  let unusedCount = 0;
  const queue = new NodeQueue(nodes);
  const near = new Float64Array(nodes); // weight from the node at hand to each community
  const seen = new Uint8Array(nodes);
  const touched: number[] = [];
  let moved = false;
  for (let i = queue.take(); i >= 0; i = queue.take()) {
    const own = belongs[i]!;
    let edgeWeight = 0;
    for (let o = starts[i]!; o < starts[i + 1]!; o++) {
      const c = belongs[others[o]!]!;
      edgeWeight += weights[o]!;
      if (seen[c] === 0) {
        seen[c] = 1;
        touched.push(c);
      }
      near[c]! += weights[o]!;
    }
    const degree = edgeWeight + loops[i]!;
    let best = own;
    let bestGain = near[own]! - (degree * (totals[own]! - degree) * resolution) / twiceAll;
    for (const c of touched) {
      if (c === own) continue;
      const gain = near[c]! - (degree * totals[c]! * resolution) / twiceAll;
      if (Math.abs(gain - bestGain) < TIE ? best !== own && c > best : gain > bestGain) {
        best = c;
        bestGain = gain;
      }
    }
    for (const c of touched) {
      near[c] = 0;
      seen[c] = 0;
    }
    touched.length = 0;
    if (bestGain < 0) {
      // Alone is better than anywhere.
      if (sizes[own] === 1) continue;
      best = unused[--unusedCount]!;
    } else if (best === own) continue;
    totals[own]! -= degree;
    totals[best]! += degree;
    belongs[i] = best;
    if (--sizes[own]! === 0) unused[unusedCount++] = own;
    sizes[best]!++;
    moved = true;
    for (let o = starts[i]!; o < starts[i + 1]!; o++) if (belongs[others[o]!] !== best) queue.add(others[o]!);
  }
  return moved ? { belongs, totals } : null;
}

/** The same division, communities numbered densely in the order of their first nodes; `belongs` in place. */
function renumber({ belongs, totals }: Parts): Parts {
  const names = new Int32Array(belongs.length).fill(-1);
  const named = new Float64Array(belongs.length);
  let count = 0;
  for (let i = 0; i < belongs.length; i++) {
    const c = belongs[i]!;
    if (names[c]! < 0) {
      named[count] = totals[c]!;
      names[c] = count++;
    }
    belongs[i] = names[c]!;
  }
  return { belongs, totals: named.slice(0, count) };
}

/** The graph in which each community is one node, neighbours ascending. */
function merge(level: Level, { belongs, totals }: Parts): Level {
  const { nodes, starts, others, weights } = level;
  const count = totals.length;
  const loops = new Float64Array(count);
  const memberStarts = new Uint32Array(count + 1);
  for (let i = 0; i < nodes; i++) memberStarts[belongs[i]! + 1]!++;
  for (let c = 0; c < count; c++) memberStarts[c + 1]! += memberStarts[c]!;
  const members = new Uint32Array(nodes);
  const next = memberStarts.slice();
  for (let i = 0; i < nodes; i++) members[next[belongs[i]!]!++] = i;
  const newStarts = new Uint32Array(count + 1);
  const newOthers = new Uint32Array(others.length);
  const newWeights = new Float64Array(others.length);
  const near = new Float64Array(count);
  const seen = new Uint8Array(count);
  const touched = new Uint32Array(count);
  let at = 0;
  for (let c = 0; c < count; c++) {
    let found = 0;
    for (let m = memberStarts[c]!; m < memberStarts[c + 1]!; m++) {
      const i = members[m]!;
      loops[c]! += level.loops[i]!;
      for (let o = starts[i]!; o < starts[i + 1]!; o++) {
        const d = belongs[others[o]!]!;
        if (d === c) {
          loops[c]! += weights[o]!;
          continue;
        }
        if (seen[d] === 0) {
          seen[d] = 1;
          touched[found++] = d;
        }
        near[d]! += weights[o]!;
      }
    }
    for (const d of touched.subarray(0, found).sort()) {
      newOthers[at] = d;
      newWeights[at++] = near[d]!;
      near[d] = 0;
      seen[d] = 0;
    }
    newStarts[c + 1] = at;
  }
  return {
    nodes: count,
    starts: newStarts,
    others: newOthers.slice(0, at),
    weights: newWeights.slice(0, at),
    loops,
    totals,
    all: level.all,
  };
}

/** First in, first out; a node that waits is not added again. Begins with all nodes in ascending order. */
class NodeQueue {
  private readonly ring: Uint32Array;
  private readonly waiting: Uint8Array;
  private head = 0;
  private size: number;

  constructor(nodes: number) {
    this.ring = Uint32Array.from({ length: nodes }, (_, i) => i);
    this.waiting = new Uint8Array(nodes).fill(1);
    this.size = nodes;
  }

  add(node: number): void {
    if (this.waiting[node] === 1) return;
    this.waiting[node] = 1;
    this.ring[(this.head + this.size++) % this.ring.length] = node;
  }

  /** The next node, or −1. */
  take(): number {
    if (this.size === 0) return -1;
    const node = this.ring[this.head]!;
    this.head = (this.head + 1) % this.ring.length;
    this.size--;
    this.waiting[node] = 0;
    return node;
  }
}
