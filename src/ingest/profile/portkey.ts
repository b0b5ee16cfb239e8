import type { Profile } from './profile.js';

/** Portkey logs export, in both of its vocabularies. Source: Portkey-AI/docs-core product/observability/logs-export.mdx and logs-export-deprecated.mdx. */
export const portkey: Profile = {
  id: 'portkey',
  title: 'a Portkey logs export',
  written: ['json', 'delimited'],
  grain: 'request',
  // The form of the time is not documented.
  time: { basis: 'emission', resolution: '1 ms', zone: null },
  tokens: { cache: 'included', reasoning: 'included' },
  identity: 'weak',
  detect: {
    has: ['created_at', 'ai_model'],
    hasOneOf: [
      ['req_units', 'request_tokens'],
      ['ai_org', 'ai_provider'],
    ],
  },
  notes: [
    'An account is the metadata key _user; name another with --column account=metadata.KEY.',
    'An export holds 50,000 rows at most: give all of its files.',
    'There are no addresses, user agents or keys; owners may hide further fields.',
  ],
  mapping: {
    time: { from: ['created_at'] },
    fields: {
      // The gateway's own key is shared by all of an organisation; _user is what its owner says the customer is.
      account: { from: ['metadata._user'] },
      session: { from: ['trace_id'] },
      request_id: { from: ['id'] },
      model: { from: ['ai_model'] },
      endpoint: { from: ['request_url'], capture: '^(?:https?://[^/]+)?(/[^?#]*)' },
      input_tokens: { from: ['req_units', 'request_tokens'] },
      output_tokens: { from: ['res_units', 'response_tokens'] },
      // Older exports have keys with a dot in them.
      max_tokens: {
        from: ['request.max_tokens', '["request.body"].max_tokens', 'request.max_completion_tokens'],
      },
      temperature: {
        from: ['request.temperature', '["request.body"].temperature'],
      },
      stream: {
        from: ['stream_mode', 'request.stream', '["request.body"].stream'],
        capture: '^(true|false|True|False|0|1)$',
      },
      status: { from: ['response_status_code', 'status_code'] },
      stop_reason: {
        from: [
          'response.choices[0].finish_reason',
          '["response.body"].choices[0].finish_reason',
          'response.stop_reason',
        ],
      },
      latency_ms: { from: ['response_time'], atLeast: 0 },
      system_prompt: { from: ['request', 'request.body'], turn: 'system' },
      prompt: { from: ['request', 'request.body'], turn: 'last-user' },
    },
  },
};
