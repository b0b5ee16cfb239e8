import { KeyedValues } from '../facet/keyed-values.js';
import type { SipKey } from '../facet/siphash.js';

/** How a lane counts; plain data, so that it can be sent to a thread. */
export interface LaneSettings {
  /** Whether each day (UTC) of an account is counted by itself, see account-days.ts. */
  readonly byDay?: boolean;
  /** Bytes of rows to hold before they are counted. */
  readonly storeBytes: number;
  /** Under which values and rows are chosen, see `FingerprintOptions`. */
  readonly key?: SipKey;
}

/** Values under the key of a lane; undefined where it has none. */
export function keyedValues(key: SipKey | undefined): KeyedValues | undefined {
  return key === undefined ? undefined : new KeyedValues(key);
}
