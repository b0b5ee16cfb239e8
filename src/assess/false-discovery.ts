/**
 * Benjamini–Hochberg: the largest p to keep so that at most `rate` of the kept tests are false in expectation; 0 where
 * none is to be kept. `p`: the chance of each under its null hypothesis, in (0, 1]. With the k-th smallest p at most
 * rate · k / n for the largest such k, the k smallest are kept. O(n log n).
 */
export function falseDiscoveryLimit(p: readonly number[], rate: number): number {
  const sorted = [...p].sort((x, y) => x - y);
  let limit = 0;
  for (let k = 0; k < sorted.length; k++) {
    if (sorted[k]! <= (rate * (k + 1)) / sorted.length) limit = sorted[k]!;
  }
  return limit;
}
