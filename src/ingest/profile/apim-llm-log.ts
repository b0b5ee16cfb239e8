import type { Profile } from './profile.js';

/** Azure API Management, table ApiManagementGatewayLlmLog. Source: Microsoft Learn, table reference and "Log token usage, prompts, and completions for LLM APIs". */
export const apimLlmLog: Profile = {
  id: 'apim-llm-log',
  title: 'an Azure API Management table of model requests (ApiManagementGatewayLlmLog)',
  written: ['json', 'delimited'],
  grain: 'request',
  time: { basis: 'start', resolution: '100 ns', zone: 'UTC' },
  tokens: { cache: 'included', reasoning: 'included' },
  identity: 'none',
  detect: { has: ['CorrelationId', 'PromptTokens', 'CompletionTokens', 'SequenceNumber'] },
  notes: [
    'It does not say who called, and long messages take several rows.',
    'Join it with ApiManagementGatewayLogs on CorrelationId, one row per request with ApimSubscriptionId, and read the result with --map; or export the category GatewayLogs.',
  ],
  mapping: null,
};
