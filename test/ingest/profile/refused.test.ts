import { describe, expect, it } from 'vitest';
import { readError } from '../read-all.js';
import { path } from './golden.js';

const BUCKET = 'one row stands for all requests of a period, not for one request';

/** Fixture, profile, what it is called, why it is refused, and what to export instead. */
const REFUSED: readonly (readonly [string, string, string, string, string])[] = [
  ['openai-usage.json', 'openai-usage', 'an OpenAI usage export', BUCKET, 'request logs of the gateway'],
  ['openai-usage.csv', 'openai-usage', 'an OpenAI usage export', BUCKET, 'request logs of the gateway'],
  ['openai-audit.json', 'openai-audit', 'an OpenAI audit log', 'its rows are no requests', 'request logs'],
  ['anthropic-usage.csv', 'anthropic-usage', 'an Anthropic usage export', BUCKET, 'request logs'],
  ['anthropic-usage.older.csv', 'anthropic-usage', 'an Anthropic usage export', BUCKET, 'request logs'],
  ['anthropic-usage.json', 'anthropic-usage', 'an Anthropic usage export', BUCKET, 'request logs'],
  ['openrouter-activity.csv', 'openrouter-activity', 'an OpenRouter summary', BUCKET, 'generation_id'],
  ['openrouter-activity.json', 'openrouter-activity', 'an OpenRouter summary', BUCKET, 'generation_id'],
  ['litellm-daily.csv', 'litellm-daily', 'a LiteLLM table of daily spend', BUCKET, 'summarize=false'],
  ['cf-aigw-logpush.jsonl', 'cf-aigw-logpush', 'a Cloudflare AI Gateway Logpush file', 'lack', 'Logs API'],
  ['langfuse-observations.jsonl', 'langfuse-observations', 'without their traces', 'lack', 'observations_v2'],
  ['apim-llm-log.csv', 'apim-llm-log', 'ApiManagementGatewayLlmLog', 'lack', 'CorrelationId'],
  ['vllm-text.log', 'vllm-text', 'a vLLM server log', 'lack', 'gateway'],
];

describe('exports whose rows cannot be read as requests', () => {
  it.each(REFUSED)('%s is refused, told as %s and by name', async (fixture, profile, title, why, instead) => {
    for (const options of [{}, { profile }]) {
      const error = await readError([path(fixture)], options);
      expect(error.kind).toBe('input');
      expect(error.message).toContain(title);
      expect(error.message).toContain(why);
      expect(error.next).toContain(instead);
    }
  });

  it.each(['openai-usage.csv', 'anthropic-usage.csv', 'openrouter-activity.csv', 'litellm-daily.csv'])(
    '%s is refused by its columns where profiles are not asked for',
    async (fixture) => {
      const error = await readError([path(fixture)], { profile: 'generic' });
      expect(error.message).toContain(BUCKET);
    },
  );
});
