import { describe, expect, it } from 'vitest';
import { readAll, readError } from '../read-all.js';
import { checkGolden, type Golden, path } from './golden.js';

const VERSE = 'Answer in verse.';
const RAIN = 'What is rain?';
const lab = { constants: { account: 'lab' } };
const epoch = Date.parse('2023-01-01T00:00:00Z') * 1000;

const otlp = (fixture: string): Golden => ({
  fixture,
  profile: 'otlp-genai',
  rows: [
    {
      time: '2026-03-02T11:04:09.512345Z',
      account: 'u-417',
      session: 'c-9',
      request_id: 'chatcmpl-9',
      model: 'gpt-x',
      endpoint: 'chat',
      ip: '203.0.113.7',
      user_agent: 'python-httpx/0.27',
      stop_reason: 'stop',
      system_prompt: VERSE,
      prompt: RAIN,
      input_tokens: 210,
      output_tokens: 1100, // 64 of reasoning are among them
      cached_tokens: 128,
      max_tokens: 4096,
      temperature: 0,
      stream: 1,
      status: 200,
      latency_ms: 21506,
    },
    {
      time: '2026-03-02T11:04:10.000Z',
      account: 'u-9',
      session: 's-4',
      request_id: 'eee2',
      model: 'gpt-x',
      endpoint: 'chat',
      system_prompt: 'Be brief.',
      prompt: 'hi',
      input_tokens: 12,
      output_tokens: 0,
      status: 429,
      latency_ms: 500,
    },
    {
      time: '2026-03-02T11:04:13.000Z',
      account: 'svc-embed', // of the resource
      request_id: 'eee5',
      model: 'emb-x',
      endpoint: 'embeddings',
      input_tokens: 8,
      latency_ms: 20, // and no status: the error is a word
    },
    {
      time: '2026-03-02T11:04:14.000Z',
      account: 'u-9',
      request_id: 'eee6',
      model: 'gem-x',
      endpoint: 'generate_content',
      system_prompt: 'Be brief.',
      prompt: 'hi',
      latency_ms: 30,
    },
  ],
  filtered: 2, // an agent, and a call of something else
});

const langfuseFirst = {
  time: '2026-03-02T11:04:09.512Z',
  account: 'u-417',
  session: 's9',
  request_id: 'ob1',
  model: 'gpt-x',
  prompt: RAIN,
  input_tokens: 210, // 82 and 128 from the cache
  output_tokens: 1100, // 1036 and 64 of reasoning
  cached_tokens: 128,
  max_tokens: 4096,
  temperature: 0,
  latency_ms: 21506,
};
/** 8 and 1, 2, 4, 8, 16 of the parts of the input; 1 and 2, 4, 8, 16 of those of the output. */
const parts = { input_tokens: 39, output_tokens: 31, cached_tokens: 1 };
const langfuse = (fixture: string): Golden => ({
  fixture,
  profile: 'langfuse',
  rows: [
    { ...langfuseFirst, system_prompt: VERSE },
    {
      time: '2026-03-02T11:04:09.512Z',
      account: 'u-417',
      request_id: 'ob2',
      model: 'gpt-x',
      prompt: 'plain words',
      input_tokens: 12,
      output_tokens: 3,
      latency_ms: 21506, // the column says 21506 here and 21.506 above
    },
    {
      time: '2026-03-02T11:04:09.512Z',
      account: 'u-417',
      session: 's9',
      request_id: 'ob4',
      model: 'gpt-x',
      stop_reason: 'stop',
      max_tokens: 5,
      ...parts,
    },
  ],
  filtered: 1,
  refused: { 'missing-account': 1 },
});

