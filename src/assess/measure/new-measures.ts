import { centralQueue } from './central-queue.js';
import { contentTies } from './content-ties.js';
import { crossTies } from './cross-ties.js';
import { deviceTies } from './device-ties.js';
import { handOver } from './hand-over.js';
import { hourCover } from './hour-cover.js';
import type { Measure } from './measure.js';
import { networkChurn } from './network-churn.js';
import { networkTies } from './network-ties.js';
import { paymentTies } from './payment-ties.js';
import { rateLimitRiding } from './rate-limit-riding.js';
import { regionMismatch } from './region-mismatch.js';
import { releasePivot } from './release-pivot.js';
import { repeatedSampling } from './repeated-sampling.js';
import { shiftCover } from './shift-cover.js';
import { specialisationGap } from './specialisation-gap.js';
import { startBurst } from './start-burst.js';
import { synchrony } from './synchrony.js';
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
  centralQueue,
  shiftCover,
  hourCover,
  synchrony,
  specialisationGap,
  networkChurn,
  regionMismatch,
  rateLimitRiding,
];
