/** Bits sorted in one pass: the counts of a digit stay in the first-level cache. */
const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;
/** Bits of a high word that tell values apart; with the low word they make 53, as many as a number holds exactly. */
const HIGH_BITS = 21;

/** The part of a value's high word that counts towards its order and its identity. */
export function highPart(hi: number): number {
  return hi >>> (32 - HIGH_BITS);
}

/**
 * Positions 0 … lo.length − 1 in the order of their values: by low word, then by the high part of the high word,
 * equal values by position. A radix sort, least digit first; passes in which all digits agree are left out.
 * O(entries), at most five passes; 8 bytes an entry beyond the result.
 */
export function valueOrder(lo: Uint32Array, hi: Uint32Array): Uint32Array {
  const n = lo.length;
  let order = new Uint32Array(n);
  for (let e = 0; e < n; e++) order[e] = e;
  let spare = new Uint32Array(n);
  const counts = new Uint32Array(DIGITS);
  const pass = (words: Uint32Array, shift: number) => {
    counts.fill(0);
    for (let e = 0; e < n; e++) counts[(words[e]! >>> shift) & (DIGITS - 1)]!++;
    if (n === 0 || counts[(words[0]! >>> shift) & (DIGITS - 1)] === n) return;
    let sum = 0;
    for (let d = 0; d < DIGITS; d++) {
      const here = counts[d]!;
      counts[d] = sum;
      sum += here;
    }
    for (let i = 0; i < n; i++) {
      const e = order[i]!;
      spare[counts[(words[e]! >>> shift) & (DIGITS - 1)]!++] = e;
    }
    [order, spare] = [spare, order];
  };
  // The last digit of either word reaches to bit 31 and has no more than the bits that are left.
  for (let shift = 32 - HIGH_BITS; shift < 32; shift += DIGIT_BITS) pass(hi, shift);
  for (let shift = 0; shift < 32; shift += DIGIT_BITS) pass(lo, shift);
  return order;
}