const FIXTURES: readonly Golden[] = [
  otlp('otlp-genai.jsonl'),
  otlp('otlp-genai.json'),
  langfuse('langfuse.jsonl'),
  langfuse('langfuse.csv'),
  {
    fixture: 'langfuse.ui.json',
    profile: 'langfuse',
    rows: [
      langfuseFirst,
      {
        time: '2026-03-02T11:04:10.000Z',
        account: 'u-9',
        request_id: 'ob2',
        model: 'emb-x',
        ...parts,
      },
    ],
  },
  {
    fixture: 'burstgpt.csv',
    profile: 'burstgpt',
    options: { ...lab, epoch },
    rows: [
      {
        time: '2023-01-01T00:00:05.000Z',
        account: 'lab',
        model: 'GPT-4',
        endpoint: 'API log',
        input_tokens: 210,
        output_tokens: 1100,
        latency_ms: 21500,
      },
      {
        time: '2023-01-01T00:00:45.250Z',
        account: 'lab',
        session: '7',
        model: 'ChatGPT',
        endpoint: 'Conversation log',
        input_tokens: 472,
        output_tokens: 18,
        latency_ms: 3000,
      },
      {
        time: '2023-01-02T00:00:01.000Z',
        account: 'lab',
        session: '7',
        model: 'ChatGPT',
        endpoint: 'Conversation log',
        input_tokens: 90,
        output_tokens: 0,
        latency_ms: 400,
      },
    ],
  },
  {
    fixture: 'burstgpt.older.csv',
    profile: 'burstgpt',
    options: { ...lab, epoch },
    rows: [
      {
        time: '2023-01-01T00:00:05.000Z',
        account: 'lab',
        model: 'ChatGPT',
        endpoint: 'Conversation log',
        input_tokens: 472,
        output_tokens: 18,
      },
    ],
  },
  {
    fixture: 'azure-trace.2023.csv',
    profile: 'azure-trace',
    options: { ...lab, timezone: 'UTC' },
    rows: [
      { time: '2023-11-16T18:17:03.979960Z', account: 'lab', input_tokens: 4808, output_tokens: 10 },
      { time: '2023-11-16T18:17:04.031960Z', account: 'lab', input_tokens: 3180, output_tokens: 8 },
    ],
  },
  {
    fixture: 'azure-trace.2024.csv',
    profile: 'azure-trace',
    options: lab,
    rows: [
      { time: '2024-05-10T00:00:00.009930Z', account: 'lab', input_tokens: 2162, output_tokens: 5 },
      { time: '2024-05-10T00:00:00.017335Z', account: 'lab', input_tokens: 2399, output_tokens: 6 },
    ],
  },
  {
    fixture: 'azure-trace.2025.csv',
    profile: 'azure-trace',
    options: lab,
    rows: [{ time: '2024-10-15T00:00:00.018Z', account: 'lab', input_tokens: 900, output_tokens: 12 }],
  },
  {
    fixture: 'mooncake.jsonl',
    profile: 'mooncake',
    options: { ...lab, epoch },
    rows: [
      {
        time: '2023-01-01T00:00:00.000Z',
        account: 'lab',
        prompt: '[0,1,2,3]',
        input_tokens: 6758,
        output_tokens: 500,
      },
      {
        time: '2023-01-01T00:00:27.482Z',
        account: 'lab',
        prompt: '[46,47,48,901]',
        input_tokens: 2048,
        output_tokens: 1100,
      },
      { time: '2023-01-01T00:00:27.482Z', account: 'lab', input_tokens: 100, output_tokens: 5 },
    ],
  },
];

describe('traces', () => {
  it.each(FIXTURES)('$fixture', checkGolden);

  it('of one large document are read resource by resource', async () => {
    const { rows } = await readAll([path('otlp-genai.json')]);
    const starts = rows.map(({ offset }) => offset);
    expect(new Set(starts).size).toBe(3); // two of the four spans are of one resource
    expect(starts[0]).toBeGreaterThan(0);
  });

  it.each(['burstgpt.csv', 'mooncake.jsonl'])('%s needs a start', async (fixture) => {
    const error = await readError([path(fixture)], lab);
    expect(error.kind).toBe('usage');
    expect(error.next).toContain('--epoch');
  });

  it.each([
    ['burstgpt.csv', { epoch }],
    ['mooncake.jsonl', { epoch }],
    ['azure-trace.2024.csv', {}],
    ['vertex-rr.jsonl', {}],
    ['envoy-aigw.jsonl', {}],
  ])('%s does not say who called, and asks for it', async (fixture, options) => {
    const error = await readError([path(fixture)], options);
    expect(error.kind).toBe('input');
    expect(error.next).toContain('--const account=NAME');
  });

  it.each(['azure-trace.2023.csv', 'helicone.jsonl', 'helicone.csv', 'openrouter-csv.csv'])(
    '%s does not say which zone its times are in, and asks for it',
    async (fixture) => {
      const error = await readError([path(fixture)], fixture.startsWith('azure') ? lab : {});
      expect(error.next).toContain('--timezone');
    },
  );
});
