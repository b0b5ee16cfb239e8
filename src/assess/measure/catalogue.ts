import { hourAgreement, lengthAgreement, settingAgreement, volumeAgreement } from './agreement.js';
import { centralQueue } from './central-queue.js';
import { contentTies } from './content-ties.js';
import { countriesPerAccount } from './countries.js';
import { crossTies } from './cross-ties.js';
import { deviceTies } from './device-ties.js';
import { handOver } from './hand-over.js';
import { commonExit, declaredOrganisation, onePayment } from './holding.js';
import { hourCover } from './hour-cover.js';
import { leastDay, scheduledHours } from './hours.js';
import { commonList, repetition } from './lists.js';
import type { Measure } from './measure.js';
import { networkChurn } from './network-churn.js';
import { networkTies } from './network-ties.js';
import { paymentTies } from './payment-ties.js';
import { hourSpread, outputRank, paceRank } from './rank.js';
import { rateLimitRiding } from './rate-limit-riding.js';
import { regionMismatch } from './region-mismatch.js';
import { releasePivot } from './release-pivot.js';
import { repeatedSampling } from './repeated-sampling.js';
import { sharedNetworkPool } from './shared-network-pool.js';
import { shiftCover } from './shift-cover.js';
import { slotAlignment } from './slot-alignment.js';
import { specialisationGap } from './specialisation-gap.js';
import { outputSpread, volumeSpread } from './spread.js';
import { startBurst } from './start-burst.js';
import { synchrony } from './synchrony.js';
import { workSplit } from './work-split.js';

/** Every measure of a group, family by family, in the order in which reports list them. */
export const MEASURES: readonly Measure[] = [
  contentTies,
  workSplit,
  repeatedSampling,
  commonList,
  repetition,
  lengthAgreement,
  outputSpread,
  outputRank,
  specialisationGap,
  settingAgreement,
  releasePivot,
  crossTies,
  networkTies,
  sharedNetworkPool,
  deviceTies,
  commonExit,
  networkChurn,
  countriesPerAccount,
  regionMismatch,
  paymentTies,
  onePayment,
  declaredOrganisation,
  hourAgreement,
  hourSpread,
  hourCover,
  paceRank,
  leastDay,
  scheduledHours,
  slotAlignment,
  centralQueue,
  shiftCover,
  synchrony,
  handOver,
  startBurst,
  volumeAgreement,
  volumeSpread,
  rateLimitRiding,
];
