import type { Profile } from './profile.js';

/** OpenAI usage, from its API as JSON or from its pages as CSV. Source: openai/openai-openapi openapi.yaml (MIT). */
export const openaiUsage: Profile = {
  id: 'openai-usage',
  title: 'an OpenAI usage export',
  written: ['json', 'delimited'],
  grain: 'bucket',
  time: { basis: 'start', resolution: '1 min, 1 h or 1 d', zone: null },
  tokens: { cache: 'included', reasoning: 'included' },
  identity: 'weak',
  detect: {
    has: ['start_time', 'end_time'],
    // The first of each is the CSV's, the second the JSON's.
    hasOneOf: [
      ['num_model_requests', 'results'],
      ['num_model_requests', 'object'],
    ],
    looksLike: { object: /^bucket$/ },
  },
  notes: [
    'Times, lengths and order of single requests are gone from it.',
    'OpenAI exports no log of single requests: export request logs of the gateway or proxy in front of it, one row per request, with its time and account.',
  ],
  mapping: null,
};
