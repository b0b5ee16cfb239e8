import { gzipSync } from 'node:zlib';
import { SYNONYMS } from '../../src/ingest/index.js';
import { type Field, NUMBER_FIELDS, TEXT_FIELDS } from '../../src/record/usage-record.js';
import type { Seeded } from '../record/seeded.js';

/** How much of a generated log departs from plain rows. */
export interface Oddness {
  /** Chance that a row has an odd cell. */
  readonly cells: number;
  /** Whether cells are quoted here and there. */
  readonly quotes: boolean;
  /** Damages to make in the bytes. */
  readonly damages: number;
}

const START = Date.UTC(2026, 4, 28);

const BAD_TIMES = [
  '',
  'null',
  'yesterday',
  '2026-02-30T00:00:00Z',
  '1999-12-31T23:59:59Z',
  '2026-05-28 24:00:00Z',
];
const ODD_TIMES = [
  '2026-05-28T11:04:09.1234567Z',
  '2026-05-28t11:04:09z',
  ' 2026-05-28T11:04:09Z ',
  '2026-05-28T11:04:09,5Z',
  '2026-05-28T11:04:09.Z',
  '2026-05-28T13:04:09+02:00',
  '2026-05-28T13:04:09+0200',
  '2026-05-28 13:04:09 UTC',
  '2026-05-28T13:04:09-19:59',
  '2026-05-28T13:04:09+20:00',
  '2026-12-31T23:59:60Z',
  '2026-05-28T11:04:60Z',
  '2026-05-28T11:04:09',
  '2026-10-25 02:30:00',
  '2026-10-25 02:30:60',
  '2026-03-29 02:30:00',
  '1779966249',
  '1779966249.25',
  '1779966249123',
  '1779966249123456',
  '1779966249123456789',
  '17799662491234567',
];
const BAD_NUMBERS = ['-1', '1e999', 'abc', '2147483648', '1.5', '0x10', '1,5'];
const ODD_NUMBERS = [
  ' 12 ',
  '12.0',
  '1e3',
  '+7',
  '.5',
  '5.',
  'null',
  'N/A',
  '000000000012',
  '0.1234567890123',
  '123456789012345.5',
  '-0',
  'true',
  'TRUE',
  'yes',
  '429',
  'success',
  '3.0000000000000001',
];
const ODD_TEXTS = [
  ' padded ',
  'null',
  'None',
  'N/A',
  '-',
  '\\N',
  'é',
  '模型',
  '\u{1f600}',
  '\u00a0nbsp\u00a0',
  '\ufeffbom',
  'a',
  'ab',
  'abc',
  'REDACTED',
  '[redacted]',
  'redacted by litellm',
  'scrub the floor',
  '***',
  '{}',
  '[]',
  'nullable',
  'u',
  'x'.repeat(300),
  `ä${'y'.repeat(1200)}`,
  '2001:db8::1',
  '::ffff:10.1.2.3',
  '010.1.2.3',
  '10.1.2.***',
  '10.1.2.xxx',
  '256.1.1.1',
  '1.2.3.4444',
  'AS123',
  'as123',
  '123',
  '00123',
  'AS99999999999',
  '4294967296',
  '4294967295',
  'sha256:0a1b2c3d4e5f',
  '0a1b2c3d4e5f',
];

const NUMBER_TEXTS: Readonly<Record<string, (random: Seeded) => string>> = {
  temperature: (random) => (random.int(0, 20) / 10).toString(),
  stream: (random) => random.pick(['0', '1', 'true', 'false']),
  status: (random) => random.pick(['200', '200', '429', '500']),
  latency_ms: (random) =>
    random.chance(0.5) ? `${random.int(0, 90_000)}` : (random.int(0, 9_000_000) / 1000).toString(),
};

/** What the columns of one generated log are and how it is written. */
export interface LogShape {
  readonly fields: readonly Field[];
  readonly delimiter: string;
  readonly lineEnd: string;
  readonly time: 'iso' | 'space' | 'seconds' | 'milliseconds' | 'zoneless';
  readonly accounts: number;
  /** Distinct values that cells are drawn from. */
  readonly variety: number;
}

