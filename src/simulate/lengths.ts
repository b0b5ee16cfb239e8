import type { ClientProfile } from './client-profile.js';
import type { Random } from './random.js';

/** Tokens of one exchange. */
export interface Lengths {
  input: number;
  output: number;
}

/** Draws the lengths of one exchange into `into`, so that no object is made per request. */
export type LengthSource = (random: Random, into: Lengths) => void;

const CONTEXT_LIMIT = 200_000;
const OUTPUT_LIMIT = 32_000;

/** Abramowitz and Stegun 26.2.17: standard normal distribution function, error below 1e-7. */
function normalShare(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const tail =
    0.3989422804014327 *
    Math.exp((-z * z) / 2) *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return z > 0 ? 1 - tail : tail;
}

function quantile(quantiles: readonly number[], share: number): number {
  const at = share * (quantiles.length - 1);
  const left = Math.min(quantiles.length - 2, Math.floor(at));
  const low = quantiles[left]!;
  return low + (quantiles[left + 1]! - low) * (at - left);
}

export function clampLengths(into: Lengths): void {
  into.input = Math.max(1, Math.min(CONTEXT_LIMIT, Math.round(into.input)));
  into.output = Math.max(1, Math.min(OUTPUT_LIMIT, Math.round(into.output)));
}

/** Lengths of a real client, scaled; `correlation` in (-1, 1) ties input to output by a Gaussian copula. */
export function replayedLengths(
  profile: ClientProfile,
  inputScale: number,
  outputScale: number,
  correlation: number,
): LengthSource {
  const rest = Math.sqrt(1 - correlation * correlation);
  return (random, into) => {
    const z = random.normal();
    into.input = inputScale * quantile(profile.input, normalShare(z));
    into.output =
      outputScale * quantile(profile.output, normalShare(correlation * z + rest * random.normal()));
    clampLengths(into);
  };
}

/** A real client's lengths with a scale and a correlation of the account's own. */
export function ownLengths(profile: ClientProfile, random: Random): LengthSource {
  return replayedLengths(
    profile,
    random.lognormal(1, 0.35),
    random.lognormal(1, 0.35),
    random.between(-0.2, 0.6),
  );
}

/** Lognormal lengths by their medians, in tokens, and the deviations of their logarithms. */
export function lognormalLengths(
  input: number,
  inputSigma: number,
  output: number,
  outputSigma: number,
): LengthSource {
  return (random, into) => {
    into.input = random.lognormal(input, inputSigma);
    into.output = random.lognormal(output, outputSigma);
    clampLengths(into);
  };
}

/** Another source, scaled and blurred. */
export function perturbedLengths(
  source: LengthSource,
  inputScale: number,
  outputScale: number,
  blur: number,
): LengthSource {
  return (random, into) => {
    source(random, into);
    into.input *= inputScale * random.lognormal(1, blur);
    into.output *= outputScale * random.lognormal(1, blur);
    clampLengths(into);
  };
}
