import { describe, expect, it } from 'vitest';
import { PROFILES } from '../../../src/ingest/profile/catalogue.js';
import { type Row, readAll, readError, tempFile } from '../read-all.js';
import { path } from './golden.js';
import { recordsOf } from './records.js';

type Json = Record<string, unknown>;

/** Reads the first record of a fixture with other values in it. */
async function changed(fixture: string, changes: Json, options = {}): Promise<Row> {
  const record = { ...recordsOf(fixture)[0], ...changes };
  const { rows, summary } = await readAll([tempFile('a.jsonl', `${JSON.stringify(record)}\n`)], options);
  expect(summary.quarantine.examples).toEqual([]);
  return rows[0]!;
}

describe('hazards of exports', () => {
  it.each([
    ['litellm-slp.jsonl', { messages: 'redacted-by-litellm' }],
    ['litellm-slp.jsonl', { messages: [{ role: 'user', content: 'redacted-by-litellm' }] }],
    [
      'litellm-slp.jsonl',
      {
        messages: [{ role: 'user', content: "redacted-by-litellm. 'litellm.turn_off_message_logging=True'" }],
      },
    ],
    ['litellm-spendlogs.jsonl', { proxy_server_request: { messages: 'redacted-by-litellm' } }],
    ['langfuse.jsonl', { input: '[REDACTED]' }],
    ['portkey.jsonl', { request: { messages: [{ role: 'user', content: '***' }] } }],
  ])('the sentence in place of a prompt is no prompt: %s %j', async (fixture, changes) => {
    expect((await changed(fixture, changes))['prompt']).toBeNull();
  });

  it.each([
    ['apim-gateway.jsonl', 'properties', '{"model":"chat-a","messages":[{"role":"user","content":"a long'],
    ['langfuse.jsonl', 'input', '[{"role":"user","content":"a long'],
    ['portkey.jsonl', 'request', '{"messages":[{"role":"us'],
  ])('JSON that is cut off is no prompt: %s', async (fixture, key, cut) => {
    const value =
      key === 'properties' ? { apimSubscriptionId: 's', backendRequestBody: cut, requestBody: cut } : cut;
    expect((await changed(fixture, { [key]: value }))['prompt']).toBeNull();
  });

  it('a prompt in plain words stays one, also in brackets', async () => {
    for (const input of ['[INST] What is rain? [/INST]', '{name} is late', 'plain'])
      expect((await changed('langfuse.jsonl', { input }))['prompt']).toBe(input);
  });

  it('the suffix of a hit of the cache is no part of a request id', async () => {
    const id = { request_id: 'chatcmpl-1_cache_hit1772449460.25' };
    expect((await changed('litellm-spendlogs.jsonl', id))['request_id']).toBe('chatcmpl-1');
    expect((await changed('litellm-spendlogs.jsonl', { request_id: 'a_cache_hitx' }))['request_id']).toBe(
      'a_cache_hitx',
    );
  });

  it('numbers that no double holds keep their digits', async () => {
    const text = JSON.stringify(recordsOf('azure-openai-rr.jsonl')[0]);
    const at = (ticks: string) => text.replace('639080462495123457', ticks);
    const log = `${at('639080462495123450')}\n${at('639080462495123460')}\n`;
    const { rows } = await readAll([tempFile('a.jsonl', log)]);
    expect(Number(rows[1]!['time']) - Number(rows[0]!['time'])).toBe(1); // µs
    const vertex = await readAll([path('vertex-rr.jsonl')], { constants: { account: 'lab' } });
    expect(vertex.rows[0]!['request_id']).toBe('5374205265901000111');
  });

  it('numbers may be written as text', async () => {
    const row = await changed('cf-aigw-api.json', {
      tokens_in: '210.0',
      tokens_out: '1100',
      duration: '5e3',
    });
    expect(row).toMatchObject({ input_tokens: 210, output_tokens: 1100, latency_ms: 5000 });
  });

  it.each([
    ['litellm-spendlogs.jsonl', { request_duration_ms: -1 }],
    ['bedrock-invocation.jsonl', { output: { outputBodyJson: { metrics: { latencyMs: -1 } } } }],
    ['azure-openai-rr.jsonl', { durationMs: -1 }],
    ['apim-gateway.jsonl', { durationMs: -1 }],
    ['cf-aigw-api.json', { duration: -1 }],
    ['portkey.jsonl', { response_time: -1 }],
    ['kong-ai.jsonl', { ai: { proxy: { meta: { llm_latency: -1 } } } }],
    ['one-api.json', { elapsed_time: -1 }],
    ['new-api.json', { use_time: -1 }],
    ['openrouter-csv.csv', { generation_time_ms: -1 }],
    ['envoy-aigw.jsonl', { duration: -1, user: 'x' }],
  ])('a clock that ran backwards costs no row: %s', async (fixture, changes) => {
    const columns = fixture.startsWith('envoy') ? { account: 'user' } : {};
    expect((await changed(fixture, changes, { timezone: 'UTC', columns }))['latency_ms']).toBe(0);
  });

  it('what a gateway passes on to no model is filtered', async () => {
    const record = { ...recordsOf('kong-ai.jsonl')[0] };
    const { ai, ...other } = record;
    const log = [record, other, { ...record, ai: {} }].map((one) => `${JSON.stringify(one)}\n`).join('');
    const { summary } = await readAll([tempFile('a.jsonl', log)], { profile: 'kong-ai' });
    expect(summary.rows).toEqual({ read: 3, accepted: 1, quarantined: 0, filtered: 2 });
  });

  it('a field that has two units is read in neither', async () => {
    for (const latency of [21.506, 21506, '21506'])
      expect((await changed('langfuse.jsonl', { latency }))['latency_ms']).toBe(21506);
  });

  it('the same number means milliseconds in one-api and seconds in new-api, and 5 a test and an error', async () => {
    expect((await changed('one-api.json', { elapsed_time: 21 }))['latency_ms']).toBe(21);
    expect((await changed('new-api.json', { use_time: 21 }))['latency_ms']).toBe(21_000);
    const typed = async (fixture: string) => {
      const record = { ...recordsOf(fixture)[0], type: 5 };
      return (await readAll([tempFile('a.jsonl', `${JSON.stringify(record)}\n`)])).summary.rows;
    };
    expect(await typed('one-api.json')).toMatchObject({ accepted: 0, filtered: 1 });
    expect(await typed('new-api.json')).toMatchObject({ accepted: 1, filtered: 0 });
  });

  it('cached tokens count into the input once, and thoughts into the output', async () => {
    const input = { inputTokenCount: 10, cacheReadInputTokenCount: 90 };
    expect(await changed('bedrock-invocation.jsonl', { input })).toMatchObject({
      input_tokens: 100,
      cached_tokens: 90,
    });
    const usage = { prompt_tokens: 100, completion_tokens: 50 };
    const metadata = {
      user_api_key_user_id: 'u',
      usage_object: { prompt_tokens_details: { cached_tokens: 90 } },
    };
    expect(await changed('litellm-slp.jsonl', { ...usage, metadata })).toMatchObject({
      input_tokens: 100,
      output_tokens: 50,
      cached_tokens: 90,
    });
  });

  it('of a conversation that is repeated with each turn the last turn of the user is taken', async () => {
    const messages = ['one', 'two', 'three'].flatMap((content) => [
      { role: 'user', content },
      { role: 'assistant', content: 'ok' },
    ]);
    expect((await changed('litellm-slp.jsonl', { messages }))['prompt']).toBe('three');
  });

  it('what a log keeps secret or should have stays out of rows', async () => {
    const options = { timezone: 'UTC', columns: {}, epoch: 0 };
    for (const fixture of ['kong-ai.jsonl', 'nginx-combined.log', 'nginx-json.jsonl', 'helicone.jsonl']) {
      const { rows } = await readAll([path(fixture)], options);
      expect(rows.length).toBeGreaterThan(0);
      expect(JSON.stringify(rows)).not.toMatch(/key=|abc|REDACTED|authorization/i);
    }
    const envoy = await readAll([path('envoy-aigw.jsonl')], { columns: { account: 'x-tenant' } });
    expect(JSON.stringify(envoy.rows)).not.toContain('abc');
  });

  it('what is read in part is not told as unread, and what is not read is', async () => {
    const { ignored } = (await readAll([path('bedrock-invocation.jsonl')])).summary.sources[0]!;
    expect(ignored).toContain('schemaType');
    expect(ignored).toContain('region');
    expect(ignored).toContain('output.outputContentType');
    for (const read of ['identity.arn', 'input.inputBodyJson.messages', 'operation', 'output.outputBodyJson'])
      expect(ignored).not.toContain(read);
    const flat = (await readAll([path('otlp-genai.jsonl')])).summary.sources[0]!;
    expect(flat.ignored).toContain('gen_ai.provider.name');
    expect(flat.ignored).not.toContain('gen_ai.response.finish_reasons');
    const csv = (await readAll([path('langfuse.csv')])).summary.sources[0]!;
    expect(csv.ignored).toContain('latency');
    for (const read of ['type', 'usage_details', 'end_time']) expect(csv.ignored).not.toContain(read);
  });

  it('repeated ids are rows of their own', async () => {
    const { rows } = await readAll([path('azure-openai-rr.jsonl')]);
    expect(rows.filter(({ request_id }) => request_id === '0f6a-2')).toHaveLength(2);
  });

  it('a span, a resource or a line that is none is told and costs no other', async () => {
    const spans = recordsOf('otlp-genai.jsonl');
    const log = [
      spans[0],
      { resourceSpans: [{ scopeSpans: [{ spans: [7] }] }] },
      { resourceLogs: [] },
      { resourceSpans: 'x' },
      spans[1],
    ];
    const text = log.map((one) => `${JSON.stringify(one)}\n`).join('');
    const { summary } = await readAll([tempFile('a.jsonl', text)], { profile: 'otlp-genai' });
    expect(summary.quarantine.reasons).toEqual({ 'not-a-record': 3 });
    expect(summary.quarantine.examples.map(({ line }) => line)).toEqual([2, 3, 4]);
    expect(summary.rows).toEqual({ read: 9, accepted: 4, quarantined: 3, filtered: 2 });
  });

  it('an attribute does not stand in for what a span itself says', async () => {
    const [first] = recordsOf('otlp-genai.jsonl');
    const forged = JSON.stringify(first).replace(
      '"key":"user.id"',
      '"key":"startTimeUnixNano","value":{"stringValue":"1"}},{"key":"user.id"',
    );
    const { rows } = await readAll([tempFile('a.jsonl', `${forged}\n`)]);
    expect(rows[0]!['time']).toBe(1_772_449_449_512_345);
  });

  it('values nested without end cost their row alone', async () => {
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    const line = JSON.stringify(recordsOf('mooncake.jsonl')[0]);
    const log = `${line}\n${line.replace('[0,1,2,3]', deep)}\n${line}\n`;
    const { rows, summary } = await readAll([tempFile('a.jsonl', log)], {
      epoch: 1_767_225_600_000_000,
      constants: { account: 'x' },
    });
    expect(summary.rows.accepted).toBe(3);
    expect(rows.map(({ prompt }) => prompt)).toEqual(['[0,1,2,3]', null, '[0,1,2,3]']);
  });

  it('every profile says what an analyst must know', () => {
    for (const { id, notes, title, mapping, identity, time } of PROFILES) {
      expect(id).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
      expect(title).toMatch(/^(?:an? |the |OpenTelemetry )/);
      expect(notes.length).toBeGreaterThan(0);
      for (const note of notes) expect(note).toMatch(/^[A-Z].*\.$/s);
      expect(time.resolution).not.toBe('');
      if (mapping !== null && identity === 'none') expect(mapping.fields.account).toBeUndefined();
      if (mapping !== null && identity !== 'none') expect(mapping.fields.account).toBeDefined();
    }
  });

  it('a summary stays refused in whatever way it is written', async () => {
    const [bucket] = recordsOf('openai-usage.json');
    for (const text of [
      `${JSON.stringify(bucket)}\n`,
      JSON.stringify([bucket]),
      JSON.stringify({ data: [bucket] }),
    ])
      expect((await readError([tempFile('a.json', text)])).message).toContain('all requests of a period');
  });
});
