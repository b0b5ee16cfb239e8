import type { Random } from './random.js';

/** A discrete distribution. Weights are positive and need not sum to 1. */
export interface Weighted<T> {
  readonly items: readonly T[];
  readonly cumulative: readonly number[]; // running sums of the weights
}

export function weighted<T>(entries: readonly (readonly [item: T, weight: number])[]): Weighted<T> {
  let total = 0;
  return { items: entries.map(([item]) => item), cumulative: entries.map(([, weight]) => (total += weight)) };
}

export function always<T>(item: T): Weighted<T> {
  return { items: [item], cumulative: [1] };
}

/** Draws one item; O(items), which are few. */
export function draw<T>(from: Weighted<T>, random: Random): T {
  const last = from.items.length - 1;
  if (last === 0) return from.items[0]!;
  const u = random.unit() * from.cumulative[last]!;
  for (let i = 0; i < last; i++) if (u < from.cumulative[i]!) return from.items[i]!;
  return from.items[last]!;
}
