import { describe, expect, it } from 'vitest';
import { oneValue } from '../../facet/encoded.js';
import { readAll } from '../read-all.js';
import { checkGolden, type Golden, path } from './golden.js';

const VERSE = 'Answer in verse.';
const RAIN = 'What is rain?';
const ROLE = '111122223333:assumed-role/batch';

const bedrock = (fixture: string): Golden => ({
  fixture,
  profile: 'bedrock-invocation',
  rows: [
    {
      time: '2026-03-02T11:04:09.000Z',
      account: `${ROLE}/node-0042`,
      org: '111122223333',
      request_id: '6b1e-1',
      model: 'vendor.model-v1:0',
      endpoint: 'Converse',
      stop_reason: 'end_turn',
      system_prompt: VERSE,
      prompt: RAIN,
      input_tokens: 1240, // 210 + 1000 from the cache + 30 into it
      output_tokens: 1100,
      cached_tokens: 1000,
      max_tokens: 4096,
      temperature: 0,
      stream: 0,
      status: 200,
      latency_ms: 5120,
    },
    {
      time: '2026-03-02T11:04:11.000Z',
      account: `${ROLE}/node-0043`,
      org: '111122223333',
      request_id: '6b1e-2',
      model: 'vendor.model-v1:0',
      endpoint: 'InvokeModelWithResponseStream',
      stop_reason: 'max_tokens',
      system_prompt: 'Be brief.',
      prompt: 'second',
      input_tokens: 90,
      output_tokens: 64,
      max_tokens: 64,
      temperature: 0.5,
      stream: 1,
      status: 200,
      latency_ms: 1830,
    },
    {
      time: '2026-03-02T11:04:12.000Z',
      account: ROLE,
      org: '111122223333',
      request_id: '6b1e-3',
      model: 'vendor.model-v1:0',
      endpoint: 'InvokeModel',
      input_tokens: 40000,
      output_tokens: 12,
      stream: 0,
      status: 200,
    },
    {
      time: '2026-03-02T11:04:13.000Z',
      account: '444455556666:user/alice',
      org: '444455556666',
      request_id: '6b1e-4',
      model: 'vendor.model-v1:0',
      endpoint: 'ConverseStream',
      prompt: 'now',
      stream: 1,
      status: 429,
    },
    {
      time: '2026-03-02T11:04:14.000Z',
      account: `${ROLE}/node-0042`,
      org: '111122223333',
      request_id: '6b1e-5',
      model: 'vendor.titan-v1',
      endpoint: 'InvokeModel',
      stop_reason: 'CONTENT_FILTERED',
      prompt: 'bad words',
      input_tokens: 0,
      output_tokens: 0,
      max_tokens: 512,
      temperature: 0.1,
      stream: 0,
      status: 200,
    },
    {
      time: '2026-03-02T11:04:16.000Z',
      account: '111122223333:root', // of one AWS account, not of all
      org: '111122223333',
      request_id: '6b1e-7',
      model: 'vendor.model-v1:0',
      endpoint: 'InvokeModel',
      stop_reason: 'tool_use',
      input_tokens: 9,
      output_tokens: 8,
      max_tokens: 8,
      stream: 0,
      status: 200,
    },
    {
      time: '2026-03-02T11:04:17.000Z',
      account: ROLE,
      org: '111122223333',
      request_id: '6b1e-8',
      model: 'vendor.titan-v1',
      endpoint: 'InvokeModelWithResponseStream',
      stop_reason: 'FINISH',
      prompt: 'go on',
      input_tokens: 2,
      output_tokens: 2,
      stream: 1, // and no status: the error says none
    },
  ],
  refused: { 'missing-account': 1 },
});

const SUBSCRIPTION = '0A0A0A0A-0000-4000-8000-000000000001';
const RESOURCE = `/SUBSCRIPTIONS/${SUBSCRIPTION}/RESOURCEGROUPS/LAB/PROVIDERS/MICROSOFT.COGNITIVESERVICES/ACCOUNTS/AOAI-1`;
const azureFirst = {
  time: '2026-03-02T11:04:09.512345Z', // 639080462495123457 ticks, which no double holds
  account: RESOURCE,
  org: SUBSCRIPTION,
  request_id: '0f6a-1',
  model: 'chat-a',
  endpoint: 'ChatCompletions_Create',
  ip: '198.51.100.***',
  stream: 1,
  status: 200,
  latency_ms: 1840,
};
const azureSecond = {
  time: '2026-03-02T11:04:10.512345Z',
  account: '6f1d-entra',
  org: SUBSCRIPTION,
  request_id: '0f6a-2',
  model: 'chat-b',
  endpoint: 'ChatCompletions_Create',
  ip: '198.51.100.***',
  stream: 0,
  status: 200,
  latency_ms: 0, // -1021 in the log
};
const azureThird = {
  time: '2026-03-02T11:04:12.435Z', // without ticks, when it was written
  account: '6f1d-entra',
  org: SUBSCRIPTION,
  request_id: '0f6a-2',
  model: 'gpt-y',
  endpoint: 'Create_Thread',
  status: 429,
  latency_ms: 1840,
};
const azure = (fixture: string): Golden => ({
  fixture,
  profile: 'azure-openai-rr',
  rows: [azureFirst, azureSecond, azureThird],
  filtered: 2, // usage and audit
});

