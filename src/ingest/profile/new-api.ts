import type { Profile } from './profile.js';

/** new-api, table logs. Source: QuantumNous/new-api model/log.go, service/log_info_generate.go (AGPL-3.0, facts alone). */
export const newApi: Profile = {
  id: 'new-api',
  title: 'a new-api log',
  written: ['json', 'delimited'],
  grain: 'request',
  time: { basis: 'emission', resolution: '1 s', zone: null },
  tokens: { cache: 'included', reasoning: 'included' },
  identity: 'strong',
  detect: { has: ['user_id', 'created_at', 'type', 'token_name', 'quota', 'use_time', 'other'] },
  notes: [
    'Only consumption and errors are read; top-ups, management, system rows and refunds are filtered.',
    'Addresses are there only for users who allow it.',
    'Bills of finished tasks have the type of a request and are read as such.',
    'For models of Anthropic the input may lack its cached tokens.',
    'In the export of a user, request ids repeat.',
    'Times are when requests ended, in whole seconds.',
  ],
  mapping: {
    time: { from: ['created_at'], unit: 's' },
    where: [{ path: 'type', in: ['2', '5'] }],
    fields: {
      account: { from: ['user_id'] },
      // Token names are the user's own words: the same name elsewhere is another key. Ids are the site's; 0 is none.
      api_key: { from: ['token_id'], nulls: ['0'] },
      request_id: { from: ['request_id', 'id'] },
      model: { from: ['model_name'] },
      endpoint: { from: ['other.request_path'] },
      ip: { from: ['ip'] },
      input_tokens: { from: ['prompt_tokens'] },
      output_tokens: { from: ['completion_tokens'] },
      cached_tokens: { from: ['other.cache_tokens'] },
      stream: { from: ['is_stream'] },
      status: { from: ['other.status_code', 'type'], values: { 2: '200', 5: '' } },
      latency_ms: { from: ['use_time'], scale: 1000, atLeast: 0 },
    },
  },
};
