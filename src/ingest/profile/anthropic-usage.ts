import type { Profile } from './profile.js';

/** Anthropic usage, from its Admin API as JSON or from its console as CSV. Sources: Claude API docs "Get Messages Usage Report"; CSV columns as read by public parsers. */
export const anthropicUsage: Profile = {
  id: 'anthropic-usage',
  title: 'an Anthropic usage export',
  written: ['json', 'delimited'],
  grain: 'bucket',
  time: { basis: 'start', resolution: '1 min, 1 h or 1 d', zone: null },
  tokens: { cache: 'excluded', reasoning: 'included' },
  identity: 'weak',
  detect: {
    has: [],
    // The console's columns, the report's, or those of a report that was made flat.
    hasOneOf: [
      ['usage_date_utc', 'starting_at', 'uncached_input_tokens'],
      ['usage_input_tokens_no_cache', 'usage_output_tokens', 'results', 'uncached_input_tokens'],
    ],
    looksLike: { results: /^\[(?:\]|\{)/ },
  },
  notes: [
    'Times, lengths and order of single requests are gone from it.',
    'Anthropic exports no log of single requests: export request logs of the gateway or proxy in front of it, one row per request, with its time and account.',
  ],
  mapping: null,
};
