import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PROFILES } from '../../../src/ingest/profile/catalogue.js';
import { fits } from '../../../src/ingest/profile/detect.js';
import { readAll, readError, tempFile } from '../read-all.js';
import { path } from './golden.js';
import { recordsOf } from './records.js';

/** Logs whose records lie in the text of log entries, or are lines: told in tests of their own. */
const WRAPPED = /events|insights|export-task|\.log$/;
const ALL = readdirSync(path('')).filter((name) => !name.endsWith('.md'));

const ndjson = (records: readonly object[]) => records.map((one) => `${JSON.stringify(one)}\n`).join('');

/** The profile by which a log is read, or the title by which it is refused; null where neither is a known one. */
async function toldAs(content: string): Promise<string | null> {
  const options = { timezone: 'UTC', epoch: 0, constants: { account: 'x' } };
  try {
    const { summary } = await readAll([tempFile('a.log', content)], options);
    const id = summary.sources[0]!.profile;
    return id === 'generic' ? null : id;
  } catch (error) {
    const { message } = error as Error;
    return PROFILES.find(({ title, mapping }) => mapping === null && message.includes(title))?.id ?? null;
  }
}

describe('telling exports apart', () => {
  it('has a fixture of every profile', () => {
    for (const { id } of PROFILES) expect(ALL.filter((name) => name.startsWith(`${id}.`))).not.toEqual([]);
  });

  it.each(ALL.filter((name) => !WRAPPED.test(name)))('%s fits its own profile and no other', (fixture) => {
    const own = fixture.slice(0, fixture.indexOf('.'));
    const written = fixture.endsWith('.csv') ? 'delimited' : 'json';
    const fitting = fits(recordsOf(fixture), written).filter(({ share }) => share > 0);
    expect(fitting.map(({ profile, share }) => [profile.id, share])).toEqual([[own, 1]]);
  });

  /** A key that each cannot be without, by hand. */
  it.each([
    ['litellm-spendlogs.jsonl', 'spend'],
    ['litellm-spendlogs.csv', 'call_type'],
    ['litellm-slp.jsonl', 'hidden_params'],
    ['litellm-slp.jsonl', 'model_map_information'],
    ['bedrock-invocation.jsonl', 'modelId'],
    ['bedrock-invocation.jsonl', 'identity'],
    ['azure-openai-rr.jsonl', 'category'],
    ['azure-openai-rr.csv', 'ResourceId'],
    ['apim-gateway.jsonl', 'properties'],
    ['apim-llm-log.csv', 'SequenceNumber'],
    ['vertex-rr.jsonl', 'full_request'],
    ['cf-aigw-logpush.jsonl', 'Gateway'],
    ['cf-aigw-api.json', 'tokens_in'],
    ['otlp-genai.jsonl', 'resourceSpans'],
    ['openrouter-csv.csv', 'generation_id'],
    ['openrouter-activity.csv', 'model_permaslug'],
    ['helicone.jsonl', 'response_status'],
    ['langfuse.jsonl', 'usage_details'],
    ['langfuse-observations.jsonl', 'provided_model_name'],
    ['portkey.jsonl', 'ai_model'],
    ['kong-ai.jsonl', 'ai'],
    ['envoy-aigw.jsonl', 'upstream_cluster'],
    ['nginx-json.jsonl', 'request_time'],
    ['one-api.json', 'elapsed_time'],
    ['new-api.json', 'use_time'],
    ['burstgpt.csv', 'Log Type'],
    ['azure-trace.2024.csv', 'ContextTokens'],
    ['mooncake.jsonl', 'hash_ids'],
    ['openai-usage.json', 'results'],
    ['openai-audit.json', 'actor'],
    ['anthropic-usage.json', 'results'],
    ['anthropic-usage.csv', 'usage_date_utc'],
    ['litellm-daily.csv', 'api_requests'],
  ])('%s without %s is not taken for it', async (fixture, key) => {
    const records = recordsOf(fixture);
    const own = fixture.slice(0, fixture.indexOf('.'));
    const without = records.map(({ [key]: _, ...rest }) => rest);
    expect(without).not.toEqual(records);
    const write = fixture.endsWith('.csv') ? csv : ndjson;
    expect(await toldAs(write(records))).toBe(own);
    expect(await toldAs(write(without))).not.toBe(own);
  });

  it('takes lines for an access log only where most of them are some', async () => {
    const line = '203.0.113.7 - lab-7 [02/Mar/2026:11:04:09 +0000] "GET / HTTP/1.1" 200 1 "-" "x"';
    expect(await toldAs(`${line}\n`.repeat(3))).toBe('nginx-combined');
    const common = line.replace('[', '').replace(']', '');
    expect(await toldAs(`${common}\n`.repeat(3))).toBeNull();
    expect(await toldAs(`${line}\nother\nother\nother\n`)).toBeNull();
  });

  const [spend] = recordsOf('litellm-spendlogs.jsonl');
  const [slp] = recordsOf('litellm-slp.jsonl');
  const [one] = recordsOf('one-api.json');
  const [newer] = recordsOf('new-api.json');
  const [envoy] = recordsOf('envoy-aigw.jsonl');
  const [otlp] = recordsOf('otlp-genai.jsonl');
  const [generation] = recordsOf('openrouter-csv.csv');
  const [activity] = recordsOf('openrouter-activity.csv');
  const [azure] = recordsOf('azure-openai-rr.jsonl');
  const [gateway] = recordsOf('apim-gateway.jsonl');
  const [logpush] = recordsOf('cf-aigw-logpush.jsonl');
  const [observation] = recordsOf('langfuse-observations.jsonl');

  it.each([
    ['a SpendLogs row', spend, 'litellm-spendlogs'],
    ['a payload', slp, 'litellm-slp'],
    ['a payload with the columns of a row', { ...slp, spend: 1, request_id: 'r' }, null],
    ['one-api', one, 'one-api'],
    ['one-api with seconds and other', { ...one, use_time: 21, other: '{}' }, 'new-api'],
    ['new-api', newer, 'new-api'],
    ['flat keys of Envoy', envoy, 'envoy-aigw'],
    ['spans', otlp, 'otlp-genai'],
    ['a generation of OpenRouter', generation, 'openrouter-csv'],
    ['a day of OpenRouter', activity, 'openrouter-activity'],
    ['a day of OpenRouter with a generation', { ...activity, generation_id: 'g' }, null],
    ['Azure OpenAI', azure, 'azure-openai-rr'],
    ['API Management', gateway, 'apim-gateway'],
    ['API Management of another category', { ...gateway, category: 'WebSocketConnectionLogs' }, null],
    ['Azure OpenAI of another provider', { ...azure, resourceId: '/PROVIDERS/MICROSOFT.WEB/SITES/A' }, null],
    ['Logpush of the gateway', logpush, 'cf-aigw-logpush'],
    [
      'Logpush of another dataset',
      { ClientIP: '203.0.113.7', RayID: 'r', StatusCode: 200, EdgeStartTimestamp: 1 },
      null,
    ],
    ['an observation without a user', observation, 'langfuse-observations'],
    ['an observation with one', { ...observation, user_id: 'u', trace_name: 't' }, 'langfuse'],
  ] as const)('tells %s', async (_, record, id) => {
    expect(await toldAs(ndjson([record!]))).toBe(id);
  });

  it('lets nine in ten records say what a log is, and no fewer', async () => {
    const records = (strangers: number) => [
      ...Array.from({ length: 10 - strangers }, () => spend!),
      ...Array.from({ length: strangers }, () => ({ note: 'restarted' })),
    ];
    expect(await toldAs(ndjson(records(1)))).toBe('litellm-spendlogs');
    expect(await toldAs(ndjson(records(2)))).not.toBe('litellm-spendlogs');
  });

  it('refuses the one profile that is named where there is none of it', async () => {
    const error = await readError([path('mooncake.jsonl')], { profile: 'no-such' });
    expect(error.kind).toBe('usage');
  });
});

function csv(records: readonly Record<string, unknown>[]): string {
  const cell = (value: unknown) => `"${String(value ?? '').replaceAll('"', '""')}"`;
  const head = Object.keys(records[0]!);
  return [head.map(cell).join(','), ...records.map((one) => head.map((key) => cell(one[key])).join(','))]
    .map((line) => `${line}\n`)
    .join('');
}
