/** Parts of the sum of counts, each in [0, 1]; all 0 for no counts. */
export function sharesOf(counts: ArrayLike<number>): number[] {
  const list = Array.from(counts);
  const sum = list.reduce((n, x) => n + x, 0);
  return list.map((x) => (sum === 0 ? 0 : x / sum));
}
