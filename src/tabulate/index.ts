// Logs in, facet table out.
export type { DayTable } from './account-days.js';
export {
  type DailyFingerprints,
  dailyFingerprints,
  type FingerprintOptions,
  type Fingerprints,
  fingerprints,
} from './fingerprints.js';
