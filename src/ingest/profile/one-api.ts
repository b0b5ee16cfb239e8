import type { Profile } from './profile.js';

/** one-api, table logs. Source: songquanpeng/one-api model/log.go (MIT). */
export const oneApi: Profile = {
  id: 'one-api',
  title: 'a one-api log',
  written: ['json', 'delimited'],
  grain: 'request',
  time: { basis: 'emission', resolution: '1 s', zone: null },
  tokens: { cache: 'included', reasoning: 'included' },
  identity: 'strong',
  detect: {
    has: ['user_id', 'created_at', 'type', 'token_name', 'quota', 'elapsed_time'],
    hasNot: ['use_time', 'other'],
  },
  notes: [
    'Only consumption is read; top-ups, management, system and test rows are filtered.',
    'There are no addresses, user agents, prompts, settings or status codes, and failed requests are not logged.',
    'Times are when requests ended, in whole seconds.',
  ],
  mapping: {
    time: { from: ['created_at'], unit: 's' },
    where: [{ path: 'type', in: ['2'] }],
    fields: {
      account: { from: ['user_id'] },
      // Token names are the user's own words: the same name elsewhere is another key, so that they serve for no api_key.
      request_id: { from: ['request_id'] },
      model: { from: ['model_name'] },
      input_tokens: { from: ['prompt_tokens'] },
      output_tokens: { from: ['completion_tokens'] },
      stream: { from: ['is_stream'] },
      latency_ms: { from: ['elapsed_time'], atLeast: 0 },
    },
  },
};
