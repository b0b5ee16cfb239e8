import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, it } from 'vitest';
import { CsvReader } from '../../src/ingest/csv.js';
import { type Dialect, LF } from '../../src/ingest/dialect.js';
import { isPlain } from '../../src/ingest/plain-records.js';
import type { RecordRange } from '../../src/ingest/record-scanner.js';

const PIECES = [
  '',
  'a',
  ' ',
  '0',
  'acc_1',
  'é',
  '模型',
  '\u{1f600}',
  '\u{feff}',
  '=1+1',
  '\\',
  "'",
  '\t',
  ';',
  '\u2028',
];

function rangeOf(bytes: Buffer, records: number, unterminated: boolean): RecordRange {
  const offsets = new Float64Array(records);
  const lines = new Float64Array(records);
  const ends = new Float64Array(records);
  return { kind: 'range', bytes, quoted: false, gaps: false, records, offsets, ends, lines, unterminated };
}

describe('plain records', () => {
  it('gives the cells that csv-parse gives, on generated ranges', () => {
    let split = 0;
    for (let seed = 1; seed <= 200; seed++) {
      const random = xoroshiro128plus(seed);
      const pick = (n: number) => uniformInt(random, 0, n - 1);
      const dialect: Dialect = { delimiter: ([',', ';', '|', '\t'] as const)[pick(4)]!, lineEnd: LF };
      const rows = Array.from({ length: 1 + pick(20) }, () => {
        const cells = Array.from({ length: 1 + pick(6) }, () =>
          Array.from({ length: pick(3) }, () => PIECES[pick(PIECES.length)]!).join(''),
        );
        const line = cells.join(dialect.delimiter);
        return line === '' ? 'x' : line; // an empty line would be a gap
      });
      const unterminated = pick(2) === 0;
      const range = rangeOf(
        Buffer.from(rows.join('\n') + (unterminated ? '' : '\n')),
        rows.length,
        unterminated,
      );
      const reader = new CsvReader(dialect);
      if (isPlain(range, dialect)) split++;
      expect(reader.cells(range), `seed ${seed}`).toEqual(reader.reference(range));
    }
    expect(split).toBe(200); // the direct way really ran
  });

  it('leaves quoted, gappy and carriage-return ranges to csv-parse', () => {
    const dialect: Dialect = { delimiter: ',', lineEnd: LF };
    const plain = rangeOf(Buffer.from('a,b\n'), 1, false);
    expect(isPlain(plain, dialect)).toBe(true);
    expect(isPlain({ ...plain, quoted: true }, dialect)).toBe(false);
    expect(isPlain({ ...plain, gaps: true }, dialect)).toBe(false);
    expect(isPlain(rangeOf(Buffer.from('a,b\r\n'), 1, false), dialect)).toBe(false);
  });
});
