import type { Profile } from './profile.js';

/** LiteLLM StandardLoggingPayload, as written to object storage. Source: BerriAI/litellm types/utils.py, integrations/s3_v2.py (MIT); litellm-docs logging_spec.md. */
export const litellmSlp: Profile = {
  id: 'litellm-slp',
  title: 'a LiteLLM StandardLoggingPayload log',
  written: ['json'],
  grain: 'request',
  time: { basis: 'start', resolution: '1 ms', zone: null },
  tokens: { cache: 'included', reasoning: 'included' },
  identity: 'strong',
  detect: {
    has: ['model_map_information', 'hidden_params', 'startTime', 'call_type'],
    hasNot: ['spend'],
    looksLike: { startTime: /^\d/ },
  },
  notes: [
    'Rows without a user take their key for the account; where many have none, --column account=metadata.user_api_key_hash takes it for all.',
    'Addresses are those of the proxy unless it trusts X-Forwarded-For.',
    'Prompts are one fixed sentence, and then count as missing, where message logging is off.',
    'A session is the trace of the request, and new for each request unless the client sets it.',
  ],
  mapping: {
    time: { from: ['startTime'] },
    nulls: ['litellm_proxy_master_key'],
    fields: {
      // Not the team: one team's rows without a user would become an account beside those of its users.
      account: { from: ['metadata.user_api_key_user_id', 'metadata.user_api_key_hash'] },
      org: { from: ['metadata.user_api_key_org_id'] },
      api_key: { from: ['metadata.user_api_key_hash'] },
      session: { from: ['trace_id'] },
      request_id: { from: ['id'], capture: '^(.*?)(?:_cache_hit[\\d.]+)?$' },
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
        ],
      },
      max_tokens: { from: ['model_parameters.max_tokens', 'model_parameters.max_completion_tokens'] },
      temperature: { from: ['model_parameters.temperature'] },
      stream: { from: ['stream', 'model_parameters.stream'] },
      status: {
        from: ['error_information.error_code', 'status'],
        values: { success: '200' },
        nulls: ['failure'],
      },
      stop_reason: { from: ['response.choices[0].finish_reason'] },
      // response_time is the time to the first token of streams, so that it serves for neither.
      latency_ms: { elapsed: { from: ['startTime'], to: ['endTime'] } },
      system_prompt: { from: ['messages'], turn: 'system' },
      prompt: { from: ['messages'], turn: 'last-user' },
    },
  },
};
