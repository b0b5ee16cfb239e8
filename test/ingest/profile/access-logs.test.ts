import { describe, expect, it } from 'vitest';
import { readAll, tempFile } from '../read-all.js';
import { checkGolden, type Golden, path } from './golden.js';

const FIXTURES: readonly Golden[] = [
  {
    fixture: 'nginx-combined.log',
    profile: 'nginx-combined',
    rows: [
      {
        time: '2026-03-02T11:04:09.000Z',
        account: 'lab-7',
        endpoint: '/v1/chat/completions',
        ip: '203.0.113.7',
        user_agent: 'python-httpx/0.27',
        status: 200,
      },
      {
        time: '2026-03-02T11:04:10.000Z',
        account: 'lab-8',
        endpoint: '/v1/embeddings',
        ip: '2001:db8::7',
        status: 429,
      },
      { time: '2026-03-02T11:04:12.000Z', account: 'lab-7', ip: '203.0.113.8', status: 400 },
    ],
    refused: { 'missing-account': 1, 'unmatched-line': 1 },
  },
  {
    fixture: 'nginx-json.jsonl',
    profile: 'nginx-json',
    rows: [
      {
        time: '2026-03-02T11:04:31.018Z',
        account: 'lab-7',
        request_id: 'r1',
        endpoint: '/v1/chat/completions',
        ip: '203.0.113.7',
        user_agent: 'python-httpx/0.27',
        status: 200,
        latency_ms: 21506,
      },
      {
        time: '2026-03-02T11:04:32.000Z',
        account: 'lab-8',
        endpoint: '/v1/embeddings',
        ip: '203.0.113.8',
        user_agent: 'x/1',
        status: 429,
        latency_ms: 12,
      },
      {
        time: '2026-03-02T11:04:32.000Z',
        account: 'lab-8',
        endpoint: '/v1/embeddings',
        ip: '203.0.113.8',
        status: 429,
        latency_ms: 12,
      },
    ],
    refused: { 'missing-account': 1 },
  },
];

describe('access logs', () => {
  it.each(FIXTURES)('$fixture', checkGolden);

  it('let the user say that an address is the account', async () => {
    const { rows } = await readAll([path('nginx-combined.log')], { columns: { account: 'remote_addr' } });
    expect(rows.map(({ account }) => account)).toEqual([
      '203.0.113.7',
      '2001:db8::7',
      '198.51.100.9',
      '203.0.113.8',
    ]);
  });

  it('are read in time that grows with the line alone, whatever it holds', async () => {
    const start = '203.0.113.7 - lab-7 [02/Mar/2026:11:04:09 +0000] "';
    const whole = `${start}GET / HTTP/1.1" 200 1 "-" "x"\n`;
    for (const filler of ['A', 'GET /', 'GET /a ', '\\"', 'GET ?', '" "', 'GET /\\"']) {
      for (const before of ['', 'GET /']) {
        const long = start + before + filler.repeat(Math.ceil(300_000 / filler.length));
        const { summary } = await readAll([tempFile('a.log', whole.repeat(3) + long)]);
        expect(summary.rows.read).toBe(4);
      }
    }
  }, 10_000);
});
