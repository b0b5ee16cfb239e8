import type { Profile } from './profile.js';

/** LiteLLM proxy, tables LiteLLM_DailyUserSpend and its siblings. Source: BerriAI/litellm schema.prisma (MIT). */
export const litellmDaily: Profile = {
  id: 'litellm-daily',
  title: 'a LiteLLM table of daily spend',
  written: ['json', 'delimited'],
  grain: 'bucket',
  time: { basis: 'start', resolution: '1 d', zone: null },
  tokens: { cache: 'included', reasoning: 'included' },
  identity: 'strong',
  detect: { has: ['date', 'api_requests', 'spend'], hasNot: ['request_id'] },
  notes: [
    'Times, lengths and order of single requests are gone from it.',
    'Export the table LiteLLM_SpendLogs, or call /spend/logs with summarize=false: one row per request.',
  ],
  mapping: null,
};
