import type { Profile } from './profile.js';

/**
 * Kong AI Gateway audit log, as of its logging plugins. Source: Kong/developer.konghq.com "AI Gateway audit log reference",
 * current and 3.8.
 */
export const kongAi: Profile = {
  id: 'kong-ai',
  title: 'a Kong AI Gateway log',
  written: ['json'],
  grain: 'request',
  time: { basis: 'start', resolution: '1 ms', zone: null },
  tokens: { cache: 'included', reasoning: 'included' },
  identity: 'strong',
  detect: { has: ['started_at', 'ai', 'request'], looksLike: { started_at: /^\d{13}$/ } },
  notes: [
    'An account is a consumer of the gateway; requests without one are refused.',
    'Requests that called no model are filtered.',
    'Where several plugins called a model for one request, the tokens are those of the proxy.',
    'Answers from the cache have no latency of the model: that of the whole request is taken.',
    'Prompts are there only with payload logging.',
  ],
  mapping: {
    time: { from: ['started_at'], unit: 'ms' },
    // Other traffic of the gateway calls no model.
    where: [{ path: 'ai', notIn: ['', '{}'] }],
    fields: {
      // The consumer is whom keys and quotas belong to; authenticated_entity is one of its credentials.
      account: { from: ['consumer.id', 'consumer.username', 'consumer.custom_id'] },
      api_key: { from: ['authenticated_entity.id'] },
      request_id: { from: ['request.id'] },
      model: { from: proxied('meta.request_model') },
      endpoint: { from: ['request.uri'], capture: '^([^?#]+)' },
      ip: { from: ['client_ip'] },
      user_agent: { from: ['request.headers.user-agent'] },
      // The singular names are those up to 3.8.
      input_tokens: { from: [...proxied('usage.prompt_tokens'), ...proxied('usage.prompt_token')] },
      output_tokens: { from: [...proxied('usage.completion_tokens'), ...proxied('usage.completion_token')] },
      cached_tokens: { from: proxied('usage.prompt_tokens_details.cached_tokens') },
      max_tokens: { from: proxied('payload.request.max_tokens') },
      temperature: { from: proxied('payload.request.temperature') },
      stream: {
        from: proxied('meta.request_mode'),
        capture: '^(stream|oneshot)$',
        values: { stream: 'true', oneshot: 'false' },
      },
      // Where several servers were tried, each left a status, the last in force.
      status: { from: ['response.status', 'upstream_status'], split: { by: ',', at: -1 } },
      stop_reason: { from: proxied('payload.response.choices[0].finish_reason') },
      latency_ms: { from: [...proxied('meta.llm_latency'), 'latencies.request'], atLeast: 0 },
      system_prompt: { from: proxied('payload.request'), turn: 'system' },
      prompt: { from: proxied('payload.request'), turn: 'last-user' },
    },
  },
};

/** Places of a value by plugin: the proxy's first, then those of any other. */
function proxied(path: string): string[] {
  return ['proxy', 'ai-proxy', 'ai-proxy-advanced', '*'].map((plugin) => `ai.${plugin}.${path}`);
}
