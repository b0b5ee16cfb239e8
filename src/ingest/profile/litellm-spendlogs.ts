import type { Profile } from './profile.js';

/** LiteLLM proxy, table LiteLLM_SpendLogs. Source: BerriAI/litellm schema.prisma and spend_tracking_utils.py (MIT). */
export const litellmSpendlogs: Profile = {
  id: 'litellm-spendlogs',
  title: 'a LiteLLM SpendLogs table',
  written: ['delimited', 'json'],
  grain: 'request',
  time: { basis: 'start', resolution: '1 ms', zone: 'UTC' },
  tokens: { cache: 'included', reasoning: 'included' },
  identity: 'strong',
  detect: {
    has: ['request_id', 'call_type', 'spend', 'startTime'],
    hasOneOf: [['request_tags', 'cache_hit', 'api_key']],
    hasNot: ['hidden_params'],
  },
  notes: [
    'Rows without a user take their key for the account; where many have none, --column account=api_key takes it for all.',
    'Addresses are those of the proxy unless it trusts X-Forwarded-For.',
    'Prompts are there only where the proxy stores them, and cut in the middle when long.',
  ],
  mapping: {
    time: { from: ['startTime'] },
    nulls: ['litellm_proxy_master_key', '{}', '[]'],
    fields: {
      // Not the team: one team's rows without a user would become an account beside those of its users.
      account: { from: ['user', 'api_key'] },
      org: { from: ['organization_id'] },
      api_key: { from: ['api_key'] },
      session: { from: ['session_id'] },
      request_id: { from: ['request_id'], capture: '^(.*?)(?:_cache_hit[\\d.]+)?$' },
      model: { from: ['model_group', 'model'] },
      endpoint: { from: ['call_type'] },
      ip: { from: ['requester_ip_address', 'metadata.requester_ip_address'] },
      user_agent: { from: ['request_tags'], prefixed: 'User-Agent: ' },
      input_tokens: { from: ['prompt_tokens'] },
      output_tokens: { from: ['completion_tokens'] },
      cached_tokens: {
        from: [
          'metadata.usage_object.prompt_tokens_details.cached_tokens',
          'metadata.usage_object.cache_read_input_tokens',
          'metadata.additional_usage_values.cache_read_input_tokens',
        ],
      },
      max_tokens: { from: ['proxy_server_request.max_tokens', 'proxy_server_request.body.max_tokens'] },
      temperature: { from: ['proxy_server_request.temperature', 'proxy_server_request.body.temperature'] },
      stream: { from: ['proxy_server_request.stream', 'proxy_server_request.body.stream'] },
      status: {
        from: ['metadata.error_information.error_code', 'status'],
        values: { success: '200', failure: '' },
        nulls: ['failure'],
      },
      stop_reason: { from: ['response.choices[0].finish_reason'] },
      latency_ms: {
        from: ['request_duration_ms'],
        elapsed: { from: ['startTime'], to: ['endTime'] },
        atLeast: 0,
      },
      system_prompt: { from: ['proxy_server_request', 'messages'], turn: 'system' },
      prompt: { from: ['proxy_server_request', 'messages'], turn: 'last-user' },
    },
  },
};
