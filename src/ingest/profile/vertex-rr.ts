import type { Profile } from './profile.js';

const BODIES = 'full_response.usage_metadata';
const LAST = 'full_response[-1].usage_metadata';
const PARTNER = 'full_response.usage';

/**
 * Google Vertex AI request-response logging, rows of its BigQuery table. Sources: Google Cloud docs "Log requests and responses";
 * columns as in elastic/beats x-pack/metricbeat/module/gcp/vertexai_logs (Elastic License 2.0, facts alone).
 */
export const vertexRr: Profile = {
  id: 'vertex-rr',
  title: 'a Vertex AI request-response log',
  written: ['json', 'delimited'],
  grain: 'request',
  time: { basis: 'start', resolution: '1 ms', zone: null },
  tokens: { cache: 'included', reasoning: 'excluded' },
  identity: 'none',
  detect: { has: ['logging_time', 'full_request', 'full_response', 'api_method'] },
  notes: [
    'It does not say who called: give all rows one account (--const account=NAME), or join the callers in first.',
    'The owner may log only a sample of the requests.',
    'Times are those of logging less the time that the request took.',
  ],
  mapping: {
    time: { from: ['logging_time'], less: ['metadata.request_latency'] },
    fields: {
      request_id: { from: ['request_id'] },
      model: {
        from: ['full_response.model_version', 'full_response[-1].model_version', 'model'],
        capture: '^(?:[^]*/)?([^/]+)$',
      },
      endpoint: { from: ['api_method'] },
      stream: { from: ['api_method'], capture: '(Stream)', values: { Stream: 'true' }, otherwise: 'false' },
      // Models of Google count cached tokens in the prompt; partner models write their own body, and theirs do not.
      input_tokens: {
        sum: [
          `${BODIES}.prompt_token_count`,
          `${LAST}.prompt_token_count`,
          `${PARTNER}.input_tokens`,
          `${PARTNER}.cache_read_input_tokens`,
          `${PARTNER}.cache_creation_input_tokens`,
        ],
      },
      output_tokens: {
        sum: [
          `${BODIES}.candidates_token_count`,
          `${BODIES}.thoughts_token_count`,
          `${LAST}.candidates_token_count`,
          `${LAST}.thoughts_token_count`,
          `${PARTNER}.output_tokens`,
        ],
      },
      cached_tokens: {
        from: [
          `${BODIES}.cached_content_token_count`,
          `${LAST}.cached_content_token_count`,
          `${PARTNER}.cache_read_input_tokens`,
        ],
      },
      max_tokens: { from: ['full_request.generation_config.max_output_tokens', 'full_request.max_tokens'] },
      temperature: { from: ['full_request.generation_config.temperature', 'full_request.temperature'] },
      stop_reason: {
        from: [
          'full_response.candidates[0].finish_reason',
          'full_response[-1].candidates[0].finish_reason',
          'full_response.stop_reason',
        ],
      },
      latency_ms: { from: ['metadata.request_latency'], atLeast: 0 },
      system_prompt: { from: ['full_request'], turn: 'system' },
      prompt: { from: ['full_request'], turn: 'last-user' },
    },
  },
};
