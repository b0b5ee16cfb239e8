import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../src/facet/catalogue.js';
import { forSeeds } from '../record/seeded.js';

const PIECES = [
  'a',
  'AS',
  'as',
  '1',
  '25',
  '255',
  '256',
  '.',
  '1.2.3.',
  '10.20.30.',
  '9.8.7.',
  '10.20.30.',
  '9.8.7.',
  '*',
  'x',
  ':',
  'é',
  '模',
  '\u{1f600}',
  '4294967295',
  '0',
];

describe('values from bytes', () => {
  it('are those of the text, or left', () => {
    const lo = new Uint32Array(2);
    const hi = new Uint32Array(2);
    const coded = new Map<string, number>();
    forSeeds(3000, (random) => {
      const text = Array.from({ length: random.int(1, 4) }, () => random.pick(PIECES)).join('');
      const before = random.int(0, 5);
      const bytes = Buffer.concat([Buffer.alloc(before, 7), Buffer.from(text), Buffer.alloc(3, 7)]);
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      for (const { name, text: coding } of CATALOGUE) {
        if (coding === undefined) continue;
        if (!coding.bytes(view, before, Buffer.byteLength(text), lo, hi, 0)) continue;
        coded.set(name, (coded.get(name) ?? 0) + 1);
        expect(coding.code(text, lo, hi, 1)).toBe(true);
        expect([lo[0], hi[0]], `${name} ${text}`).toEqual([lo[1], hi[1]]);
      }
    });
    for (const { name, text } of CATALOGUE) {
      if (text !== undefined) expect(coded.get(name) ?? 0, name).toBeGreaterThan(20);
    }
  });
});
