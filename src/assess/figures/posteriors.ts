import type { GroupFinding } from '../finding.js';
import type { Posterior } from './figures.js';

/** Priors shown: one in so many of the groups that linking finds is an operation. */
export const ONE_IN = [10, 100, 1_000, 10_000];

/**
 * What the likelihood ratio, and its lower bound, make of prior odds of 1 to n − 1, by Bayes' rule in odds: posterior odds
 * are prior odds times the ratio. Nothing says which prior fits: that is the reader's. Empty without calibration.
 */
export function posteriors({ calibrated }: GroupFinding['support']): Posterior[] {
  if (calibrated === null) return [];
  const { ratio, low } = calibrated;
  return ONE_IN.map((oneIn) => ({
    oneIn,
    probability: probability(ratio / (oneIn - 1)),
    probabilityLow: probability(low / (oneIn - 1)),
  }));
}

function probability(odds: number): number {
  return odds / (1 + odds);
}
