import type { Profile } from './profile.js';

/** BurstGPT trace, with or without its session columns. Source: HPMLL/BurstGPT README.md (CC BY 4.0). */
export const burstgpt: Profile = {
  id: 'burstgpt',
  title: 'the BurstGPT trace',
  written: ['delimited'],
  grain: 'request',
  time: { basis: 'start', resolution: '1 s', zone: null },
  tokens: { cache: 'included', reasoning: 'included' },
  identity: 'none',
  detect: { has: ['Timestamp', 'Model', 'Request tokens', 'Response tokens', 'Total tokens', 'Log Type'] },
  notes: [
    'It does not say who called: give all rows one account, --const account=NAME.',
    'Times count from the start of its first day, which is to be given with --epoch.',
    'Requests without response tokens failed.',
  ],
  mapping: {
    time: { from: ['Timestamp'], unit: 'relative-s' },
    fields: {
      session: { from: ['Session ID'] },
      model: { from: ['Model'] },
      endpoint: { from: ['Log Type'] },
      input_tokens: { from: ['Request tokens'] },
      output_tokens: { from: ['Response tokens'] },
      latency_ms: { from: ['Elapsed time'], scale: 1000, atLeast: 0 },
    },
  },
};
