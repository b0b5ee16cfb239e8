import { describe, expect, test } from 'vitest';
import { canonicalJson, inert } from '../../src/pack/canonical-json.js';
import { HOSTILE } from '../evidence/fixture.js';

describe('canonical JSON', () => {
  test('is that of RFC 8785, section 3.2.2', () => {
    const value: unknown = JSON.parse(
      String.raw`{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"€$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}`,
    );
    expect(canonicalJson(value)).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  test('orders keys by their UTF-16 code units (section 3.2.3)', () => {
    const keys = ['\u20ac', '\r', '\ufb33', '1', '\u{1f600}', '\u0080', '\u00f6'];
    const value = Object.fromEntries(keys.map((key, i) => [key, i]));
    expect(Object.keys(JSON.parse(canonicalJson({ ...value, 1: 3 })) as object)).toHaveLength(7);
    const order = [...canonicalJson(value).matchAll(/:(\d)/g)].map(([, digit]) => Number(digit));
    expect(order).toEqual([1, 3, 5, 6, 0, 4, 2]);
  });

  test('refuses what has no such form', () => {
    for (const value of [undefined, Number.NaN, [1 / 0], '\ud800'])
      expect(() => canonicalJson(value)).toThrow();
  });

  test('of inert values shows no hidden character, and tells them apart', () => {
    const texts = HOSTILE.map((text) => canonicalJson(inert({ [text]: [text] })));
    for (const text of texts) expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
    expect(new Set(texts).size).toBe(HOSTILE.length);
  });
});
