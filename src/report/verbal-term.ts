/** Words for a likelihood ratio of one operator over the reference groups, after the ENFSI scale. */
export interface VerbalTerm {
  /** Lowest ratio of the term, inclusive. */
  readonly from: number;
  readonly range: string;
  readonly words: string;
  /** For a narrow column. */
  readonly short: string;
}

/** Weakest first. The table is printed in every calibrated report, because published scales differ at the ends. */
export const VERBAL_TERMS: readonly VerbalTerm[] = [
  { from: 0, range: '< 1/10', words: 'the findings support the alternative', short: 'for the alternative' },
  { from: 0.1, range: '1/10 – 2', words: 'the findings do not discriminate', short: 'does not tell' },
  { from: 2, range: '2 – 10', words: 'weak support', short: 'weak' },
  { from: 10, range: '10 – 100', words: 'moderate support', short: 'moderate' },
  { from: 100, range: '100 – 1,000', words: 'moderately strong support', short: 'mod. strong' },
  { from: 1000, range: '1,000 – 10,000', words: 'strong support', short: 'strong' },
  { from: 10_000, range: '10,000 – 1,000,000', words: 'very strong support', short: 'very strong' },
  { from: 1_000_000, range: '> 1,000,000', words: 'extremely strong support', short: 'extr. strong' },
];

/**
 * The term for a ratio with 95 % bounds, chosen from the lower bound. Support for the alternative is itself a
 * claim, so it takes the upper bound: where only the lower one is that small, the findings do not discriminate.
 */
export function verbalTerm({ low, high }: { readonly low: number; readonly high: number }): VerbalTerm {
  const [alternative, undecided] = VERBAL_TERMS as readonly [VerbalTerm, VerbalTerm];
  if (low < undecided.from) return high < undecided.from ? alternative : undecided;
  return VERBAL_TERMS.findLast((term) => low >= term.from) ?? undecided;
}
