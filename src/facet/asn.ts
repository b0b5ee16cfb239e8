import type { ByteCode, EntryCode, Facet } from './facet.js';
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

const bytes: ByteCode = (view, from, length, lo, hi, at) => {
  const end = from + length;
  let digitAt = from;
  if (length > 2 && (view.getUint16(from) & 0xdfdf) === 0x4153) digitAt += 2; // AS in either case
  if (end - digitAt > 10) return false;
  let number = 0;
  for (; digitAt < end; digitAt++) {
    const digit = view.getUint8(digitAt) - 48;
    if (digit < 0 || digit > 9) return false;
    number = number * 10 + digit;
  }
  lo[at] = number;
  hi[at] = 0;
  return number < 2 ** 32;
};

/** Autonomous system: its number (high word 0), or the identity of a name where the log has names. */
export const asn: Facet = fromText(
  'asn',
  128,
  {
    field: 'asn',
    code,
    bytes,
    formula: (f, text) => ({ lo: f.systemNumber(text), hi: null }), // names are not plain
    daily: false,
    readable: () => true,
  },
  (lo, hi) => (hi === 0 ? `AS${lo}` : null),
);