export function randomShape(random: Seeded): LogShape {
  const optional = [...TEXT_FIELDS.filter((field) => field !== 'account'), ...NUMBER_FIELDS];
  const some = random.shuffled(optional).slice(0, random.int(0, optional.length));
  return {
    fields: random.shuffled(['time', 'account', ...(random.chance(0.3) ? optional : some)]),
    delimiter: random.pick([',', ';', '\t', '|']),
    lineEnd: random.pick(['\n', '\n', '\n', '\r\n']),
    time: random.pick(['iso', 'iso', 'iso', 'space', 'seconds', 'milliseconds']),
    accounts: random.pick([1, 3, 40, 400]),
    variety: random.pick([2, 30, 5000]),
  };
}

/** A log of so many rows, as it is written to a file. */
export function randomLog(random: Seeded, shape: LogShape, rows: number, oddness: Oddness): Buffer {
  const { fields, delimiter, lineEnd } = shape;
  const lines = [fields.map((field) => SYNONYMS[field][0]!).join(delimiter)];
  for (let row = 0; row < rows; row++) {
    const cells = fields.map((field) => plainCell(random, shape, field, row));
    if (random.chance(oddness.cells)) {
      for (let n = random.int(1, 2); n > 0; n--) {
        const at = random.int(0, fields.length - 1);
        cells[at] = oddCell(random, fields[at]!).replaceAll(delimiter, '');
      }
      if (random.chance(0.1))
        cells.splice(random.int(0, cells.length), random.int(0, 1), random.pick(['', 'more']));
      if (random.chance(0.05)) cells.splice(0, cells.length, random.pick(['', ' ', '\t ']));
    }
    if (oddness.quotes && random.chance(0.2)) {
      const at = random.int(0, cells.length - 1);
      cells[at] = random.chance(0.1)
        ? `"${cells[at]}${random.pick([lineEnd, '""', delimiter])}"`
        : random.chance(0.1)
          ? random.pick(['"', 'a"b', `"${cells[at]}"x`, '"open'])
          : `"${cells[at]}"`;
    }
    lines.push(cells.join(delimiter));
  }
  const bytes = Buffer.from(
    (random.chance(0.1) ? '\ufeff' : '') + lines.join(lineEnd) + (random.chance(0.7) ? lineEnd : ''),
  );
  const from = Buffer.byteLength(lines[0]!) + 8;
  for (let n = 0; n < oddness.damages && bytes.length > from; n++) {
    bytes[random.int(from, bytes.length - 1)] = random.pick([0, 0x22, 0x2c, 0x0a, 0x0d, 0xff, 0xc3]);
  }
  return bytes;
}

/** The bytes compressed, and at times cut off. */
export function zipped(random: Seeded, bytes: Buffer): Buffer {
  const whole = gzipSync(bytes);
  return random.chance(0.3)
    ? whole.subarray(0, random.int(Math.floor(whole.length / 2), whole.length - 1))
    : whole;
}

function plainCell(random: Seeded, { time, accounts, variety }: LogShape, field: Field, row: number): string {
  if (field === 'time') {
    const millis = START + row * random.int(1, 3) * 500 + random.int(0, 4000);
    const iso = new Date(millis).toISOString();
    if (time === 'iso') return random.chance(0.5) ? iso : `${iso.slice(0, 19)}Z`;
    if (time === 'space') return `${iso.slice(0, 10)} ${iso.slice(11, 19)}+00:00`;
    if (time === 'zoneless') return `${iso.slice(0, 10)} ${iso.slice(11, 19)}`;
    return time === 'seconds' ? `${Math.floor(millis / 1000)}` : `${millis}`;
  }
  if (field === 'account') return `acc_${random.int(0, accounts - 1)}`;
  if (random.chance(0.05)) return '';
  const value = random.int(0, variety - 1);
  if (field === 'ip') return `10.${value % 256}.${(value >> 3) % 256}.${random.int(0, 255)}`;
  if (field === 'asn') return `AS${value}`;
  if ((NUMBER_FIELDS as readonly string[]).includes(field))
    return NUMBER_TEXTS[field]?.(random) ?? `${value * 3}`;
  return `${field}-${value.toString(16)}`;
}

function oddCell(random: Seeded, field: Field): string {
  if (field === 'time') return random.pick(random.chance(0.3) ? BAD_TIMES : ODD_TIMES);
  if (field === 'account') return random.pick(['', ' ', 'null', ' acc_1 ', 'é', 'y'.repeat(1100)]);
  if ((NUMBER_FIELDS as readonly string[]).includes(field))
    return random.pick(random.chance(0.3) ? BAD_NUMBERS : ODD_NUMBERS);
  return random.pick(ODD_TEXTS);
}
