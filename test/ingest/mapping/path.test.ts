import { describe, expect, it } from 'vitest';
import { StillhuntError } from '../../../src/errors.js';
import { parsePath } from '../../../src/ingest/mapping/path.js';

const at = (path: string, record: object) => parsePath(path).of(record);

describe('paths', () => {
  it('lead through objects, lists from either end, and items found by a key', () => {
    const record = {
      a: {
        b: [
          { k: 'x', v: 1 },
          { k: 'y', v: 2 },
        ],
      },
      list: [1, 2, 3],
    };
    expect(at('a.b[1].v', record)).toBe(2);
    expect(at('list[-1]', record)).toBe(3);
    expect(at('a.b[k=y].v', record)).toBe(2);
    expect(at('a.b[k=z].v', record)).toBeUndefined();
    expect(at('a.b.v', record)).toBeUndefined();
  });

  it('take a key that is the whole path before anything else', () => {
    expect(
      at('gen_ai.usage.input_tokens', {
        'gen_ai.usage.input_tokens': 5,
        gen_ai: { usage: { input_tokens: 6 } },
      }),
    ).toBe(5);
    expect(at('Request tokens', { 'Request tokens': '7' })).toBe('7');
    expect(at('["a.b"].c', { 'a.b': { c: 3 } })).toBe(3);
  });

  it('lead through text that holds JSON, also where quotes were doubled once too often', () => {
    expect(at('other.cache_tokens', { other: '{"cache_tokens":4}' })).toBe(4);
    expect(at('p.q', { p: '{""q"":""r""}' })).toBe('r');
    expect(at('p.q', { p: '{"q":' })).toBeUndefined();
    expect(at('p.q', { p: 'plain' })).toBeUndefined();
  });

  it('lead through any key or item, to the first under which there is a value', () => {
    const ai = { cache: { usage: null }, proxy: { usage: { n: 1 } }, other: { usage: { n: 2 } } };
    expect(at('ai.*.usage.n', { ai })).toBe(1);
    expect(at('ai.*.usage.m', { ai })).toBeUndefined();
    expect(at('list[*].stop', { list: ['[DONE]', { stop: '' }, { stop: 'end' }] })).toBe('end');
    expect(at('list[*].stop', { list: '[{"stop":"end"}]' })).toBe('end');
    expect(at('list[*].stop', { list: 7 })).toBeUndefined();
  });

  it('keep the digits of numbers in text that no double holds', () => {
    expect(at('p.ticks', { p: '{"ticks":639080462495123457}' })).toBe('639080462495123457');
  });

  it('see own keys alone', () => {
    expect(at('constructor.name', {})).toBeUndefined();
    expect(at('__proto__', {})).toBeUndefined();
    expect(at('__proto__.x', JSON.parse('{"__proto__":{"x":1}}'))).toBe(1);
  });

  it.each(['', 'a..b', 'a[', 'a[1', '.', 'a[b=', 'x'.repeat(300)])('refuse %j', (text) => {
    expect(() => parsePath(text)).toThrow(StillhuntError);
  });
});
