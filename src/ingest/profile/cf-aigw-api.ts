import type { Profile } from './profile.js';

/** Cloudflare AI Gateway, "List Gateway Logs" of its API. Source: Cloudflare API documentation. */
export const cfAigwApi: Profile = {
  id: 'cf-aigw-api',
  title: 'a Cloudflare AI Gateway log (Logs API)',
  written: ['json'],
  grain: 'request',
  time: { basis: 'emission', resolution: '1 ms', zone: null },
  tokens: { cache: 'included', reasoning: 'included' },
  identity: 'weak',
  detect: { has: ['tokens_in', 'tokens_out', 'provider', 'created_at', 'cached'] },
  notes: [
    'An account is what the caller put into metadata under user or user_id; name another key with --column account=metadata.KEY.',
    'There are no addresses, user agents, prompts or settings.',
    'Each step of a fallback is a row of its own.',
    'That durations are milliseconds is not documented.',
  ],
  mapping: {
    time: { from: ['created_at'] },
    fields: {
      // The gateway knows no callers. What its owner tags requests with is the only thing that stands for one.
      account: { from: ['metadata.user', 'metadata.user_id'] },
      request_id: { from: ['id'] },
      model: { from: ['model'] },
      endpoint: { from: ['path'] },
      input_tokens: { from: ['tokens_in'] },
      output_tokens: { from: ['tokens_out'] },
      status: { from: ['status_code'] },
      latency_ms: { from: ['duration'], atLeast: 0 },
    },
  },
};