const vertex = (fixture: string): Golden => ({
  fixture,
  profile: 'vertex-rr',
  options: { constants: { account: 'lab' } },
  rows: [
    {
      time: '2026-03-02T11:04:09.511800Z', // 20.248 s less 10736.2 ms
      account: 'lab',
      request_id: '5374205265901000111',
      model: 'gem-x-001',
      endpoint: 'GenerateContent',
      stop_reason: 'STOP',
      system_prompt: VERSE,
      prompt: RAIN,
      input_tokens: 3,
      output_tokens: 930, // 29 and 901 of thought
      cached_tokens: 2,
      max_tokens: 4096,
      temperature: 0,
      stream: 0,
      latency_ms: 10736.2,
    },
    {
      time: '2026-03-02T11:04:20.000Z',
      account: 'lab',
      request_id: '5374205265901000112',
      model: 'gem-x-002',
      endpoint: 'StreamGenerateContent',
      stop_reason: 'MAX_TOKENS',
      prompt: 'no role',
      input_tokens: 210,
      output_tokens: 1130,
      cached_tokens: 100,
      stream: 1,
      latency_ms: 248,
    },
    {
      time: '2026-03-02T11:04:20.248Z',
      account: 'lab',
      request_id: '5374205265901000113',
      model: 'claw-x',
      endpoint: 'RawPredict',
      stop_reason: 'end_turn',
      system_prompt: 'Be brief.',
      prompt: 'hi',
      input_tokens: 105, // 10, 90 from the cache, 5 into it
      output_tokens: 7,
      cached_tokens: 90,
      max_tokens: 32,
      temperature: 1,
      stream: 0,
    },
  ],
});

const FIXTURES: readonly Golden[] = [
  bedrock('bedrock-invocation.jsonl'),
  bedrock('bedrock-invocation.events.json'),
  bedrock('bedrock-invocation.log-events.jsonl'),
  bedrock('bedrock-invocation.insights.csv'),
  bedrock('bedrock-invocation.export-task.txt'),
  azure('azure-openai-rr.jsonl'),
  azure('azure-openai-rr.records.json'),
  {
    fixture: 'azure-openai-rr.csv',
    profile: 'azure-openai-rr',
    rows: [azureFirst, azureSecond, azureThird],
    filtered: 1,
  },
  {
    fixture: 'apim-gateway.jsonl',
    profile: 'apim-gateway',
    rows: [
      {
        time: '2026-03-02T11:04:09.446590Z',
        account: 'sub-lab-7',
        request_id: '997-1',
        model: 'chat-a',
        endpoint: 'ChatCompletions_Create',
        ip: '203.0.113.7',
        stop_reason: 'stop',
        system_prompt: VERSE,
        prompt: RAIN,
        input_tokens: 14,
        output_tokens: 8,
        cached_tokens: 4,
        max_tokens: 64,
        temperature: 0.2,
        stream: 0,
        status: 200,
        latency_ms: 176,
      },
      // Bodies that are cut off say nothing: their head is the same for all users of a client.
      {
        time: '2026-03-02T11:04:09.446590Z',
        account: 'sub-lab-7',
        request_id: '997-2',
        endpoint: 'ChatCompletions_Create',
        ip: '203.0.113.7',
        status: 400,
        latency_ms: 0,
      },
      {
        time: '2026-03-02T11:04:09.446590Z',
        account: 'sub-lab-8',
        request_id: '997-4',
        model: 'chat-a',
        endpoint: 'Microsoft.ApiManagement/GatewayLogs',
        ip: '203.0.113.7',
        stop_reason: 'length',
        system_prompt: VERSE,
        prompt: RAIN,
        input_tokens: 14,
        output_tokens: 64,
        max_tokens: 64,
        temperature: 0.2,
        stream: 0,
        status: 200,
        latency_ms: 176,
      },
      {
        time: '2026-03-02T11:04:09.446590Z',
        account: 'sub-lab-8',
        request_id: '997-5',
        model: 'gpt-x',
        endpoint: 'x',
        ip: '203.0.113.7',
        max_tokens: 32,
        status: 200,
        latency_ms: 176,
      },
    ],
    refused: { 'missing-account': 1 },
  },
  vertex('vertex-rr.jsonl'),
  vertex('vertex-rr.bigquery.jsonl'),
];

describe('logs of clouds', () => {
  it.each(FIXTURES)('$fixture', checkGolden);

  it('count a masked address as its /24', async () => {
    const { rows } = await readAll([path('azure-openai-rr.jsonl')]);
    expect(oneValue('network_day', { ip: String(rows[0]!['ip']) })).toEqual(
      oneValue('network_day', { ip: '198.51.100.77' }),
    );
  });
});
