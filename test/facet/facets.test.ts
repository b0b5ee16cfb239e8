import { describe, expect, it } from 'vitest';
import { CATALOGUE, facetIndex } from '../../src/facet/catalogue.js';
import { halfOctave } from '../../src/facet/half-octave.js';
import { murmur3 } from '../../src/facet/murmur3.js';
import { networkDay, networkHigh } from '../../src/facet/network-day.js';
import type { Row } from '../record/rows.js';
import { encode, facetCalled, oneValue, standsAside } from './encoded.js';

const DAY = 86_400_000_000;
const hash = (text: string) => {
  const bytes = new TextEncoder().encode(text);
  return murmur3(bytes, bytes.length);
};
const identity = (text: string) => ({ lo: hash(text), hi: hash(`stillhunt:${text}`) });

describe('the catalogue', () => {
  it('names each facet once and finds it by name', () => {
    const names = CATALOGUE.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.map(facetIndex)).toEqual(names.map((_, i) => i));
    expect(() => facetIndex('prompts')).toThrow('no facet is called prompts');
  });

  it('bounds every facet whose values callers choose', () => {
    const unbounded = CATALOGUE.filter(({ keep }) => keep === null).map(({ name }) => name);
    expect(unbounded).toEqual(['tick', 'length_cell', 'cached_share']);
  });
});

describe('tick', () => {
  it('is the five-minute slot, borders belonging to the later one', () => {
    const slot = 300_000_000;
    for (const [time, lo] of [
      [0, 0],
      [slot - 1, 0],
      [slot, 1],
      [1_780_000_000_000_001, 5_933_333],
    ] as const) {
      expect(oneValue('tick', { time })).toEqual({ lo, hi: 0 });
    }
    expect(facetCalled('tick').show(5_933_333, 0)).toBe('2026-05-28T20:25:00.000Z');
  });
});

describe('length_cell', () => {
  it('holds both half-octave bins, 63 standing for the missing one', () => {
    const cell = (row: Partial<Row>) => oneValue('length_cell', row)?.lo ?? null;
    expect(cell({ input_tokens: 1000, output_tokens: 90 })).toBe(64 * halfOctave(1000) + halfOctave(90));
    expect(cell({ input_tokens: 0, output_tokens: 0 })).toBe(0);
    expect(cell({ input_tokens: 1000, output_tokens: Number.NaN })).toBe(64 * halfOctave(1000) + 63);
    expect(cell({ input_tokens: Number.NaN, output_tokens: 7 })).toBe(64 * 63 + halfOctave(7));
    expect(cell({ input_tokens: Number.NaN, output_tokens: Number.NaN })).toBeNull();
    expect(cell({ input_tokens: 5 })).toBe(64 * halfOctave(5) + 63);
    expect(cell({ output_tokens: 5 })).toBe(64 * 63 + halfOctave(5));
  });

  it('keeps the two lengths apart for all pairs of bins', () => {
    const sizes = [0, ...Array.from({ length: 31 }, (_, k) => 2 ** k), 3, 6, 2 ** 31 - 1];
    const bins = new Set(sizes.map(halfOctave));
    const rows = sizes.flatMap((i) =>
      sizes.map((o): Row => ({ time: 0, account: 'a', input_tokens: i, output_tokens: o })),
    );
    const cells = new Set(encode('length_cell', rows).values.map((value) => value!.lo));
    expect(cells.size).toBe(bins.size ** 2);
  });

  it('shows its floors, and a question mark for what is missing', () => {
    const { show } = facetCalled('length_cell');
    expect(show(oneValue('length_cell', { input_tokens: 1100, output_tokens: 70 })!.lo, 0)).toBe(
      '1024+ in, 64+ out',
    );
    expect(show(oneValue('length_cell', { output_tokens: 70 })!.lo, 0)).toBe('? in, 64+ out');
  });
});

describe('cached_share', () => {
  const share = (cached_tokens: number, input_tokens: number) =>
    oneValue('cached_share', { cached_tokens, input_tokens })?.lo ?? null;

  it('has five steps, a border belonging to the lower one', () => {
    expect([0, 1, 25, 26, 50, 51, 75, 76, 100].map((part) => share(part, 100))).toEqual([
      0, 1, 1, 2, 2, 3, 3, 4, 4,
    ]);
  });

  it('stays within them for input of zero and for more cached than there was', () => {
    expect(share(0, 0)).toBe(0);
    expect(share(5, 0)).toBe(4);
    expect(share(900, 100)).toBe(4);
  });

  it('says nothing when either number is missing', () => {
    expect(share(Number.NaN, 100)).toBeNull();
    expect(share(100, Number.NaN)).toBeNull();
    expect(oneValue('cached_share', { input_tokens: 100 })).toBeNull();
  });
});

