import type { Profile } from './profile.js';

/** Mooncake traces. Source: kvcache-ai/Mooncake FAST25-release/README.md (Apache-2.0). */
export const mooncake: Profile = {
  id: 'mooncake',
  title: 'a Mooncake trace',
  written: ['json'],
  grain: 'request',
  time: { basis: 'start', resolution: '1 ms', zone: null },
  tokens: { cache: 'included', reasoning: 'included' },
  identity: 'none',
  detect: { has: ['timestamp', 'input_length', 'output_length', 'hash_ids'], hasNot: ['chat_id'] },
  notes: [
    'It does not say who called: give all rows one account, --const account=NAME.',
    'Times count from the start of the trace, which is to be given with --epoch.',
    'The list of block ids stands for the prompt: prompts with the same list share all of their whole blocks of 512 tokens.',
  ],
  mapping: {
    time: { from: ['timestamp'], unit: 'relative-ms' },
    fields: {
      input_tokens: { from: ['input_length'] },
      output_tokens: { from: ['output_length'] },
      prompt: { from: ['hash_ids'] },
    },
  },
};
