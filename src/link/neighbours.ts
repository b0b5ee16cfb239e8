import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { NearestLists } from './nearest-lists.js';
import { selectRank } from './select-rank.js';

/** Rows of equal length, flat. */
export interface Points {
  readonly rows: number;
  readonly dimensions: number;
  readonly values: Float32Array; // rows · dimensions
}

/** Trees: a true neighbour that one tree cuts off is found by another. */
export const TREES = 6;
/** Rows in a leaf at most: what one row is compared with in each tree. */
export const LEAF = 48;

/**
 * Approximate nearest neighbours by a forest of random-projection trees (Dasgupta & Freund 2008): each tree splits
 * the rows at the median along the line between two of them until leaves hold at most 48; rows that share a leaf are
 * compared. Calls `visit` with each row and its up to `k` nearest rows found, nearest first (ties by row number).
 * Deterministic for a seed. O(rows · log rows · dimensions); 12 · k + 12 bytes a row beyond the points.
 */
export function nearestNeighbours(
  points: Points,
  k: number,
  seed: number,
  visit: (row: number, neighbours: readonly number[]) => void,
): void {
  const { rows, dimensions } = points;
  const random = xoroshiro128plus(seed);
  const nearest = new NearestLists(rows, k);
  const order = new Uint32Array(rows);
  const projection = new Float64Array(rows);
  const direction = new Float64Array(dimensions);
  const leaf = new Float64Array(LEAF * dimensions);
  for (let t = 0; t < TREES; t++) {
    for (let row = 0; row < rows; row++) {
      order[row] = row;
      projection[row] = row;
    }
    // A part holds the places order[from … to), with the projections that made it beside them.
    const stack: [from: number, to: number][] = [[0, rows]];
    for (let part = stack.pop(); part !== undefined; part = stack.pop()) {
      const [from, to] = part;
      if (to - from <= LEAF) {
        compareLeaf(points, order.subarray(from, to), leaf, nearest);
        continue;
      }
      const p = selectRank(projection, order, from, to, uniformInt(random, from, to - 1));
      const q = selectRank(projection, order, from, to, uniformInt(random, from, to - 1));
      project(points, order, from, to, p, q, direction, projection);
      const middle = from + ((to - from) >> 1);
      selectRank(projection, order, from, to, middle);
      stack.push([from, middle], [middle, to]);
    }
  }
  for (let row = 0; row < rows; row++) visit(row, nearest.list(row));
}

/** Projects rows order[from … to) on the line from row q to row p. O(rows · dimensions). */
function project(
  { dimensions, values }: Points,
  order: Uint32Array,
  from: number,
  to: number,
  p: number,
  q: number,
  direction: Float64Array,
  projection: Float64Array,
): void {
  for (let d = 0; d < dimensions; d++)
    direction[d] = values[p * dimensions + d]! - values[q * dimensions + d]!;
  for (let i = from; i < to; i++) {
    let dot = 0;
    for (let d = 0, at = order[i]! * dimensions; d < dimensions; d++) dot += values[at + d]! * direction[d]!;
    projection[i] = dot;
  }
}

/** Dimensions that are added up before a distance is looked at. */
const CHUNK = 16;

/**
 * Compares all rows of a leaf with one another, each pair until it is too far apart for either list. `copy`: room for
 * the leaf's rows. O(rows² · dimensions): quadratic in at most 48.
 */
function compareLeaf(
  { dimensions, values }: Points,
  rows: Uint32Array,
  copy: Float64Array,
  nearest: NearestLists,
): void {
  for (let i = 0; i < rows.length; i++) {
    const from = rows[i]! * dimensions;
    for (let d = 0; d < dimensions; d++) copy[i * dimensions + d] = values[from + d]!;
  }
  for (let i = 0; i < rows.length; i++) {
    for (let j = 0; j < i; j++) {
      const reach = Math.max(nearest.reach(rows[i]!), nearest.reach(rows[j]!));
      const x = i * dimensions;
      const y = j * dimensions;
      let distance = 0;
      for (let d = 0; d < dimensions && distance <= reach; ) {
        for (const end = Math.min(d + CHUNK, dimensions); d < end; d++) {
          const gap = copy[x + d]! - copy[y + d]!;
          distance += gap * gap;
        }
      }
      if (distance > reach) continue;
      nearest.offer(rows[i]!, rows[j]!, distance);
      nearest.offer(rows[j]!, rows[i]!, distance);
    }
  }
}
