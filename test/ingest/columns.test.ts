import { describe, expect, it } from 'vitest';
import { StillhuntError } from '../../src/errors.js';
import { type ColumnOptions, mapColumns } from '../../src/ingest/columns.js';
import { normalName } from '../../src/ingest/normal-name.js';
import { SYNONYMS } from '../../src/ingest/synonyms.js';
import { FIELDS } from '../../src/record/usage-record.js';

const OWN_HEADER =
  'timestamp,request_id,account_id,org_id,api_key_id,session_id,model,endpoint,ip,asn,country,user_agent,payment_id,device_id,input_tokens,output_tokens,cached_tokens,max_tokens,temperature,stream,status,stop_reason,latency_ms,system_prompt_hash,prompt_hash';

const map = (header: string, options: ColumnOptions = {}) =>
  mapColumns(header.split(','), 'log.csv', options);

function refusal(header: string, options: ColumnOptions = {}): StillhuntError {
  try {
    map(header, options);
  } catch (error) {
    if (error instanceof StillhuntError) return error;
  }
  throw new Error('was not refused');
}

describe('mapColumns', () => {
  it('reads its own header whole', () => {
    const { names, ignored, width } = map(OWN_HEADER);
    expect(Object.keys(names)).toEqual([...FIELDS]);
    expect(ignored).toEqual([]);
    expect(width).toBe(25);
  });

  it('has no name that means two fields', () => {
    const names = Object.values(SYNONYMS).flatMap((list) => list.map(normalName));
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });

  it.each([
    [
      'startTime,user,prompt_tokens,completion_tokens',
      {
        time: 'startTime',
        account: 'user',
        input_tokens: 'prompt_tokens',
        output_tokens: 'completion_tokens',
      },
    ],
    [
      'created_at,customer-id,Tokens Prompt,tokens.completion',
      {
        time: 'created_at',
        account: 'customer-id',
        input_tokens: 'Tokens Prompt',
        output_tokens: 'tokens.completion',
      },
    ],
    [
      '@timestamp,Tenant,ContextTokens,GeneratedTokens',
      {
        time: '@timestamp',
        account: 'Tenant',
        input_tokens: 'ContextTokens',
        output_tokens: 'GeneratedTokens',
      },
    ],
    [
      'ts,client_id,remote_addr,finish_reason,Elapsed MS,card fingerprint',
      {
        time: 'ts',
        account: 'client_id',
        ip: 'remote_addr',
        payment: 'card fingerprint',
        stop_reason: 'finish_reason',
        latency_ms: 'Elapsed MS',
      },
    ],
  ])('knows the names of %s', (header, names) => {
    expect(map(header).names).toEqual(names);
  });

  it('prefers its own names, then the order of the synonyms, and lists the rest', () => {
    const { names, ignored } = map('user,created_at,account_id,timestamp,weather');
    expect(names).toEqual({ time: 'timestamp', account: 'account_id' });
    expect(ignored).toEqual(['user', 'created_at', 'weather']);
  });

  it('takes named columns and constants over what it knows', () => {
    expect(map('timestamp,account_id,who', { columns: { account: 'who' } }).names.account).toBe('who');
    expect(map('timestamp,account_id,Who', { columns: { account: 'who' } }).ignored).toEqual(['account_id']);
    expect(map('timestamp,model', { constants: { account: 'all' } }).names).toEqual({
      time: 'timestamp',
      model: 'model',
    });
    const error = refusal('timestamp,account_id', { columns: { account: 'nobody' } });
    expect(error.message).toContain('no column "nobody"');
  });

  it('does not take keys for accounts unless told to', () => {
    const error = refusal('timestamp,api_key,model');
    expect(error.message).toContain('"timestamp", "api_key", "model"');
    expect(error.next).toContain('--column account=api_key');
    expect(map('timestamp,api_key,model', { columns: { account: 'api_key' } }).names).toEqual({
      time: 'timestamp',
      account: 'api_key',
      model: 'model',
    });
  });

  it('says how to name the account where a trace has none', () => {
    const error = refusal('TIMESTAMP,ContextTokens,GeneratedTokens');
    expect(error.kind).toBe('input');
    expect(error.message).toContain('"TIMESTAMP", "ContextTokens", "GeneratedTokens"');
    expect(error.next).toContain('--column account=NAME');
    expect(error.next).toContain('--const account=NAME');
    expect(refusal('account_id,model').next).toContain('--column time=NAME');
  });

  it('does not cite a first line that is data', () => {
    const error = refusal('2026-03-02T11:04:09Z,acc-1,a secret prompt');
    expect(error.message).toContain('starts without a header');
    expect(error.message).not.toContain('secret');
  });

  it.each([
    'usage_date_utc,model_version,api_key,usage_input_tokens_no_cache',
    'start_time,end_time,project_id,num_model_requests,user_id',
    'start_time,end_time,user_id,n_requests,input_tokens',
    'date,user_id,model,requests',
    'day,account_id,request_count',
    'period,api_requests,account_id',
  ])('refuses the summary %s', (header) => {
    expect(refusal(header).message).toContain('one row stands for all requests');
  });

  it('reads request logs that look a little like summaries', () => {
    expect(map('date,request_id,requests,user_id').names.time).toBe('date');
    expect(map('start_time,end_time,user_id').names.time).toBe('start_time');
  });
});
