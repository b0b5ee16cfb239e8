import type { Profile } from './profile.js';

/**
 * Langfuse observations that carry their user: the blob storage export observations_v2, and exports from its pages. Sources:
 * langfuse/langfuse-docs blob-storage-export-fields.mdx; langfuse/langfuse packages/shared (MIT).
 */
export const langfuse: Profile = {
  id: 'langfuse',
  title: 'a Langfuse export of observations',
  written: ['json', 'delimited'],
  grain: 'request',
  time: { basis: 'start', resolution: '1 us', zone: 'UTC' },
  tokens: { cache: 'excluded', reasoning: 'excluded' },
  identity: 'weak',
  detect: {
    has: ['id', 'type'],
    hasOneOf: [
      ['trace_id', 'traceId'],
      ['start_time', 'startTime'],
      ['usage_details', 'usageDetails'],
      ['user_id', 'userId'],
    ],
  },
  notes: [
    'Only generations and embeddings are read; spans and events are filtered.',
    'Latencies are taken from start and end, because the unit of the column depends on when the export was set up.',
    'An account is the user that the operator names with each trace; observations without one are refused.',
    'There are no addresses, user agents, keys or status codes.',
    'Integrations in dual mode write each observation twice, into observations and observations_v2: read one of them.',
    'Where the operator reports tokens in names of its own, the parts may not add up to the input.',
  ],
  mapping: {
    time: { from: ['start_time', 'startTime'] },
    where: [{ path: 'type', in: ['GENERATION', 'EMBEDDING'] }],
    fields: {
      account: { from: ['user_id', 'userId'] },
      session: { from: ['session_id', 'sessionId'] },
      request_id: { from: ['id'] },
      model: { from: ['provided_model_name', 'providedModelName', 'model'] },
      // Details of the prompt are taken off `input` when usage is reported in the form of OpenAI, and Anthropic's never are in it.
      input_tokens: {
        sum: both([
          'input',
          'input_cached_tokens',
          'input_cache_read',
          'cache_read_input_tokens',
          'input_cache_creation',
          'cache_creation_input_tokens',
          'input_audio_tokens',
        ]),
      },
      output_tokens: {
        sum: both([
          'output',
          'output_reasoning_tokens',
          'reasoning_tokens',
          'output_audio_tokens',
          'output_accepted_prediction_tokens',
          'output_rejected_prediction_tokens',
        ]),
      },
      cached_tokens: { from: both(['input_cached_tokens', 'input_cache_read', 'cache_read_input_tokens']) },
      max_tokens: {
        from: [
          'model_parameters.max_tokens',
          'model_parameters.max_completion_tokens',
          'modelParameters.max_tokens',
        ],
      },
      temperature: { from: ['model_parameters.temperature', 'modelParameters.temperature'] },
      latency_ms: { elapsed: { from: ['start_time', 'startTime'], to: ['end_time', 'endTime'] } },
      stop_reason: { from: ['output.choices[0].finish_reason'] },
      system_prompt: { from: ['input'], turn: 'system' },
      prompt: { from: ['input'], turn: 'last-user' },
    },
  },
};

/** Paths of kinds of tokens in both vocabularies, of which a record has one. */
function both(kinds: readonly string[]): string[] {
  return kinds.flatMap((kind) => [`usage_details.${kind}`, `usageDetails.${kind}`]);
}
