/** Words of a key of 128 bits, the low ones first. */
export type SipKey = readonly [number, number, number, number];

/**
 * SipHash-2-4 (Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012) of the 12 bytes of three little-endian
 * words: without the key its 64 bits tell nothing of them. Written out, since no package of the run has it and
 * HMAC sets up a hash for every value; tests hold it to the authors' vectors.
 */
export class SipHash {
  /** The hash made last: low and high word, unsigned. */
  lo = 0;
  hi = 0;
  private readonly start: Int32Array;
  private readonly v = new Int32Array(8); // v0 to v3, each low word first

  constructor([k0, k1, k2, k3]: SipKey) {
    this.start = Int32Array.of(
      k0 ^ 0x70736575,
      k1 ^ 0x736f6d65,
      k2 ^ 0x6e646f6d,
      k3 ^ 0x646f7261,
      k0 ^ 0x6e657261,
      k1 ^ 0x6c796765,
      k2 ^ 0x79746573,
      k3 ^ 0x74656462,
    );
  }

  hash(a: number, b: number, c: number): void {
    const { v } = this;
    v.set(this.start);
    this.block(a, b);
    this.block(c, 12 << 24); // the rest, and the length in the last byte
    v[4]! ^= 0xff;
    for (let n = 0; n < 4; n++) round(v);
    this.lo = (v[0]! ^ v[2]! ^ v[4]! ^ v[6]!) >>> 0;
    this.hi = (v[1]! ^ v[3]! ^ v[5]! ^ v[7]!) >>> 0;
  }

  private block(lo: number, hi: number): void {
    const { v } = this;
    v[6]! ^= lo;
    v[7]! ^= hi;
    round(v);
    round(v);
    v[0]! ^= lo;
    v[1]! ^= hi;
  }
}

function round(v: Int32Array): void {
  let [v0l, v0h, v1l, v1h] = [v[0]!, v[1]!, v[2]!, v[3]!];
  let [v2l, v2h, v3l, v3h] = [v[4]!, v[5]!, v[6]!, v[7]!];
  let sum = (v0l >>> 0) + (v1l >>> 0);
  v0h = (v0h + v1h + carry(sum)) | 0;
  v0l = sum | 0;
  let low = (v1l << 13) | (v1h >>> 19);
  v1h = ((v1h << 13) | (v1l >>> 19)) ^ v0h;
  v1l = low ^ v0l;
  low = v0h; // by 32
  v0h = v0l;
  v0l = low;
  sum = (v2l >>> 0) + (v3l >>> 0);
  v2h = (v2h + v3h + carry(sum)) | 0;
  v2l = sum | 0;
  low = (v3l << 16) | (v3h >>> 16);
  v3h = ((v3h << 16) | (v3l >>> 16)) ^ v2h;
  v3l = low ^ v2l;
  sum = (v0l >>> 0) + (v3l >>> 0);
  v0h = (v0h + v3h + carry(sum)) | 0;
  v0l = sum | 0;
  low = (v3l << 21) | (v3h >>> 11);
  v3h = ((v3h << 21) | (v3l >>> 11)) ^ v0h;
  v3l = low ^ v0l;
  sum = (v2l >>> 0) + (v1l >>> 0);
  v2h = (v2h + v1h + carry(sum)) | 0;
  v2l = sum | 0;
  low = (v1l << 17) | (v1h >>> 15);
  v1h = ((v1h << 17) | (v1l >>> 15)) ^ v2h;
  v1l = low ^ v2l;
  low = v2h; // by 32
  v2h = v2l;
  v2l = low;
  v[0] = v0l;
  v[1] = v0h;
  v[2] = v1l;
  v[3] = v1h;
  v[4] = v2l;
  v[5] = v2h;
  v[6] = v3l;
  v[7] = v3h;
}

function carry(sum: number): number {
  return sum >= 0x1_0000_0000 ? 1 : 0;
}
