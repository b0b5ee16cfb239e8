import type { Profile } from './profile.js';

/** Envoy AI Gateway access log with the keys of its example. Source: envoyproxy/ai-gateway examples/access-log/basic.yaml (Apache-2.0). */
export const envoyAigw: Profile = {
  id: 'envoy-aigw',
  title: 'an Envoy AI Gateway access log',
  written: ['json'],
  grain: 'request',
  time: { basis: 'start', resolution: '1 ms', zone: null },
  tokens: { cache: 'included', reasoning: 'included' },
  identity: 'none',
  detect: {
    has: ['start_time', 'upstream_cluster'],
    hasOneOf: [
      ['gen_ai.request.model', 'gen_ai.response.model', 'gen_ai.usage.input_tokens', 'gen_ai.provider.name'],
    ],
  },
  notes: [
    'It does not say who called unless its operator logs a header for that: name the key with --column account=KEY.',
    'Addresses are the first of X-Forwarded-For, which callers can make up.',
    'There are no prompts, settings or stop reasons.',
  ],
  mapping: {
    time: { from: ['start_time'] },
    fields: {
      session: { from: ['session.id'] },
      request_id: { from: ['x-request-id'] },
      model: { from: ['gen_ai.request.model', 'gen_ai.response.model'] },
      endpoint: { from: ['path', 'x-envoy-origin-path'], capture: '^([^?#]+)' },
      ip: {
        from: ['x-forwarded-for', 'downstream_remote_address'],
        capture: '^\\[?(\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9A-Fa-f]*:[0-9A-Fa-f:.]+)',
      },
      user_agent: { from: ['user-agent'] },
      input_tokens: { from: ['gen_ai.usage.input_tokens'] },
      output_tokens: { from: ['gen_ai.usage.output_tokens'] },
      // Envoy notes 0 where the caller left before there was a status.
      status: { from: ['response_code'], nulls: ['0'] },
      latency_ms: { from: ['duration'], atLeast: 0 },
    },
  },
};
