import { gzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { type Row, readAll, tempFile } from './read-all.js';

/** Small seeded generator (mulberry32). */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const HEADER = ['timestamp', 'account_id', 'model', 'user_agent', 'input_tokens', 'prompt', 'notes'];
const TEXTS = [
  'gpt-x',
  'py,thon',
  'a;b',
  'tab\tbed',
  'pi|pe',
  'say "hi"',
  '"',
  'über 日本 🙂',
  '',
  'x'.repeat(300),
];
const LINES = ['two\nlines', 'cr\r\nlf', '\n', 'a"\n"b', '2026-03-02T11:04:09Z,fake,m,u,1,p,n\n'];

interface Writing {
  readonly delimiter: string;
  readonly lineEnd: string;
  readonly quoting: 'needed' | 'all' | 'some';
  readonly lastLineEnd: boolean;
  readonly emptyLines: boolean;
}

function write(rows: readonly string[][], writing: Writing, random: (below: number) => number): string {
  const cell = (text: string) => {
    const needed = /["\r\n]/.test(text) || text.includes(writing.delimiter);
    const wanted = writing.quoting === 'all' || (writing.quoting === 'some' && random(3) === 0);
    return needed || wanted ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = [HEADER, ...rows].map((row) => row.map(cell).join(writing.delimiter));
  const parts = lines.map((line, n) => (writing.emptyLines && n % 7 === 3 ? line + writing.lineEnd : line));
  return parts.join(writing.lineEnd) + (writing.lastLineEnd ? writing.lineEnd : '');
}

function randomRows(random: (below: number) => number, lineEnd: string): string[][] {
  const texts = lineEnd === '\r' ? TEXTS : [...TEXTS, ...LINES];
  const pick = () => texts[random(texts.length)]!;
  const many = random(2) === 0 ? 1 : 40; // sometimes long plain stretches between the odd rows
  return Array.from({ length: 1 + random(200) }, (_, n) => {
    const time = new Date(1_772_000_000_000 + random(1e9)).toISOString();
    if (n % many !== 0) return [time, `acc-${random(30)}`, 'm', 'ua/1.0', String(random(5000)), 'p', ''];
    return [
      time,
      `acc-${random(30)}`,
      pick(),
      pick(),
      random(4) === 0 ? '' : String(random(5000)),
      pick(),
      pick(),
    ];
  });
}

const expected = (rows: readonly string[][]): Row[] =>
  rows.map(([time, account, model, agent, tokens, prompt]) => ({
    time: Date.parse(time!) * 1000,
    account: account!,
    model: model!.trim() || null,
    user_agent: agent!.trim() || null,
    prompt: prompt!.trim() || null,
    input_tokens: tokens === '' ? null : Number(tokens),
  }));

const strip = (rows: readonly Row[]) => rows.map(({ offset, line, ...row }) => row);

describe('the same rows, however they are written and read', () => {
  it('give the same batches', async () => {
    for (let seed = 1; seed <= 100; seed++) {
      const random = generator(seed);
      const writing: Writing = {
        delimiter: [',', ';', '\t', '|'][random(4)]!,
        lineEnd: ['\n', '\r\n', '\r'][random(3)]!,
        quoting: (['needed', 'all', 'some'] as const)[random(3)]!,
        lastLineEnd: random(2) === 0,
        emptyLines: random(2) === 0,
      };
      const rows = randomRows(random, writing.lineEnd);
      const text = write(rows, writing, random);
      const bytes = Buffer.from((random(2) === 0 ? '\ufeff' : '') + text);
      const path = tempFile('log.csv', random(3) === 0 ? gzipSync(bytes) : bytes);
      const hint = `seed ${seed} ${JSON.stringify(writing)}`;
      const whole = await readAll([path], { batchRows: 1 + random(100) });
      expect(whole.summary.quarantine.examples, hint).toEqual([]);
      expect(strip(whole.rows), hint).toEqual(expected(rows));
      const pieces = await readAll([path], { blockBytes: 1 + random(200) });
      expect(pieces.rows, hint).toEqual(whole.rows);
      checkPlaces(bytes, whole.rows, writing, hint);
    }
  });

  it('agree with csv-parse over the whole text', async () => {
    for (let seed = 1001; seed <= 1040; seed++) {
      const random = generator(seed);
      const writing: Writing = {
        delimiter: ',',
        lineEnd: '\n',
        quoting: 'some',
        lastLineEnd: true,
        emptyLines: true,
      };
      const text = write(randomRows(random, '\n'), writing, random);
      const oracle: string[][] = parse(text, { skip_empty_lines: true, from_line: 1 });
      const { rows } = await readAll([tempFile('log.csv', text)]);
      expect(strip(rows), `seed ${seed}`).toEqual(expected(oracle.slice(1)));
    }
  });

  it('stay the same when bytes are damaged, whatever the block size', async () => {
    for (let seed = 2001; seed <= 2100; seed++) {
      const random = generator(seed);
      const writing: Writing = {
        delimiter: ',',
        lineEnd: random(2) === 0 ? '\n' : '\r\n',
        quoting: (['needed', 'all', 'some'] as const)[random(3)]!,
        lastLineEnd: random(2) === 0,
        emptyLines: random(2) === 0,
      };
      const bytes = Buffer.from(write(randomRows(random, '\n'), writing, random));
      const first = bytes.indexOf('\n') + 1;
      for (let hits = random(6); hits >= 0; hits--) {
        bytes[first + random(bytes.length - first)] = [0x22, 0x2c, 0x0a, 0x0d, 0, 0xff, 0x22][random(7)]!;
      }
      const path = tempFile('log.csv', bytes);
      const whole = await readAll([path]);
      const pieces = await readAll([path], { blockBytes: 1 + random(100), batchRows: 7 });
      expect(pieces.rows, `seed ${seed}`).toEqual(whole.rows);
      expect(pieces.summary, `seed ${seed}`).toEqual(whole.summary);
    }
  });
});

/** Each row is found again at its offset, and its line is right. */
function checkPlaces(bytes: Buffer, rows: readonly Row[], writing: Writing, hint: string): void {
  const lineEnd = writing.lineEnd === '\r' ? '\r' : '\n';
  for (const row of rows) {
    const from = row.offset as number;
    const oracle: string[][] = parse(bytes.subarray(from), {
      delimiter: writing.delimiter,
      record_delimiter: writing.lineEnd,
      to: 1,
      relax_column_count: true,
    });
    expect(oracle[0]![1], hint).toBe(row.account);
    expect(Date.parse(oracle[0]![0]!) * 1000, hint).toBe(row.time);
    expect(bytes.subarray(0, from).toString('latin1').split(lineEnd).length, hint).toBe(row.line);
  }
}
