import type { Profile } from './profile.js';

/**
 * AWS Bedrock model invocation logs, from S3 or CloudWatch. Sources: AWS user guide, "Monitor model invocation"; shapes as in
 * elastic/integrations packages/aws_bedrock (Elastic License 2.0, facts alone).
 */
export const bedrockInvocation: Profile = {
  id: 'bedrock-invocation',
  title: 'an AWS Bedrock model invocation log',
  // Delimited where CloudWatch Insights wraps records in a column.
  written: ['json', 'delimited'],
  grain: 'request',
  time: { basis: 'start', resolution: '1 s', zone: null },
  tokens: { cache: 'excluded', reasoning: 'included' },
  identity: 'weak',
  detect: {
    has: ['timestamp', 'accountId', 'identity', 'requestId', 'operation', 'modelId'],
    looksLike: { schemaType: /^ModelInvocationLog$/ },
  },
  notes: [
    'There are no addresses and no user agents; CloudTrail has them under the same request id.',
    'Times are whole seconds.',
    'An account is the role session or user that called; session names that an SDK makes up count as their role.',
    'Bodies above 100 KB lie in objects of their own, so that their prompts and settings are missing here.',
  ],
  mapping: {
    time: { from: ['timestamp'] },
    fields: {
      // The session is the finest unit that the caller names: services put their tenant, or their machine, there. The AWS
      // account and the role stay before it, because the same session name elsewhere is somebody else. Names that SDKs
      // make up are new with each process and would show one customer as many.
      account: {
        from: ['identity.arn'],
        capture:
          '^arn:[^:]*:[^:]*:[^:]*:(\\d+:(?:assumed-role/[^/]+(?=/(?:botocore-session-|aws-sdk-|aws-go-sdk-|AWSCLI-Session|\\d+$))|.+))',
      },
      org: { from: ['accountId'] },
      request_id: { from: ['requestId'] },
      model: {
        from: ['modelId'],
        capture: '^(?:arn:[^/]*/)?(?:(?:us|us-gov|eu|apac|jp|au|ca|sa|global)\\.)?([^/]+)$',
      },
      endpoint: { from: ['operation'] },
      stream: { from: ['operation'], capture: '(Stream)$', values: { Stream: 'true' }, otherwise: 'false' },
      input_tokens: {
        sum: ['input.inputTokenCount', 'input.cacheReadInputTokenCount', 'input.cacheWriteInputTokenCount'],
      },
      output_tokens: { from: ['output.outputTokenCount'] },
      cached_tokens: { from: ['input.cacheReadInputTokenCount'] },
      max_tokens: {
        from: [
          'input.inputBodyJson.max_tokens',
          'input.inputBodyJson.inferenceConfig.maxTokens',
          'input.inputBodyJson.textGenerationConfig.maxTokenCount',
        ],
      },
      temperature: {
        from: [
          'input.inputBodyJson.temperature',
          'input.inputBodyJson.inferenceConfig.temperature',
          'input.inputBodyJson.textGenerationConfig.temperature',
        ],
      },
      // Calls without an error code went well; codes whose status is not known say nothing.
      status: {
        from: ['errorCode'],
        capture: '^(\\d{3}$|[A-Za-z]+)',
        values: {
          ThrottlingException: '429',
          ServiceQuotaExceededException: '400',
          ValidationException: '400',
          AccessDeniedException: '403',
          ResourceNotFoundException: '404',
          ModelTimeoutException: '408',
          ModelErrorException: '424',
          ModelNotReadyException: '429',
          InternalServerException: '500',
          ServiceUnavailableException: '503',
        },
        otherwise: '200',
      },
      stop_reason: {
        from: [
          'output.outputBodyJson.stopReason',
          'output.outputBodyJson.stop_reason',
          'output.outputBodyJson[type=message_delta].delta.stop_reason',
          'output.outputBodyJson.results[0].completionReason',
          'output.outputBodyJson[*].completionReason',
        ],
      },
      latency_ms: {
        from: [
          'output.outputBodyJson.metrics.latencyMs',
          'output.outputBodyJson[*]["amazon-bedrock-invocationMetrics"].invocationLatency',
        ],
        atLeast: 0,
      },
      system_prompt: { from: ['input.inputBodyJson'], turn: 'system' },
      prompt: { from: ['input.inputBodyJson'], turn: 'last-user' },
    },
  },
};
