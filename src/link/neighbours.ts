import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Rows of equal length, flat. */
export interface Points {
  readonly rows: number;
  readonly dimensions: number;
  readonly values: Float32Array; // rows · dimensions
}

/** Trees: a true neighbour that one tree cuts off is found by another. */
const TREES = 6;
/** Rows in a leaf at most: what one row is compared with in each tree. */
const LEAF = 48;

/**
 * Approximate nearest neighbours by a forest of random-projection trees (Dasgupta & Freund 2008): each tree splits
 * the rows at the median along the line between two of them until leaves hold at most 48; rows that share a leaf are
 * compared. Calls `visit` with each row and its up to `k` nearest rows found, nearest first (ties by row number).
 * Deterministic for a seed. O(rows · log rows · dimensions).
 */
export function nearestNeighbours(
  points: Points,
  k: number,
  seed: number,
  visit: (row: number, neighbours: readonly number[]) => void,
): void {
  const { rows, dimensions, values } = points;
  const random = xoroshiro128plus(seed);
  const leafMates: Uint32Array[][] = Array.from({ length: rows }, () => []);
  const projection = new Float64Array(rows);
  for (let t = 0; t < TREES; t++) {
    const stack: Uint32Array[] = [Uint32Array.from({ length: rows }, (_, i) => i)];
    for (let part = stack.pop(); part !== undefined; part = stack.pop()) {
      if (part.length <= LEAF) {
        for (const row of part) leafMates[row]!.push(part);
        continue;
      }
      const p = part[uniformInt(random, 0, part.length - 1)]! * dimensions;
      const q = part[uniformInt(random, 0, part.length - 1)]! * dimensions;
      for (const row of part) {
        let dot = 0;
        for (let d = 0, at = row * dimensions; d < dimensions; d++) {
          dot += values[at + d]! * (values[p + d]! - values[q + d]!);
        }
        projection[row] = dot;
      }
      part.sort((x, y) => projection[x]! - projection[y]! || x - y);
      const half = part.length >> 1;
      stack.push(part.slice(0, half), part.slice(half));
    }
  }
  for (let row = 0; row < rows; row++) {
    const seen = new Set<number>();
    const found: { row: number; distance: number }[] = [];
    for (const mates of leafMates[row]!) {
      for (const mate of mates) {
        if (mate === row || seen.has(mate)) continue;
        seen.add(mate);
        let distance = 0;
        for (let d = 0; d < dimensions; d++) {
          const gap = values[row * dimensions + d]! - values[mate * dimensions + d]!;
          distance += gap * gap;
        }
        found.push({ row: mate, distance });
      }
    }
    found.sort((x, y) => x.distance - y.distance || x.row - y.row);
    visit(
      row,
      found.slice(0, k).map((f) => f.row),
    );
  }
}
