import type { Profile } from './profile.js';

/** OpenRouter activity export, one row per generation. Sources: column names as read by public consumers; OpenRouter docs "Activity Export". */
export const openrouterCsv: Profile = {
  id: 'openrouter-csv',
  title: 'an OpenRouter activity export',
  written: ['delimited', 'json'],
  grain: 'request',
  // No document says which zone the times are in.
  time: { basis: 'emission', resolution: '1 ms', zone: null },
  tokens: { cache: 'included', reasoning: 'included' },
  identity: 'weak',
  detect: {
    has: ['generation_id', 'created_at', 'model_permaslug', 'tokens_prompt', 'tokens_completion'],
    hasNot: ['requests'],
  },
  notes: [
    'Its times carry no zone, and no document names one.',
    'An account is what the caller names as user, or the name of the key where that is empty.',
    'There are no addresses, user agents, prompts or settings.',
  ],
  mapping: {
    time: { from: ['created_at'] },
    fields: {
      account: { from: ['user', 'api_key_name'] },
      api_key: { from: ['api_key_name'] },
      request_id: { from: ['generation_id'] },
      model: { from: ['model_permaslug'] },
      input_tokens: { from: ['tokens_prompt'] },
      output_tokens: { from: ['tokens_completion'] },
      cached_tokens: { from: ['tokens_cached'] },
      stream: { from: ['streamed'] },
      stop_reason: { from: ['finish_reason_normalized'] },
      latency_ms: { from: ['generation_time_ms'], atLeast: 0 },
    },
  },
};
