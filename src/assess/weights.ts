/**
 * What measures are worth: log-odds for "one operator" per unit of distance from what groups drawn at random from the
 * same log show. Fitted together by logistic regression of the score that decides, which is what the strongest
 * alternative leaves, so that measures that say the same share what they say and those that an alternative explains count
 * only beyond it; with a ridge penalty and no weight against a measure's own direction, on groups that linking found in
 * simulated worlds of three authors, with other seeds than those reported. `npm run bench:fit` prints the fit for any
 * labelled logs. Distances count from `least` to `most` only, so that no single measure decides.
 *
 * A measure that is not listed carries no weight: in those worlds it did not tell operations from groups of other kinds,
 * or another measure says the same. It is measured and shown all the same.
 */
export interface Weight {
  readonly perUnit: number;
  readonly least: number;
  readonly most: number;
}

export const WEIGHTS: Readonly<Record<string, Weight>> = {
  'content-ties': { perUnit: 0.15, least: 0, most: 1 },
  'work-split': { perUnit: 1.5, least: 0, most: 1 },
  'prompts-of-the-whole-group': { perUnit: 1.2, least: -1, most: 0 },
  'requests-per-prompt': { perUnit: 26, least: -0.1, most: 0 },
  'length-agreement': { perUnit: 0.17, least: 0, most: 12 },
  'output-spread': { perUnit: 1.8, least: -0.7, most: 1.4 },
  'output-rank': { perUnit: 3.9, least: -0.3, most: 0.4 },
  'release-pivot': { perUnit: 4.5, least: 0, most: 0.5 },
  'cross-ties': { perUnit: 3.1, least: 0, most: 1 },
  'network-churn': { perUnit: 0.2, least: 0, most: 4 },
  'countries-per-account': { perUnit: 0.69, least: 0, most: 4 },
  'region-mismatch': { perUnit: 2.5, least: 0, most: 0.8 },
  'common-exit': { perUnit: 3.8, least: -1, most: 0 },
  'payment-ties': { perUnit: 3.2, least: 0, most: 1 },
  'one-payment': { perUnit: 2, least: -1, most: 0 },
  'declared-organisation': { perUnit: 2.5, least: -1, most: 0 },
  'hour-agreement': { perUnit: 0.2, least: -3, most: 8 },
  'hour-spread-rank': { perUnit: 1.9, least: -0.5, most: 0.5 },
  'pace-rank': { perUnit: 3.6, least: -0.5, most: 0.5 },
  'least-day': { perUnit: 3.2, least: -0.6, most: 0.3 },
  'scheduled-hours': { perUnit: 2.1, least: -1, most: 0.05 },
  'start-burst': { perUnit: 6, least: -0.1, most: 0.4 },
  'volume-agreement': { perUnit: 0.25, least: -2, most: 8 },
  'volume-spread': { perUnit: 3.8, least: -0.5, most: 1.2 },
  'rate-limit-riding': { perUnit: 18, least: -0.05, most: 0.25 },
};

/** Log-odds of a group that shows what random groups show. */
export const INTERCEPT = -3;
