import { contentTies } from './content-ties.js';
import { crossTies } from './cross-ties.js';
import { deviceTies } from './device-ties.js';
import { handOver } from './hand-over.js';
import type { Measure } from './measure.js';
import { networkTies } from './network-ties.js';
import { paymentTies } from './payment-ties.js';
import { releasePivot } from './release-pivot.js';
import { repeatedSampling } from './repeated-sampling.js';
import { startBurst } from './start-burst.js';
import { workSplit } from './work-split.js';

/** Measures of how a group is run; in no particular order of worth. */
export const NEW_MEASURES: readonly Measure[] = [
  paymentTies,
  networkTies,
  deviceTies,
  contentTies,
  crossTies,
  workSplit,
  repeatedSampling,
  handOver,
  releasePivot,
  startBurst,
];
