/** Bits sorted in one pass: the counts of a digit stay in the first-level cache. */
const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;
/** Bits of a high word that tell values apart; with the low word they make 53, as many as a number holds exactly. */
const HIGH_BITS = 21;

/** The part of a value's high word that counts towards its order and its identity. */
export const HIGH_PART = (-1 << (32 - HIGH_BITS)) >>> 0;
/** All of a high word. */
export const ALL_BITS = 0xffffffff;

/**
 * Positions 0 … lo.length − 1 in the order of their values: by low word, then by the bits `mask` of the high part of the
 * high word, equal values by position; beside them the room that sorting took, for what comes next. A radix sort, least
 * digit first; passes in which all digits agree are left out. O(entries), at most five passes; 8 bytes an entry.
 */
export function valueOrder(
  lo: Uint32Array,
  hi: Uint32Array,
  mask = ALL_BITS,
): { order: Uint32Array; spare: Uint32Array } {
  const n = lo.length;
  let order = new Uint32Array(n);
  for (let e = 0; e < n; e++) order[e] = e;
  let spare = new Uint32Array(n);
  const counts = new Uint32Array(DIGITS);
  const pass = (words: Uint32Array, shift: number, digits: number) => {
    if (n === 0 || digits === 0) return;
    counts.fill(0);
    for (let e = 0; e < n; e++) counts[(words[e]! >>> shift) & digits]!++;
    if (counts[(words[0]! >>> shift) & digits] === n) return;
    let sum = 0;
    for (let d = 0; d < DIGITS; d++) {
      const here = counts[d]!;
      counts[d] = sum;
      sum += here;
    }
    for (let i = 0; i < n; i++) {
      const e = order[i]!;
      spare[counts[(words[e]! >>> shift) & digits]!++] = e;
    }
    [order, spare] = [spare, order];
  };
  // The last digit of either word reaches to bit 31 and has no more than the bits that are left.
  for (let shift = 32 - HIGH_BITS; shift < 32; shift += DIGIT_BITS)
    pass(hi, shift, ((mask & HIGH_PART) >>> shift) & (DIGITS - 1));
  for (let shift = 0; shift < 32; shift += DIGIT_BITS) pass(lo, shift, DIGITS - 1);
  return { order, spare };
}
