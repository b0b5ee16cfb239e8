import ipaddr from 'ipaddr.js';
import type { ByteCode, EntryCode, Facet } from './facet.js';
import { identify } from './identity.js';
import { fromText } from './text-facet.js';

/** Set in the high word of an IPv6 network, clear for IPv4. */
const V6 = 0x80000000;
/** Set in the high word of a network that is known by a hash alone. */
export const UNSHOWN_NETWORK = V6;
/** The part of the high word that is of the network; the rest is the day. */
export const NETWORK_PREFIX = 0xffff0000;

/** High word of a network's own identity, with the day taken off. */
export function networkHigh(hi: number): number {
  return (hi & NETWORK_PREFIX) >>> 0;
}

/** Day since the epoch in the high word of a network-day. */
export function networkDay(hi: number): number {
  return hi & 0xffff;
}

const V4_HEAD = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(?:\d{1,3}|\*{1,3}|x{1,3})$/;

const prefixOf: EntryCode = (text, lo, hi, at) => {
  const v4 = V4_HEAD.exec(text);
  if (v4 !== null) {
    const a = Number(v4[1]);
    const b = Number(v4[2]);
    const c = Number(v4[3]);
    if (a < 256 && b < 256 && c < 256) {
      lo[at] = (a << 16) | (b << 8) | c;
      hi[at] = 0;
      return true;
    }
  }
  let name = text;
  if (ipaddr.IPv6.isValid(text)) {
    const address = ipaddr.process(text);
    const bytes = address.toByteArray();
    if (address.kind() === 'ipv4') {
      lo[at] = (bytes[0]! << 16) | (bytes[1]! << 8) | bytes[2]!;
      hi[at] = 0;
      return true;
    }
    name = bytes.slice(0, 6).join('.');
  }
  identify(name, lo, hi, at);
  hi[at] = (V6 | (hi[at]! & 0x7fff0000)) >>> 0;
  return true;
};

/** Dotted quads, with the last number masked or not; everything else is left. */
const bytes: ByteCode = (view, from, length, lo, hi, at) => {
  const end = from + length;
  let place = from;
  let prefix = 0;
  for (let part = 0; part < 3; part++) {
    let number = 0;
    const start = place;
    for (; place < end; place++) {
      const digit = view.getUint8(place) - 48;
      if (digit < 0 || digit > 9) break;
      number = number * 10 + digit;
    }
    const digits = place - start;
    if (digits < 1 || digits > 3 || number > 255 || place >= end || view.getUint8(place) !== 0x2e)
      return false;
    prefix = prefix * 256 + number;
    place++;
  }
  if (place >= end || end - place > 3) return false;
  const mask = view.getUint8(place);
  for (; place < end; place++) {
    const byte = view.getUint8(place);
    const digit = byte >= 48 && byte <= 57 && mask >= 48 && mask <= 57;
    if (!digit && (byte !== mask || (mask !== 0x2a && mask !== 0x78))) return false;
  }
  lo[at] = prefix;
  hi[at] = 0;
  return true;
};

/**
 * Network prefix (/24 for IPv4, /48 for IPv6) and the day since the epoch on which it was used. Low word: the
 * prefix itself (IPv4) or a hash of it (IPv6); high word: family bit, 15 more hash bits for IPv6, 16 bits of day.
 * A masked last octet (`198.51.100.***`) is a /24 already. Anything else that is no address is hashed as text,
 * because exports carry pseudonymous networks too.
 */
export const networkDayFacet: Facet = fromText(
  'network_day',
  256,
  {
    field: 'ip',
    code: prefixOf,
    bytes,
    formula: (f, text) => ({ lo: f.networkOf(text), hi: null }), // all but dotted quads are not plain
    daily: true,
    readable: null,
  },
  (lo, hi) => ((hi & V6) !== 0 ? null : `${(lo >>> 16) & 255}.${(lo >>> 8) & 255}.${lo & 255}.0/24`),
);
