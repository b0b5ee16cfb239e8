import type { Field } from '../../src/record/usage-record.js';
import { OPTIONAL_FIELDS, type Row } from '../record/rows.js';
import type { Seeded } from '../record/seeded.js';

/** Account ids that a careless map, sort, file or decoder would get wrong. */
export const HOSTILE_IDS: readonly string[] = [
  '__proto__',
  'constructor',
  'toString',
  '0',
  '-1',
  'NaN',
  'null',
  'a',
  'A',
  'a\u0000b',
  'a,b\n"c"',
  '=cmd|x',
  '\u202eevil',
  'é', // composed
  'e\u0301', // the same to the eye
  'ß',
  'ﬁ',
  '\uffff',
  '😀', // sorts below U+FFFF by code units, above it by code points
  'x'.repeat(2_000),
];

const START = 1_780_000_000_000_000; // 2026-05-28
const DAY = 86_400_000_000;

/** Rows of about 40 accounts with every field, values missing here and there, two of them hoarding values. */
export function hostileLog(random: Seeded, rows: number): Row[] {
  const accounts = [...HOSTILE_IDS, ...Array.from({ length: 20 }, (_, i) => `acc_${i}`)];
  const hoarders = new Set(random.shuffled(accounts).slice(0, 2));
  return Array.from({ length: rows }, () => {
    const account = random.chance(0.4) ? random.pick([...hoarders]) : random.pick(accounts);
    const variety = hoarders.has(account) ? 100_000 : 6;
    const word = (prefix: string) => `${prefix}${random.int(0, variety)}`;
    const row = {
      time: START + random.int(0, 12) * DAY + random.int(0, 86_399) * 1_000_000 + random.int(0, 999_999),
      account,
      org: word('org '),
      api_key: word('key-'),
      session: word('s'),
      request_id: word('r'),
      model: word('model-'),
      endpoint: word('/v1/'),
      ip: random.chance(0.2)
        ? `2001:db8:${random.int(0, variety).toString(16)}::1`
        : `10.${random.int(0, 255) % (variety + 1)}.${random.int(0, 255) % (variety + 1)}.7`,
      asn: random.chance(0.2) ? word('Net ') : `${random.pick(['AS', 'as', ''])}${random.int(0, variety)}`,
      country: word('C'),
      user_agent: `${word('agent/')}${random.chance(0.02) ? ` ${'ä'.repeat(400)}` : ''}`,
      payment: word('pay_'),
      device: word('dév-'),
      stop_reason: word('stop'),
      system_prompt: random.chance(0.5)
        ? word('You are number ')
        : `sha:${random.int(0, variety) + 0xabcdef}`,
      prompt: word('What is '),
      input_tokens: random.int(0, 2 ** random.int(1, 31) - 1),
      output_tokens: random.int(0, 5_000),
      cached_tokens: random.chance(0.5) ? 0 : random.int(0, 4_000),
      max_tokens: random.int(1, variety),
      temperature: random.int(0, Math.min(variety, 2_000)) / 1_000,
      stream: random.int(0, 1),
      status: random.pick([200, 200, 200, 429, 500]),
      latency_ms: random.int(0, 60_000) / 7,
    };
    for (const field of OPTIONAL_FIELDS) {
      if (random.chance(0.1)) delete (row as Partial<Record<Field, unknown>>)[field];
    }
    return row as Row;
  });
}
