import { describe, expect, it } from 'vitest';
import { isMissing, isRedacted } from '../../src/ingest/missing.js';
import { BAD_NUMBER, readNumber } from '../../src/ingest/number-cell.js';
import { showText } from '../../src/ingest/show-text.js';
import { TextDictionary } from '../../src/ingest/text-dictionary.js';

describe('readNumber', () => {
  it.each([
    ['0', 0],
    ['007', 7],
    ['10.0', 10],
    ['1e3', 1000],
    [' 42 ', 42],
    ['+5', 5],
    ['2147483647', 2_147_483_647],
    ['-0', 0],
    ['', Number.NaN],
    ['  ', Number.NaN],
    ['null', Number.NaN],
    ['None', Number.NaN],
    ['-', Number.NaN],
    ['NaN', Number.NaN],
    ['-1', BAD_NUMBER],
    ['1.5', BAD_NUMBER],
    ['2147483648', BAD_NUMBER],
    ['1,234', BAD_NUMBER],
    ['0x10', BAD_NUMBER],
    ['Infinity', BAD_NUMBER],
    ['1e999', BAD_NUMBER],
    ['12a', BAD_NUMBER],
    ['\u0661', BAD_NUMBER],
  ])('reads the count %j', (cell, value) => {
    expect(readNumber(cell, 'count')).toBe(value);
  });

  it('reads measures, flags and states', () => {
    expect(readNumber('.7', 'measure')).toBe(0.7);
    expect(readNumber('-0.1', 'measure')).toBe(BAD_NUMBER);
    for (const word of ['true', 'TRUE', '1', 't', 'yes']) expect(readNumber(word, 'flag')).toBe(1);
    for (const word of ['false', 'False', '0', 'f', 'no']) expect(readNumber(word, 'flag')).toBe(0);
    expect(readNumber('2', 'flag')).toBe(BAD_NUMBER);
    expect(readNumber('503', 'status')).toBe(503);
    expect(readNumber('failure', 'status')).toBeNaN();
    expect(readNumber('4040', 'status')).toBe(BAD_NUMBER);
  });
});

describe('missing values', () => {
  it('are words for nothing, and not Namibia', () => {
    for (const word of ['', 'null', 'NULL', 'None', 'nan', '\\N', '-', 'undefined', '(null)'])
      expect(isMissing(word)).toBe(true);
    for (const word of ['NA', '0', 'nobody', 'none of them', '--']) expect(isMissing(word)).toBe(false);
  });

  it('are redacted prompts', () => {
    for (const text of [
      "redacted by litellm. 'litellm.turn_off_message_logging=True'",
      'redacted-by-litellm',
      '[REDACTED]',
      '<redacted>',
      '***',
      '{}',
    ]) {
      expect(isRedacted(text)).toBe(true);
    }
    for (const text of ['redact this letter', 'what does [REDACTED] mean?', 'a'])
      expect(isRedacted(text)).toBe(false);
  });
});

describe('TextDictionary', () => {
  it('codes values in order of first appearance, over many batches', () => {
    const texts = new TextDictionary(false, 30_000);
    for (const distinct of [3, 20_000, 500]) {
      const records = Array.from({ length: 30_000 }, (_, n) => [
        n % 11 === 0 ? ' ' : `${n % 3 === 0 ? ' ' : ''}v${(n * 7919) % distinct}`,
      ]);
      const picked = Int32Array.from(records.keys());
      texts.setAll(0, records, 0, picked, records.length);
      const { codes, dictionary } = texts.take(records.length);
      const known = new Map<string, number>();
      const expected = records.map(([cell]) => {
        const value = cell!.trim();
        if (value !== '' && !known.has(value)) known.set(value, known.size);
        return value === '' ? -1 : known.get(value)!;
      });
      expect([...codes]).toEqual(expected);
      expect(dictionary).toEqual([...known.keys()]);
    }
  });

  it('survives values that were made to collide', () => {
    const cells = collidingTexts(8);
    const records = [...cells, ...cells].map((cell) => [cell]);
    const texts = new TextDictionary(false, records.length);
    texts.setAll(0, records, 0, Int32Array.from(records.keys()), records.length);
    const { codes, dictionary } = texts.take(records.length);
    expect(new Set(dictionary).size).toBe(256);
    expect(records.every(([cell], row) => dictionary[codes[row]!] === cell)).toBe(true);
  });
});

/** 2^rounds texts with one FNV-1a hash: each round appends one of two pairs of units that lead to one state. */
function collidingTexts(rounds: number): string[] {
  let state = 0x811c9dc5;
  let texts = [''];
  for (let round = 0; round < rounds; round++) {
    const byHigh = new Map<number, { unit: number; product: number }>();
    for (let unit = 0x4e00; ; unit++) {
      const product = Math.imul(state ^ unit, 0x01000193);
      const other = byHigh.get(product >>> 16);
      byHigh.set(product >>> 16, { unit, product });
      const last = 0x4e00 ^ (product ^ (other?.product ?? product));
      if (other === undefined || last < 0x4e00 || last > 0xd7ff) continue;
      const pairs = [String.fromCharCode(other.unit, 0x4e00), String.fromCharCode(unit, last)];
      texts = texts.flatMap((text) => pairs.map((pair) => text + pair));
      state = Math.imul(product ^ last, 0x01000193);
      break;
    }
  }
  return texts;
}

describe('showText', () => {
  it('escapes what is not plain and does not cite what is long', () => {
    expect(showText('a\u001b[31m"b\u202e')).toBe('"a\\u{1b}[31m\\u{22}b\\u{202e}"');
    expect(showText('x'.repeat(41))).toBe('a text of 41 characters');
  });
});
