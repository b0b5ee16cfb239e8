import type { Profile } from './profile.js';

/** Helicone export as JSON, JSON Lines or CSV. Source: Helicone/helicone examples/export/typescript (Apache-2.0). */
export const helicone: Profile = {
  id: 'helicone',
  title: 'a Helicone export',
  written: ['json', 'delimited'],
  grain: 'request',
  // Its documents do not say in which zone times without one are.
  time: { basis: 'start', resolution: '1 ms', zone: null },
  tokens: { cache: 'included', reasoning: 'included' },
  identity: 'weak',
  detect: {
    has: ['request_created_at', 'response_status'],
    hasOneOf: [['request_user_id', 'request_properties']],
  },
  notes: [
    'An account is the user that the operator names with each request; requests without one are refused.',
    'Prompts and settings are there only in exports with bodies, and bodies expire after three months.',
    'There are no addresses and no user agents.',
    'A session is the property Helicone-Session-Id, where callers set it.',
  ],
  mapping: {
    time: { from: ['request_created_at'] },
    fields: {
      account: { from: ['request_user_id'] },
      session: { from: ['request_properties.Helicone-Session-Id', 'properties.Helicone-Session-Id'] },
      request_id: { from: ['request_id', 'response_id'] },
      model: { from: ['request_model', 'response_model', 'model', 'request_body.model'] },
      endpoint: { from: ['request_path'], capture: '^(?:https?://[^/]+)?(/[^?#]*)' },
      country: { from: ['country_code'] },
      input_tokens: { from: ['prompt_tokens'] },
      output_tokens: { from: ['completion_tokens'] },
      cached_tokens: { from: ['prompt_cache_read_tokens'] },
      max_tokens: { from: ['request_body.max_tokens', 'request_body.max_completion_tokens'] },
      temperature: { from: ['request_body.temperature'] },
      stream: { from: ['request_body.stream'] },
      // Negative ones are the exporter's own: pending, cancelled, blocked.
      status: { from: ['response_status'], capture: '^(\\d{3})(?:\\.0)?$' },
      stop_reason: {
        from: ['response_body.choices[0].finish_reason', 'response_body.stop_reason'],
      },
      // The CSV has no delay; its column latency is empty and of no documented unit.
      latency_ms: {
        from: ['delay_ms'],
        elapsed: { from: ['request_created_at'], to: ['response_created_at'] },
      },
      system_prompt: { from: ['request_body'], turn: 'system' },
      prompt: { from: ['request_body'], turn: 'last-user' },
    },
  },
};
