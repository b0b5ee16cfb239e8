import type { Profile } from './profile.js';

const COGNITIVE_SERVICES = /MICROSOFT\.COGNITIVESERVICES/i;

/**
 * Azure OpenAI diagnostic logs, category RequestResponse, from storage, an event hub or Log Analytics. Sources: Microsoft Learn
 * "Supported logs for Microsoft.CognitiveServices/accounts"; shapes as in elastic/integrations packages/azure_openai (Elastic License 2.0, facts alone).
 */
export const azureOpenaiRr: Profile = {
  id: 'azure-openai-rr',
  title: 'an Azure OpenAI diagnostic log',
  written: ['json', 'delimited'],
  grain: 'request',
  time: { basis: 'start', resolution: '100 ns', zone: 'UTC' },
  tokens: { cache: 'none', reasoning: 'none' },
  identity: 'weak',
  detect: {
    has: [],
    hasOneOf: [
      ['category', 'Category'],
      ['resourceId', 'ResourceId'],
      ['properties', 'properties_s'],
    ],
    looksLike: {
      category: /^(?:RequestResponse|AzureOpenAIRequestUsage|Audit|Trace)$/,
      Category: /^(?:RequestResponse|AzureOpenAIRequestUsage|Audit|Trace)$/,
      resourceId: COGNITIVE_SERVICES,
      ResourceId: COGNITIVE_SERVICES,
    },
  },
  notes: [
    'There are no tokens, prompts, settings or user agents; logs of API Management in front have them.',
    'The last part of each address is masked, so that networks are known to the /24.',
    'Callers with a key are not told apart: their account is the resource that they share.',
    'Records of other categories are filtered.',
  ],
  mapping: {
    // `time` is when the record was written, seconds later: only next best.
    time: {
      from: ['properties.requestTime', 'properties_s.requestTime', 'time', 'TimeGenerated'],
      unit: 'dotnet-ticks',
    },
    where: [
      { path: 'category', in: ['RequestResponse', ''] },
      { path: 'Category', in: ['RequestResponse', ''] },
    ],
    fields: {
      // Empty with keys. The resource is what then is billed and holds the keys; an address would take everybody behind a
      // proxy for one customer, and each customer who moves for many.
      account: {
        from: ['properties.objectId', 'properties_s.objectId', 'resourceId', 'ResourceId'],
      },
      org: {
        from: ['resourceId', 'ResourceId'],
        capture: '^/?(?:SUBSCRIPTIONS|subscriptions)/([^/]+)',
      },
      request_id: { from: ['correlationId', 'CorrelationId'] },
      model: {
        from: [
          'properties.modelDeploymentName',
          'properties_s.modelDeploymentName',
          'properties.modelName',
          'properties_s.modelName',
        ],
      },
      endpoint: { from: ['operationName', 'OperationName'] },
      ip: { from: ['callerIpAddress', 'CallerIPAddress'] },
      stream: {
        from: ['properties.streamType', 'properties_s.streamType'],
        capture: '^(Streaming|Non-Streaming)$',
        values: { Streaming: 'true', 'Non-Streaming': 'false' },
      },
      status: { from: ['resultSignature', 'ResultSignature'] },
      latency_ms: { from: ['durationMs', 'DurationMs'], atLeast: 0 },
    },
  },
};
