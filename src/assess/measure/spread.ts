import { quantileSorted, standardDeviation } from 'simple-statistics';
import type { EvidenceFamily } from '../../link/evidence-family.js';
import type { Field } from '../../record/usage-record.js';
import type { AccountTraits } from '../account-traits.js';
import type { AlternativeId } from '../finding.js';
import type { Measure } from './measure.js';

/**
 * How far members differ in one quantity: the standard deviation of its logarithm over members, the tenth at each end
 * cut off. At least 0; unrelated customers differ by a factor of three and more (about 1.3). O(n log n).
 */
function spread(
  name: string,
  family: EvidenceFamily,
  trait: keyof AccountTraits,
  needs: readonly (readonly Field[])[],
  explainedBy: readonly AlternativeId[],
): Measure {
  return {
    name,
    family,
    unit: 'ln',
    speaks: 'low',
    needs,
    explainedBy,
    prepare:
      ({ traits }) =>
      (members) =>
        spreadOfLog(members.map((a) => traits[trait][a]!)),
  };
}

/** Standard deviation of the logarithms of the positive values; NaN for fewer than three. */
export function spreadOfLog(values: readonly number[]): number {
  const logs = values
    .filter((x) => x > 0)
    .map(Math.log)
    .sort((x, y) => x - y);
  if (logs.length < 3) return Number.NaN;
  if (logs.length < 10) return standardDeviation(logs);
  // For a normal distribution the 10 % and 90 % quantiles are 2.563 standard deviations apart.
  return (quantileSorted(logs, 0.9) - quantileSorted(logs, 0.1)) / 2.563;
}

/**
 * Requests per active day: accounts that are fed get equal portions. Machines of strangers that run on schedules are as
 * steady, but each at its own rate, so schedules do not explain a small spread.
 */
export const volumeSpread = spread('volume-spread', 'volume', 'requestsPerDay', [['time']], []);
/** Mean answer: one kind of work gives answers of one length. */
export const outputSpread = spread(
  'output-spread',
  'lengths',
  'meanOutput',
  [['output_tokens']],
  ['H2', 'H4', 'H5'],
);
