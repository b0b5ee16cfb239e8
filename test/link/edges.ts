import type { Edges } from '../../src/link/communities.js';

/** An edge between two nodes with a positive weight. */
export interface Edge {
  readonly a: number;
  readonly b: number;
  readonly weight: number;
}

/** Edges as columns. */
export function edgesOf(list: readonly Edge[]): Edges {
  return {
    a: Uint32Array.from(list, ({ a }) => a),
    b: Uint32Array.from(list, ({ b }) => b),
    weight: Float64Array.from(list, ({ weight }) => weight),
  };
}
