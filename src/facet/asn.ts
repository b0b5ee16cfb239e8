import type { EntryCode, Facet } from './facet.js';
import { identify } from './identity.js';
import { fromText } from './text-facet.js';

const NUMBERED = /^(?:AS)?(\d{1,10})$/i;

const code: EntryCode = (text, lo, hi, at) => {
  const match = NUMBERED.exec(text);
  if (match !== null && Number(match[1]) < 2 ** 32) {
    lo[at] = Number(match[1]);
    hi[at] = 0;
  } else {
    identify(text, lo, hi, at);
  }
  return true;
};

/** Autonomous system: its number (high word 0), or the identity of a name where the log has names. */
export const asn: Facet = fromText(
  'asn',
  128,
  { field: 'asn', code, identity: false, daily: false, readable: () => true },
  (lo, hi) => (hi === 0 ? `AS${lo}` : null),
);
