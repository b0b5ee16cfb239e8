import type { Match } from './match.js';

/** From this F1 on, a group may stand for an operation in the ranking. */
export const RELEVANT_F1 = 0.5;

/**
 * Average precision of a ranking. A group is relevant when more than half of its labelled members belong to one
 * operation, its F1 against that operation is at least `RELEVANT_F1`, and no better-ranked group was relevant for
 * the same operation (a second copy earns nothing, and counts as a miss on the way). The result is the sum of the
 * precision at each relevant rank, over the number of operations, so that operations never found cost as much as in
 * the usual definition (uninterpolated average precision, as in TREC). In [0, 1]; null when there are no operations.
 * @param ranked For each group in rank order, its matches by operation.
 */
export function averagePrecision(
  ranked: readonly ReadonlyMap<string, Match>[],
  operations: number,
): number | null {
  if (operations === 0) return null;
  const found = new Set<string>();
  let sum = 0;
  for (let n = 0; n < ranked.length; n++) {
    for (const [operation, { precision, f1 }] of ranked[n]!) {
      if (precision <= 0.5 || f1 < RELEVANT_F1 || found.has(operation)) continue;
      found.add(operation);
      sum += found.size / (n + 1);
    }
  }
  return sum / operations;
}