describe('network_day', () => {
  const network = (ip: string, time = 0) => oneValue('network_day', { ip, time })!;

  it('is the /24 of an IPv4 address, whatever its last octet, masked or not', () => {
    const expected = { lo: (198 << 16) | (51 << 8) | 100, hi: 0 };
    for (const last of ['0', '7', '255', '*', '***', 'x', 'xxx']) {
      expect(network(`198.51.100.${last}`), last).toEqual(expected);
    }
    expect(network('198.51.101.7')).not.toEqual(expected);
    expect(facetCalled('network_day').show(expected.lo, expected.hi)).toBe('198.51.100.0/24');
    expect(facetCalled('network_day').show(network('255.255.255.1').lo, 0)).toBe('255.255.255.0/24');
  });

  it('takes an IPv4 address inside IPv6 for that IPv4 address', () => {
    expect(network('::ffff:198.51.100.7')).toEqual(network('198.51.100.9'));
    expect(network('::ffff:c633:6407')).toEqual(network('198.51.100.9'));
  });

  it('is the /48 of an IPv6 address, however it is written', () => {
    const first = network('2001:db8:1:2:3:4:5:6');
    expect(network('2001:0DB8:0001:ffff::1')).toEqual(first);
    expect(network('2001:db8:1::')).toEqual(first);
    expect(network('2001:db8:2::1')).not.toEqual(first);
    expect(first.hi >>> 31).toBe(1);
    expect(facetCalled('network_day').show(first.lo, first.hi)).toBeNull();
  });

  it('takes anything else as the name of a network', () => {
    const names = [
      'net-77',
      '198.51.100',
      '300.1.1.1',
      '1.2.3.4.5',
      '2001:db8::/48',
      'deadbeef',
      '10.0.0.xxxx',
    ];
    const seen = names.map((name) => network(name));
    for (const [i, { lo, hi }] of seen.entries()) {
      expect(lo, names[i]!).toBe(hash(names[i]!));
      expect(hi >>> 31, names[i]!).toBe(1);
    }
  });

  it('does not take the numbers of pseudonymous networks for addresses', () => {
    const seen = ['1', '17', '255', '0x1f', '3232235777', '1.2'].map((name) => network(name));
    expect(new Set(seen.map(({ lo }) => lo)).size).toBe(6);
    for (const { hi } of seen) expect(hi >>> 31).toBe(1);
  });

  it('keeps the day beside the network and takes it off again', () => {
    for (const ip of ['198.51.100.7', '2001:db8::1', 'net-77']) {
      const today = network(ip, 20_600 * DAY);
      expect(networkDay(today.hi), ip).toBe(20_600);
      expect(networkDay(network(ip, 20_600 * DAY - 1).hi), ip).toBe(20_599);
      const tomorrow = network(ip, 20_601 * DAY);
      expect(tomorrow, ip).not.toEqual(today);
      expect([tomorrow.lo, networkHigh(tomorrow.hi)], ip).toEqual([today.lo, networkHigh(today.hi)]);
    }
  });
});

describe('asn', () => {
  it('is the number in any of its forms', () => {
    for (const text of ['AS15169', 'as15169', '15169'])
      expect(oneValue('asn', { asn: text })).toEqual({ lo: 15169, hi: 0 });
    expect(oneValue('asn', { asn: '4294967295' })).toEqual({ lo: 4294967295, hi: 0 });
    expect(facetCalled('asn').show(15169, 0)).toBe('AS15169');
  });

  it('is the identity of a name, or of a number that is too large', () => {
    for (const text of ['AS15169 Example Net', '4294967296', 'Example Net', 'AS', '-1']) {
      expect(oneValue('asn', { asn: text }), text).toEqual(identity(text));
    }
    expect(facetCalled('asn').show(hash('Example Net'), hash('stillhunt:Example Net'))).toBeNull();
  });

  it('remembers what the log wrote', () => {
    const rows: Row[] = ['AS1', 'Example Net', 'AS1'].map((asn) => ({ time: 0, account: 'a', asn }));
    expect(encode('asn', rows).remembered).toEqual(['AS1', 'Example Net']);
  });
});

describe('model_day', () => {
  it('is the hash of the model and the day', () => {
    expect(oneValue('model_day', { model: 'm-1', time: 3 * DAY + 5 })).toEqual({ lo: hash('m-1'), hi: 3 });
    const rows: Row[] = [
      { time: 2 * DAY, account: 'a', model: 'm-1' },
      { time: 2 * DAY, account: 'a' },
      { time: 5 * DAY - 1, account: 'a', model: 'm-2' },
    ];
    expect(encode('model_day', rows).values).toEqual([
      { lo: hash('m-1'), hi: 2 },
      null,
      { lo: hash('m-2'), hi: 4 },
    ]);
  });
});

