import type { Profile } from './profile.js';

/**
 * Azure API Management in front of a model, category GatewayLogs. Sources: Microsoft Learn "ApiManagementGatewayLogs"; shapes as
 * in elastic/integrations packages/azure_openai (Elastic License 2.0, facts alone).
 */
export const apimGateway: Profile = {
  id: 'apim-gateway',
  title: 'an Azure API Management gateway log',
  written: ['json', 'delimited'],
  grain: 'request',
  time: { basis: 'emission', resolution: '100 ns', zone: 'UTC' },
  tokens: { cache: 'included', reasoning: 'included' },
  identity: 'weak',
  detect: {
    has: ['category', 'resourceId', 'properties'],
    looksLike: { category: /^GatewayLogs$/, resourceId: /MICROSOFT\.APIMANAGEMENT/i },
  },
  notes: [
    'An account is a subscription of the gateway; requests without one are refused.',
    'Bodies are there only where the gateway logs them, and cut when long: what a cut body held is missing.',
  ],
  mapping: {
    time: { from: ['time'] },
    fields: {
      // The subscription is what a customer of the gateway signs up for, and what its key belongs to.
      account: { from: ['properties.apimSubscriptionId'] },
      request_id: { from: ['correlationId'] },
      model: {
        from: [
          'properties.backendRequestBody.model',
          'properties.requestBody.model',
          'properties.backendResponseBody.model',
        ],
      },
      endpoint: { from: ['properties.operationId', 'operationName'] },
      ip: { from: ['callerIpAddress'] },
      input_tokens: {
        from: [
          'properties.backendResponseBody.usage.prompt_tokens',
          'properties.responseBody.usage.prompt_tokens',
        ],
      },
      output_tokens: {
        from: [
          'properties.backendResponseBody.usage.completion_tokens',
          'properties.responseBody.usage.completion_tokens',
        ],
      },
      cached_tokens: { from: ['properties.backendResponseBody.usage.prompt_tokens_details.cached_tokens'] },
      max_tokens: {
        from: [
          'properties.backendRequestBody.max_tokens',
          'properties.backendRequestBody.max_completion_tokens',
          'properties.requestBody.max_tokens',
        ],
      },
      temperature: {
        from: ['properties.backendRequestBody.temperature', 'properties.requestBody.temperature'],
      },
      stream: { from: ['properties.backendRequestBody.stream', 'properties.requestBody.stream'] },
      status: { from: ['properties.responseCode', 'properties.backendResponseCode'] },
      stop_reason: {
        from: [
          'properties.backendResponseBody.choices[0].finish_reason',
          'properties.responseBody.choices[0].finish_reason',
        ],
      },
      latency_ms: { from: ['durationMs'], atLeast: 0 },
      system_prompt: { from: ['properties.backendRequestBody', 'properties.requestBody'], turn: 'system' },
      prompt: { from: ['properties.backendRequestBody', 'properties.requestBody'], turn: 'last-user' },
    },
  },
};
