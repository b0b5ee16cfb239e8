import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type Row, readAll, readError, tempFile } from '../read-all.js';

const RECORDS = Array.from({ length: 300 }, (_, i) => ({
  timestamp: `2026-03-02T11:${String(Math.floor(i / 60)).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}Z`,
  account_id: `acc_${i % 7}`,
  request_id: i % 5 === 0 ? 5_374_205_265_901_000_111n + BigInt(i) : `r${i}`,
  usage: { note: 'brackets ]}[{ and "quotes" \\ inside', more: [{ x: [1, { y: i }] }] },
  input_tokens: i,
  model: i % 2 === 0 ? 'größe "q"' : null,
}));

const json = (value: unknown, space?: number) =>
  JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? `#${inner}#` : inner), space).replace(
    /"#(\d+)#"/g,
    '$1',
  );

const FORMS: Record<string, string> = {
  lines: RECORDS.map((record) => json(record)).join('\n'),
  'lines with CRLF and blank ones': `${RECORDS.map((record) => json(record)).join('\r\n\r\n')}\r\n`,
  'a list': json(RECORDS),
  'a list over many lines': json(RECORDS, 2),
  'a list in an object': json({ took: 3, filters: ['a'], records: RECORDS, next: null }, 1),
  'a page whose list starts on its first line': `{"data":[\n${RECORDS.map((record) => json(record)).join(',\n')}\n]}`,
  'a page with names before its list': `{"object":"list","data":[\n${RECORDS.map((record) => json(record)).join(',\n')}\n]}\n`,
  'two lists in an object': json({ items: [], data: RECORDS.slice(0, 50), results: RECORDS.slice(50) }),
  'two lists on a line': `${json({ items: [], data: RECORDS.slice(0, 50), results: RECORDS.slice(50) })}\n${json({ data: [] })}\n`,
  'pages one to a line': `${json({ data: RECORDS.slice(0, 100) })}\n${json({ data: RECORDS.slice(100) })}\n`,
  'objects over many lines': RECORDS.map((record) => json(record, 2)).join('\n'),
  'lists one to a line': `${json(RECORDS.slice(0, 9))}\n${json(RECORDS.slice(9))}`,
  'text of log entries': RECORDS.map((record) => JSON.stringify({ message: json(record), t: 1 })).join('\n'),
};

const seen = (rows: readonly Row[]) => rows.map(({ offset: _, line: __, ...row }) => row);

