/**
 * What measures are worth: log-odds for "one operator" per unit of distance from what groups drawn at random from the
 * same log show. Fitted together by logistic regression, so that measures that say the same share what they say, with
 * a ridge penalty and no weight against a measure's own direction, on groups that linking found in simulated worlds of
 * three authors, with other seeds than those reported; `npm run bench:fit` prints the fit for any labelled logs.
 * Distances count from `least` to `most` only, so that no single measure decides.
 *
 * A measure that is not listed carries no weight: in those worlds it did not tell operations from groups of other kinds,
 * or it did so in the worlds of one author alone. It is measured and shown all the same.
 */
export interface Weight {
  readonly perUnit: number;
  readonly least: number;
  readonly most: number;
}

export const WEIGHTS: Readonly<Record<string, Weight>> = {
  'content-ties': { perUnit: 0.9, least: 0, most: 1 },
  'work-split': { perUnit: 1.7, least: 0, most: 1 },
  'prompts-of-the-whole-group': { perUnit: 2.9, least: -1, most: 0 },
  'requests-per-prompt': { perUnit: 12, least: -0.3, most: 0 },
  'release-pivot': { perUnit: 7, least: 0, most: 0.5 },
  'cross-ties': { perUnit: 4.8, least: 0, most: 1 },
  'common-exit': { perUnit: 2.7, least: -1, most: 0 },
  'payment-ties': { perUnit: 1, least: 0, most: 1 },
  'one-payment': { perUnit: 1.4, least: -1, most: 0 },
  'declared-organisation': { perUnit: 2.1, least: -1, most: 0 },
  'hour-agreement': { perUnit: 0.28, least: -3, most: 8 },
  'hour-spread-rank': { perUnit: 0.8, least: -0.5, most: 0.5 },
  'pace-rank': { perUnit: 2, least: -0.5, most: 0.5 },
  'least-day': { perUnit: 2.4, least: -0.6, most: 0.3 },
  'volume-agreement': { perUnit: 0.44, least: -2, most: 8 },
  'volume-spread': { perUnit: 3, least: -0.5, most: 1.2 },
};

/** Log-odds of a group that shows what random groups show. */
export const INTERCEPT = -3.6;
