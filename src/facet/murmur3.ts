/**
 * MurmurHash3 x86 32-bit, seed 0, over the first `length` bytes: the value that ClickHouse's `murmurHash3_32`
 * gives for the same UTF-8 text, so that a warehouse and this program agree on every identifier. Written out
 * here because the published packages are either wrong for non-ASCII text or an order of magnitude slower; the
 * tests hold it to `murmurhash3js-revisited`. Not keyed: fit for grouping, not for secrecy. O(length).
 * Source: Appleby, https://github.com/aappleby/smhasher, MurmurHash3_x86_32.
 */
export function murmur3(bytes: Uint8Array, length: number): number {
  let h = 0;
  let i = 0;
  for (const end = length & ~3; i < end; i += 4) {
    let k = bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
    k = Math.imul(k, 0xcc9e2d51);
    k = (k << 15) | (k >>> 17);
    h ^= Math.imul(k, 0x1b873593);
    h = (h << 13) | (h >>> 19);
    h = (Math.imul(h, 5) + 0xe6546b64) | 0;
  }
  const rest = length & 3;
  if (rest > 0) {
    let k = bytes[i]!;
    if (rest > 1) k ^= bytes[i + 1]! << 8;
    if (rest > 2) k ^= bytes[i + 2]! << 16;
    k = Math.imul(k, 0xcc9e2d51);
    k = (k << 15) | (k >>> 17);
    h ^= Math.imul(k, 0x1b873593);
  }
  h ^= length;
  return mix32(h);
}

/**
 * The same over the `length` bytes of `view` from `from` on, put behind a prefix that leaves the state `state` and
 * `seeded` whole bytes; the prefix has a multiple of four bytes. O(length).
 */
export function murmur3View(view: DataView, from: number, length: number, state = 0, seeded = 0): number {
  let h = state;
  let at = from;
  for (const end = from + (length & ~3); at < end; at += 4) h = murmur3Word(h, view.getInt32(at, true));
  const rest = length & 3;
  if (rest > 0) {
    let k = view.getUint8(at);
    if (rest > 1) k ^= view.getUint8(at + 1) << 8;
    if (rest > 2) k ^= view.getUint8(at + 2) << 16;
    k = Math.imul(k, 0xcc9e2d51);
    k = (k << 15) | (k >>> 17);
    h ^= Math.imul(k, 0x1b873593);
  }
  return mix32(h ^ (length + seeded));
}

/** The state after one more whole word, little-endian. */
export function murmur3Word(state: number, word: number): number {
  let k = Math.imul(word, 0xcc9e2d51);
  k = (k << 15) | (k >>> 17);
  let h = state ^ Math.imul(k, 0x1b873593);
  h = (h << 13) | (h >>> 19);
  return (Math.imul(h, 5) + 0xe6546b64) | 0;
}

/** Factors of the finaliser. */
export const MIX = [0x85ebca6b, 0xc2b2ae35] as const;

/** The finaliser of MurmurHash3: a bijection of 32-bit integers that spreads close values apart. */
export function mix32(x: number): number {
  let h = Math.imul(x ^ (x >>> 16), MIX[0]);
  h = Math.imul(h ^ (h >>> 13), MIX[1]);
  return (h ^ (h >>> 16)) >>> 0;
}

/** The number that `mix32` gives this one for. */
export function unmix32(x: number): number {
  let h = x ^ (x >>> 16);
  h = Math.imul(h, 0x7ed1b41d); // the inverse of 0xc2b2ae35 modulo 2^32
  h = Math.imul(h ^ (h >>> 13) ^ (h >>> 26), 0xa5cb9243); // and of 0x85ebca6b
  return (h ^ (h >>> 16)) >>> 0;
}