describe('JSON', () => {
  it('gives the same rows in every form, zipped or not, wherever it is split', async () => {
    const expected = RECORDS.map(({ account_id, request_id, input_tokens, model }) => ({
      account: account_id,
      request_id: String(request_id),
      input_tokens,
      model,
    }));
    for (const [name, text] of Object.entries(FORMS)) {
      for (const mark of ['', '\ufeff']) {
        for (const blockBytes of [1 << 18, 4099, 61]) {
          const bytes = Buffer.from(mark + text);
          const file = tempFile('log', blockBytes === 4099 ? gzipSync(bytes) : bytes);
          const { rows, summary } = await readAll([file], { blockBytes });
          const found = seen(rows).map(({ account, request_id, input_tokens, model }) => ({
            account,
            request_id,
            input_tokens,
            model,
          }));
          expect(found, `${name}, blocks of ${blockBytes}`).toEqual(expected);
          expect(summary.rows).toEqual({ read: 300, accepted: 300, quarantined: 0, filtered: 0 });
        }
      }
    }
  });

  it('takes a system prompt as it stands, and of a conversation the last turn of the user', async () => {
    const messages = [
      { role: 'user', content: 'first' },
      { role: 'assistant', content: 'no' },
      { role: 'user', content: [{ type: 'text', text: 'second' }] },
    ];
    const base = { timestamp: '2026-03-02T11:00:00Z', account_id: 'a', system_prompt_hash: 's1' };
    const { rows } = await readAll([
      tempFile('log', `${json({ ...base, messages })}\n${json({ ...base, messages: 'plain' })}\n`),
    ]);
    expect(rows.map(({ system_prompt, prompt }) => [system_prompt, prompt])).toEqual([
      ['s1', 'second'],
      ['s1', 'plain'],
    ]);
  });

  it('tells where each record starts', async () => {
    for (const name of ['lines', 'a list over many lines', 'objects over many lines']) {
      const text = FORMS[name]!;
      const { rows } = await readAll([tempFile('log', text)], { blockBytes: 777 });
      const bytes = Buffer.from(text);
      for (const { offset, line } of rows) {
        expect(String.fromCharCode(bytes[Number(offset)]!), name).toBe('{');
        expect(bytes.subarray(0, Number(offset)).toString('latin1').split('\n').length, name).toBe(line);
      }
    }
  });

  it('loses one row to a broken line and none to what stands around it', async () => {
    const lines = RECORDS.map((record) => json(record));
    lines[7] = lines[7]!.slice(0, 40);
    lines[9] = '7';
    lines[11] = '{"x":"\ud800"}'.replace('\ud800', '\u0000');
    const bytes = Buffer.from(lines.join('\n'));
    const bad = Buffer.concat([
      bytes,
      Buffer.from('\n{"account_id":"'),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('"}\n{"cut'),
    ]);
    const { summary } = await readAll([tempFile('log', bad)]);
    expect(summary.rows).toEqual({ read: 302, accepted: 297, quarantined: 5, filtered: 0 });
    expect(summary.quarantine.reasons).toEqual({
      'bad-json': 2,
      'not-an-object': 1,
      'bad-encoding': 1,
      'truncated-last-record': 1,
    });
    expect(summary.quarantine.examples.map(({ line }) => line)).toEqual([8, 10, 12, 301, 302]);
    expect(summary.sources[0]!.status).toBe('truncated');
  });

  it('refuses one odd item and not the page around it', async () => {
    const page = (extra: string) =>
      `{"records":[${RECORDS.slice(0, 20)
        .map((record) => json(record))
        .join(',')}${extra}]}`;
    const { summary } = await readAll([tempFile('log', `${page('')}\n${page(',5')}\n${page('')}\n`)]);
    expect(summary.rows).toEqual({ read: 61, accepted: 60, quarantined: 1, filtered: 0 });
    const entries = ['START RequestId: 1', json(RECORDS[0]), json(RECORDS[1])].map((message) => ({
      message,
    }));
    const logs = `${json({ logEvents: entries.slice(1) })}\n${json({ logEvents: entries })}\n`;
    expect((await readAll([tempFile('log', logs)])).summary.rows).toEqual({
      read: 5,
      accepted: 4,
      quarantined: 1,
      filtered: 0,
    });
    const list = `${json(RECORDS[0])}\n[${json(RECORDS[1])},null,${json(RECORDS[2])}]\n`;
    expect((await readAll([tempFile('log', list)])).summary.rows).toEqual({
      read: 4,
      accepted: 3,
      quarantined: 1,
      filtered: 0,
    });
  });

  it('takes objects over many lines for the records, whatever lists they hold', async () => {
    const records = RECORDS.slice(0, 30).map((record, i) => ({
      ...record,
      items: i % 3 === 0 ? [{ a: 1 }] : [],
      logs: [],
    }));
    const { summary } = await readAll([tempFile('log', records.map((record) => json(record, 2)).join('\n'))]);
    expect(summary.rows).toEqual({ read: 30, accepted: 30, quarantined: 0, filtered: 0 });
  });

  it('says so where nothing in a source is a record', async () => {
    const lines = RECORDS.map((record) => json(record));
    for (const text of [
      lines.join('\r'),
      lines.join(''),
      '[1,2]',
      '{"a":',
      lines.map((line) => line.slice(0, 30)).join('\n'),
    ]) {
      const error = await readError([tempFile('log', text), tempFile('good', lines.join('\n'))]);
      expect(error.message).toMatch(/no record could be read in it; line 1: /);
    }
  });

  it('is told by the same bytes however they arrive', async () => {
    const late = RECORDS.map((record, i) =>
      i < 100 ? record : { ...record, user_agent: 'x', pad: 'y'.repeat(3000) },
    );
    const text = late.map((record) => json(record)).join('\n');
    const columns = [];
    for (const blockBytes of [1000, 65_536, 1 << 20]) {
      const { summary } = await readAll([tempFile('log', text)], { blockBytes });
      columns.push(summary.sources[0]!.columns);
    }
    expect(columns[1]).toEqual(columns[0]);
    expect(columns[2]).toEqual(columns[0]);
    expect(columns[0]).toHaveProperty('user_agent');
  });

  it('keeps what came before the place where a document breaks, and says where that is', async () => {
    const text = FORMS['a list']!;
    for (const at of [0.2, 0.5, 0.97]) {
      const cut = text.slice(0, Math.floor(text.length * at));
      const { summary } = await readAll([tempFile('log', cut)], { blockBytes: 500 });
      expect(summary.sources[0]!.status).toBe('truncated');
      expect(summary.rows.accepted).toBeGreaterThan(300 * at - 3);
      expect(summary.quarantine.reasons).toEqual({ 'truncated-last-record': 1 });
    }
    const at = text.indexOf('{"timestamp"', 20_000);
    const broken = `${text.slice(0, at - 1)},oops,${text.slice(at)}`;
    const { summary } = await readAll([tempFile('log', broken)]);
    expect(summary.quarantine.reasons).toEqual({ 'not-an-object': 1 });
    expect(summary.sources[0]!.status).toBe('damaged');
  });

  it('has no rows in an empty page, and says what keys it found without time or account', async () => {
    expect((await readError([tempFile('a', '{"records":[]}')])).message).toContain('No rows');
    expect((await readError([tempFile('a', '[]')])).message).toContain('No rows');
    const error = await readError([tempFile('a', '{"when_it_was":1,"usage":{"who":2}}\n')]);
    expect(error.message).toContain('"when_it_was", "usage.who"');
  });

  it('refuses pages of usage in which one row stands for many requests', async () => {
    const page = '{"num_model_requests":580,"start_time":1772409600,"end_time":1772496000,"user_id":"a"}\n';
    expect((await readError([tempFile('a', page)])).message).toContain('one row stands for all requests');
  });
});
