import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { FIXTURES, readAll, readError, tempFile } from './read-all.js';

const fixture = (name: string) => join(FIXTURES, name);
const at = (text: string) => Date.parse(text) * 1000;

describe('rows', () => {
  it('refuses faulty rows one by one and says why', async () => {
    const { rows, summary } = await readAll([fixture('faults.csv')]);
    expect(summary.rows).toEqual({ read: 18, accepted: 4, quarantined: 14, filtered: 0 });
    expect(summary.quarantine.reasons).toEqual({
      'ragged-row': 2,
      'broken-quote': 2,
      'missing-time': 1,
      'bad-time': 1,
      'time-without-zone': 1,
      'time-out-of-range': 1,
      'missing-account': 2,
      'bad-number': 4,
    });
    expect(rows.map(({ offset, ...row }) => row)).toEqual([
      {
        time: at('2026-03-02T11:04:09Z'),
        account: 'a1',
        model: 'm',
        input_tokens: 1,
        output_tokens: 2,
        prompt: 'p1',
        line: 2,
      },
      {
        time: at('2026-03-02T11:04:09Z'),
        account: 'a2',
        model: 'm',
        input_tokens: 10,
        output_tokens: 1000,
        prompt: null,
        line: 19,
      },
      {
        time: at('2026-03-02T11:04:09Z'),
        account: 'a2',
        model: null,
        input_tokens: 7,
        output_tokens: null,
        prompt: null,
        line: 20,
      },
      {
        time: at('2026-03-02T11:04:10Z'),
        account: 'a2',
        model: 'm',
        input_tokens: null,
        output_tokens: null,
        prompt: 'said "hi", left',
        line: 21,
      },
    ]);
  });

  it('gives each refused row its line and byte offset, and never its prompt', async () => {
    const text = readFileSync(fixture('faults.csv'), 'latin1');
    const { summary } = await readAll([fixture('faults.csv')]);
    const { examples } = summary.quarantine;
    expect(examples).toHaveLength(14);
    for (const { line, offset, detail } of examples) {
      expect(text.slice(0, offset).split('\n')).toHaveLength(line);
      expect(offset === 0 || text[offset - 1] === '\n').toBe(true);
      expect(detail).not.toMatch(/secret|p1/);
      expect(detail.length).toBeLessThanOrEqual(120);
    }
    expect(examples.map(({ line }) => line)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
    expect(examples[2]!.detail).toBe('input_tokens: "-1"');
  });

  it('reads epoch times, flags, states and measures', async () => {
    const { rows, summary } = await readAll([fixture('epoch.csv')]);
    expect(summary.quarantine.reasons).toEqual({ 'mixed-time-unit': 1, 'bad-number': 3 });
    expect(
      rows.map(({ status, stream, temperature, latency_ms }) => [status, stream, temperature, latency_ms]),
    ).toEqual([
      [200, 1, 0.7, 12.5],
      [null, 0, 1, 1],
      [429, 0, null, 1],
    ]);
  });

  it('loses one row of 10,000 to a stray quote, wherever it stands', async () => {
    for (const quoting of [(cell: string) => cell, (cell: string) => `"${cell}"`]) {
      for (const [row, stray] of [
        [5000, 0],
        [5000, 1],
        [5000, 2],
        [1, 2],
        [9999, 2],
        [10_000, 2],
      ] as const) {
        const lines = ['timestamp,account_id,model'];
        for (let n = 1; n <= 10_000; n++) {
          const cells = ['2026-03-02T11:04:09Z', `a${n}`, 'm'].map(quoting);
          if (n === row) cells[stray] = `"${stray === 0 ? '2026' : 'b'}`;
          lines.push(cells.join(','));
        }
        const path = tempFile('stray.csv', `${lines.join('\n')}\n`);
        const { rows, summary } = await readAll([path], { blockBytes: 10_000 });
        expect(summary.rows.accepted, `row ${row}, cell ${stray}`).toBe(9999);
        expect(summary.quarantine.reasons).toEqual({ 'broken-quote': 1 });
        expect(summary.quarantine.examples[0]!.line).toBe(row + 1);
        expect(rows.find(({ account }) => account === `a${row}`)).toBeUndefined();
      }
    }
  });

  it('refuses cells above 1 MiB and lines above 8 MiB, and nothing around them', async () => {
    const row = (account: string, prompt: string) => `2026-03-02T11:04:09Z,${account},${prompt}\n`;
    const big = 'x'.repeat((1 << 20) + 1);
    const path = tempFile(
      'long.csv',
      `timestamp,account_id,prompt\n${row('a', 'x'.repeat(1 << 20))}${row('b', big)}${row('c', `"${big}\n${row('fake', 'x')}"`)}${row('d', 'x'.repeat(9 << 20))}${row('e', 'x')}`,
    );
    for (const blockBytes of [65_536, 64 << 20]) {
      const { rows, summary } = await readAll([path], { blockBytes });
      expect(rows.map(({ account, line }) => [account, line])).toEqual([
        ['a', 2],
        ['e', 8],
      ]);
      expect(summary.quarantine.reasons).toEqual({ 'field-too-long': 2, 'record-too-long': 1 });
    }
  });

  it('refuses rows with zero bytes or bytes that are not UTF-8', async () => {
    const head = 'timestamp,account_id,model\n2026-03-02T11:04:09Z,é,m\n2026-03-02T11:04:09Z,b,';
    const path = tempFile(
      'bytes.csv',
      Buffer.concat([
        Buffer.from(head),
        Buffer.from([0, 0x0a]),
        Buffer.from('2026-03-02T11:04:09Z,c,'),
        Buffer.from([0xff, 0x0a]),
        Buffer.from('2026-03-02T11:04:09Z,"d",m\n'),
      ]),
    );
    const { rows, summary } = await readAll([path]);
    expect(rows.map(({ account }) => account)).toEqual(['é', 'd']);
    expect(summary.quarantine.reasons).toEqual({ 'nul-byte': 1, 'bad-encoding': 1 });
  });

  it('keeps all counts and the first 1000 examples', async () => {
    const path = tempFile('bad.csv', `timestamp,account_id\n2026-03-02T11:04:09Z,a\n${'x,b\n'.repeat(3000)}`);
    const { summary } = await readAll([path]);
    expect(summary.quarantine).toMatchObject({
      total: 3000,
      reasons: { 'bad-time': 3000 },
      examplesOmitted: 2000,
    });
    expect(summary.quarantine.examples.map(({ line }) => line)).toEqual(
      Array.from({ length: 1000 }, (_, n) => n + 3),
    );
    expect(JSON.parse(JSON.stringify(summary))).toEqual(summary);
  });
});

describe('sources', () => {
  it('tells a cut-off last row from a ragged one', async () => {
    const { rows, summary } = await readAll([fixture('truncated.csv')]);
    expect(rows).toHaveLength(1);
    expect(summary.quarantine.reasons).toEqual({ 'truncated-last-record': 1 });
    expect(summary.sources[0]).toMatchObject({ status: 'truncated' });
    const inQuotes = tempFile(
      'cut.csv',
      'timestamp,account_id\n2026-03-02T11:04:09Z,a\n2026-03-02T11:04:09Z,"b',
    );
    expect((await readAll([inQuotes])).summary.quarantine.reasons).toEqual({ 'truncated-last-record': 1 });
    const whole = tempFile('whole.csv', 'timestamp,account_id\n2026-03-02T11:04:09Z,a');
    expect((await readAll([whole])).summary.sources[0]).toMatchObject({
      status: 'complete',
      rows: { accepted: 1 },
    });
  });

  it('keeps the rows of a gzip source that ends early or is damaged', async () => {
    const lines = ['timestamp,account_id,request_id'];
    for (let n = 0; n < 50_000; n++)
      lines.push(`2026-03-02T11:04:09Z,a${n % 97},${(n * 2654435761) % 4294967296}`);
    const packed = gzipSync(`${lines.join('\n')}\n`);
    const cut = tempFile('cut.csv.gz', packed.subarray(0, packed.length >> 1));
    const { rows, summary } = await readAll([cut]);
    expect(summary.sources[0]).toMatchObject({
      status: 'damaged',
      compression: 'gzip',
      bytes: packed.length >> 1,
    });
    expect(rows.length).toBeGreaterThan(20_000);
    expect(rows.every(({ request_id }, n) => request_id === String((n * 2654435761) % 4294967296))).toBe(
      true,
    );
    expect(summary.warnings[0]).toContain('ends early');

    const flipped = Buffer.from(packed);
    flipped[packed.length - 6]! ^= 0xff; // in the checksum: found only at the end
    const damaged = await readAll([tempFile('flipped.csv.gz', flipped)]);
    expect(damaged.summary.sources[0]).toMatchObject({ status: 'damaged' });
    expect(damaged.rows.length).toBeGreaterThan(48_000);
  });

  it('reads concatenated gzip members, whatever the name', async () => {
    const path = tempFile(
      'log.data',
      Buffer.concat([
        gzipSync('timestamp,account_id\n2026-03-02T11:04:09Z,a\n2026-03'),
        gzipSync('-02T11:04:09Z,b\n'),
      ]),
    );
    const { rows, summary } = await readAll([path]);
    expect(rows.map(({ account }) => account)).toEqual(['a', 'b']);
    expect(summary.sources[0]).toMatchObject({ status: 'complete', compression: 'gzip' });
  });

  it('reads semicolons, a byte order mark, CRLF and cells of several lines', async () => {
    const { rows, summary } = await readAll([fixture('semicolon-bom.csv')]);
    expect(summary.sources[0]).toMatchObject({ delimiter: ';', status: 'complete' });
    expect(
      rows.map(({ account, prompt, system_prompt, line }) => [account, prompt, system_prompt, line]),
    ).toEqual([
      ['acme; inc', 'hello', null, 2],
      ['bolt', 'two\r\nlines', 'be brief', 4],
    ]);
  });

  it('asks for the account of a trace that has none, and takes a constant', async () => {
    const error = await readError([fixture('azure-trace.csv')]);
    expect(error.message).toContain('"TIMESTAMP", "ContextTokens", "GeneratedTokens"');
    expect(error.next).toContain('--const account=NAME');
    const { rows } = await readAll([fixture('azure-trace.csv')], {
      constants: { account: 'trace' },
      timezone: 'UTC',
    });
    expect(rows.map(({ offset, line, ...row }) => row)).toEqual([
      { time: at('2023-11-16T18:17:03.979Z') + 960, account: 'trace', input_tokens: 4808, output_tokens: 10 },
      { time: at('2023-11-16T18:17:04.031Z') + 960, account: 'trace', input_tokens: 3180, output_tokens: 8 },
    ]);
  });

  it('asks for the zone of times that have none', async () => {
    const error = await readError([fixture('openrouter.csv')]);
    expect(error.kind).toBe('input');
    expect(error.next).toContain('--timezone UTC');
    const { rows, summary } = await readAll([fixture('openrouter.csv')], { timezone: 'UTC' });
    expect(rows[0]).toMatchObject({
      time: at('2026-03-02T11:04:09.512Z'),
      account: 'u-417',
      api_key: 'lab',
      stream: 1,
    });
    expect(summary.sources[0]!.ignored).toContain('cost_total');
  });

  it('refuses summaries, other formats and runs without rows', async () => {
    for (const name of ['anthropic-usage.csv', 'openai-usage.csv']) {
      expect((await readError([fixture(name)])).message).toContain('one row stands for all requests');
    }
    expect((await readError([fixture('empty.csv'), fixture('header-only.csv')])).message).toContain(
      'No rows',
    );
    expect((await readError([tempFile('a.json', '{"records":[]}')])).message).toContain('No rows');
    expect((await readError([tempFile('a.parquet', 'PAR1 and so on and so on')])).message).toContain(
      'Parquet',
    );
    expect((await readError([tempFile('a.csv', '2026-03-02T11:04:09Z,a\n')])).message).toContain(
      'without a header',
    );
  });

  it('reports sources without rows beside others, and the same bytes twice', async () => {
    const copy = tempFile('copy.csv', readFileSync(fixture('truncated.csv')));
    const { summary } = await readAll([
      fixture('header-only.csv'),
      fixture('empty.csv'),
      fixture('truncated.csv'),
      copy,
    ]);
    expect(
      summary.warnings.some((warning) => warning.includes('header-only.csv holds a header and no rows')),
    ).toBe(true);
    expect(summary.warnings.some((warning) => warning.includes('empty.csv holds nothing'))).toBe(true);
    expect(summary.sources.filter(({ duplicateOf }) => duplicateOf !== null)).toHaveLength(1);
  });
});
