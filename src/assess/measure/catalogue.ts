import { hourAgreement, lengthAgreement, settingAgreement, volumeAgreement } from './agreement.js';
import { countriesPerAccount } from './countries.js';
import { commonExit, declaredOrganisation, onePayment } from './holding.js';
import { leastDay, scheduledHours } from './hours.js';
import { commonList, repetition } from './lists.js';
import type { Measure } from './measure.js';
import { hourSpread, outputRank, paceRank } from './rank.js';
import { outputEvenness, volumeEvenness } from './spread.js';

/** Every measure of a group, in the order in which reports list them within a family. */
export const MEASURES: readonly Measure[] = [
  lengthAgreement,
  outputEvenness,
  outputRank,
  settingAgreement,
  hourAgreement,
  hourSpread,
  paceRank,
  leastDay,
  scheduledHours,
  volumeAgreement,
  volumeEvenness,
  countriesPerAccount,
  commonExit,
  onePayment,
  declaredOrganisation,
  commonList,
  repetition,
];
