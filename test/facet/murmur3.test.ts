import oracle from 'murmurhash3js-revisited';
import { describe, expect, it } from 'vitest';
import { identify } from '../../src/facet/identity.js';
import { mix32, murmur3 } from '../../src/facet/murmur3.js';
import { orderKey } from '../../src/facet/order-key.js';
import { forSeeds, type Seeded } from '../record/seeded.js';

const utf8 = new TextEncoder();
const hash = (text: string) => murmur3(utf8.encode(text), utf8.encode(text).length);

/** Text of any planes, of about `bytes` UTF-8 bytes, without lone surrogates. */
function anyText(random: Seeded, bytes: number): string {
  let text = '';
  for (let left = bytes; left > 0; ) {
    const most = [0x7f, 0x7ff, 0xffff, 0x10ffff][Math.min(3, random.int(0, left - 1))]!;
    let point = random.int(0, most);
    if (point >= 0xd800 && point <= 0xdfff) point -= 0x800;
    const next = String.fromCodePoint(point);
    text += next;
    left -= utf8.encode(next).length;
  }
  return text;
}

describe('murmur3', () => {
  it.each([
    ['', 0],
    ['abc', 3017643002],
    ['foo', 4138058784],
    ['Агент/1.0 "x"', 3613158524],
  ])('gives the value of ClickHouse for %j', (text, expected) => {
    expect(hash(text)).toBe(expected);
  });

  it('agrees with murmurhash3js-revisited on UTF-8 text of every length to 200 bytes', () => {
    const lengths = new Set<number>();
    forSeeds(20, (random) => {
      for (let length = 0; length <= 200; length++) {
        const bytes = utf8.encode(anyText(random, length));
        lengths.add(bytes.length);
        expect(murmur3(bytes, bytes.length), `of ${bytes}`).toBe(oracle.x86.hash32(bytes));
      }
    });
    expect(Array.from({ length: 201 }, (_, n) => n).filter((n) => !lengths.has(n))).toEqual([]);
  });

  it('agrees on bytes that are no text, and reads no further than the length', () => {
    forSeeds(20, (random) => {
      for (let length = 0; length <= 200; length++) {
        const bytes = Uint8Array.from({ length: length + 9 }, () => random.int(0, 255));
        expect(murmur3(bytes, length)).toBe(oracle.x86.hash32(bytes.slice(0, length)));
      }
    });
  });
});

describe('mix32', () => {
  it('is a bijection as far as one can see, into unsigned words', () => {
    const seen = new Set<number>();
    for (let x = 0; x < 20_000; x++) seen.add(mix32(x)).add(mix32(0xffffffff - x));
    expect(seen.size).toBe(40_000);
    for (const word of seen) expect(word >>> 0).toBe(word);
  });
});

describe('identify', () => {
  const identity = (text: string) => {
    const lo = new Uint32Array(3);
    const hi = new Uint32Array(3);
    identify(text, lo, hi, 1);
    expect([lo[0], lo[2], hi[0], hi[2]]).toEqual([0, 0, 0, 0]);
    return [lo[1], hi[1]];
  };

  it('is the hash of the value and the hash of the value behind the fixed prefix', () => {
    forSeeds(30, (random) => {
      const text = anyText(random, random.int(0, 300));
      expect(identity(text)).toEqual([hash(text), hash(`stillhunt:${text}`)]);
    });
  });

  it('holds for texts longer than the scratch buffer, and for short ones after them', () => {
    for (const text of ['x'.repeat(5_000), '好'.repeat(70_000), '😀'.repeat(9_000), 'x', '']) {
      expect(identity(text)).toEqual([hash(text), hash(`stillhunt:${text}`)]);
    }
  });
});

describe('orderKey', () => {
  it('is an integer in [0, 2^53) that the low word decides first', () => {
    forSeeds(5, (random) => {
      for (let i = 0; i < 2_000; i++) {
        const lo = random.int(0, 0xffffffff);
        const key = orderKey(lo, random.int(0, 0xffffffff));
        expect(Number.isSafeInteger(key) && key >= 0).toBe(true);
        expect(Math.floor(key / 2 ** 21)).toBe(mix32(lo));
      }
    });
  });

  it('spreads evenly: a tenth of all values has a key in each tenth', () => {
    const tenths = new Array<number>(10).fill(0);
    for (let i = 0; i < 20_000; i++) tenths[Math.floor((orderKey(i, 3) / 2 ** 53) * 10)]!++;
    for (const n of tenths) expect(Math.abs(n - 2_000)).toBeLessThan(200);
  });
});
