import { describe, expect, it } from 'vitest';
import { CATALOGUE, facetIndex } from '../../src/facet/catalogue.js';
import { KeyedValues } from '../../src/facet/keyed-values.js';
import { networkDay } from '../../src/facet/network-day.js';
import { SipHash, type SipKey } from '../../src/facet/siphash.js';

const KEY: SipKey = [0x03020100, 0x07060504, 0x0b0a0908, 0x0f0e0d0c];

describe('SipHash-2-4', () => {
  it('is that of its authors for twelve bytes', () => {
    const sip = new SipHash(KEY);
    sip.hash(0x03020100, 0x07060504, 0x0b0a0908);
    const bytes = Buffer.alloc(8);
    bytes.writeUInt32LE(sip.lo, 0);
    bytes.writeUInt32LE(sip.hi, 4);
    expect(bytes.toString('hex')).toBe('fbe50e86bc8f1e75'); // vectors_sip64[12] of the reference implementation
  });
});

describe('values under a key', () => {
  const [one, other] = [new KeyedValues(KEY), new KeyedValues([1, 2, 3, 4])];
  const made = (values: KeyedValues, facet: string, lo: number, hi: number) => {
    values.make(facetIndex(facet), lo, hi);
    return [values.lo, values.hi] as const;
  };

  it('leave numbers, times, lengths and numbers of autonomous systems, and change all that comes from text', () => {
    for (const { name, text } of CATALOGUE) {
      const changed = made(one, name, 7, 9).join() !== '7,9';
      expect([name, changed]).toEqual([name, text !== undefined]);
    }
    expect(made(one, 'asn', 64500, 0)).toEqual([64500, 0]);
    expect(made(one, 'asn', 7, 9)[1]).not.toBe(0);
  });

  it('are apart for keys and facets, the same for the same, and keep days', () => {
    expect(made(one, 'org', 7, 9)).toEqual(made(one, 'org', 7, 9));
    expect(made(one, 'org', 7, 9)).not.toEqual(made(other, 'org', 7, 9));
    expect(made(one, 'org', 7, 9)).not.toEqual(made(one, 'payment', 7, 9));
    const [first, second] = [
      made(one, 'network_day', 0x0a0000, 20_000),
      made(one, 'network_day', 0x0a0000, 20_001),
    ];
    expect(first[0]).toBe(second[0]);
    expect([networkDay(first[1]), networkDay(second[1])]).toEqual([20_000, 20_001]);
    expect(CATALOGUE[facetIndex('network_day')]!.show(...first)).toBeNull();
    expect(made(one, 'model', 7, 9)[0]).toBe(made(one, 'model_day', 7, 20_000)[0]);
    expect(made(one, 'model_day', 7, 20_000)[1]).toBe(20_000);
  });
});