describe('number facets', () => {
  it('counts temperature in thousandths and shows it as written', () => {
    for (const [temperature, lo] of [
      [0, 0],
      [0.7, 700],
      [0.1 + 0.2, 300],
      [1, 1000],
      [2, 2000],
    ] as const) {
      expect(oneValue('temperature', { temperature })).toEqual({ lo, hi: 0 });
    }
    expect(facetCalled('temperature').show(700, 0)).toBe('0.7');
    expect(oneValue('temperature', { temperature: Number.NaN })).toBeNull();
  });

  it('takes the others as they are, latency by half-octave', () => {
    expect(oneValue('max_tokens', { max_tokens: 2_147_483_647 })).toEqual({ lo: 2_147_483_647, hi: 0 });
    expect(oneValue('status', { status: 429 })).toEqual({ lo: 429, hi: 0 });
    expect([0, 1].map((stream) => oneValue('stream', { stream })!.lo)).toEqual([0, 1]);
    expect([0, 1].map((word) => facetCalled('stream').show(word, 0))).toEqual(['no', 'yes']);
    expect(oneValue('latency', { latency_ms: 812.5 })).toEqual({ lo: halfOctave(812), hi: 0 });
    expect(facetCalled('latency').show(halfOctave(812), 0)).toBe('725+ ms');
  });
});

describe('text facets', () => {
  const PROMPT = 'Write a proof that there are infinitely many primes';
  const HASHES = ['9f86d081884c7d65', 'sha256:9f86d081884c7d65', 'p_00ff00', 'A1B2C3'];
  const facets = {
    always: ['model', 'endpoint', 'client', 'stop_reason', 'org', 'payment', 'device', 'country'],
    never: ['api_key', 'session', 'prompt'],
    'if-hash': ['system_prompt'],
  };
  const fieldOf = (name: string) => (name === 'client' ? 'user_agent' : name);
  const remembered = (name: string, texts: readonly string[]) =>
    encode(
      name,
      texts.map((text) => ({ time: 0, account: 'a', [fieldOf(name)]: text }) as Row),
    ).remembered;

  it.each(Object.values(facets).flat())('%s is the identity of its text', (name) => {
    for (const text of [PROMPT, 'x', 'Ünï😀', ...HASHES]) {
      expect(oneValue(name, { [fieldOf(name)]: text }), text).toEqual(identity(text));
    }
  });

  it.each(facets.always)('%s is remembered, each text once', (name) => {
    expect(remembered(name, ['one', 'two', 'one'])).toEqual(['one', 'two']);
  });

  it.each(facets.never)('%s is never remembered, not even where it is a hash', (name) => {
    expect(remembered(name, [PROMPT, 'k', ...HASHES])).toEqual([]);
  });

  it.each(facets['if-hash'])('%s is remembered only where it is a hash', (name) => {
    const texts = [
      PROMPT,
      'You are a helpful assistant.',
      'Du.',
      'be brief',
      'face it',
      'abc12',
      '',
      'sk-proj:zzzzzzzz',
    ];
    expect(remembered(name, [...texts.filter((text) => text !== ''), ...HASHES])).toEqual(HASHES);
  });

  it('writes nothing for a missing cell', () => {
    const rows: Row[] = [
      { time: 0, account: 'a', prompt: 'p' },
      { time: 0, account: 'a' },
    ];
    expect(encode('prompt', rows).values).toEqual([identity('p'), null]);
  });
});

describe('standing aside', () => {
  it('every facet but tick stands aside on a log of times and accounts alone, and writes nothing', () => {
    const aside = CATALOGUE.filter(({ name }) => standsAside(name, {})).map(({ name }) => name);
    expect(aside).toEqual(CATALOGUE.map(({ name }) => name).filter((name) => name !== 'tick'));
    for (const name of aside) expect(oneValue(name, {}), name).toBeNull();
  });

  it('length_cell needs one of its columns, cached_share both', () => {
    expect(standsAside('length_cell', { input_tokens: 1 })).toBe(false);
    expect(standsAside('length_cell', { output_tokens: 1 })).toBe(false);
    expect(standsAside('cached_share', { cached_tokens: 1 })).toBe(true);
    expect(standsAside('cached_share', { input_tokens: 1 })).toBe(true);
    expect(standsAside('cached_share', { input_tokens: 1, cached_tokens: 1 })).toBe(false);
  });
});
