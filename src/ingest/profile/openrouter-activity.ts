import type { Profile } from './profile.js';

/** OpenRouter activity by day and model. Source: rows of its API as read by public consumers. */
export const openrouterActivity: Profile = {
  id: 'openrouter-activity',
  title: 'an OpenRouter summary of activity',
  written: ['json', 'delimited'],
  grain: 'bucket',
  time: { basis: 'start', resolution: '1 d', zone: null },
  tokens: { cache: 'included', reasoning: 'included' },
  identity: 'none',
  detect: { has: ['date', 'model_permaslug', 'requests'], hasNot: ['generation_id'] },
  notes: [
    'Times, lengths and order of single requests are gone from it.',
    'Export the activity as CSV with one row per generation, with generation_id and created_at.',
  ],
  mapping: null,
};
