import type { Profile } from './profile.js';

/** Access log of nginx, or another server, in the combined format, with further fields at the end of the line allowed. Source: nginx documentation, log_format. */
export const nginxCombined: Profile = {
  id: 'nginx-combined',
  title: 'an access log in the combined format',
  written: ['text'],
  grain: 'request',
  time: { basis: 'end', resolution: '1 s', zone: null },
  tokens: { cache: 'none', reasoning: 'none' },
  identity: 'weak',
  detect: { has: [] },
  line: /^(?<remote_addr>\S+) \S+ (?<remote_user>\S+) \[(?<time_local>[^\]]{20,32})\] "(?:(?<method>[A-Z]+) (?<path>[^\s"?#\\]*)(?:[\s?#][^"\\]*)?(?:\\.[^"\\]*)*|[^"\\]*(?:\\.[^"\\]*)*)" (?<status>\d{3}) (?:\d+|-)(?: "(?:[^"\\]|\\.)*" "(?<user_agent>(?:[^"\\]|\\.)*)".*)?$/,
  notes: [
    'An account is the user who logged in at the server; requests without one are refused, because an address is no customer.',
    'There are no tokens, models, prompts or latencies.',
    'Times are when requests ended, in whole seconds.',
    'Queries are dropped from paths, because keys are passed there.',
  ],
  mapping: {
    time: { from: ['time_local'], format: '%d/%b/%Y:%H:%M:%S %z' },
    fields: {
      account: { from: ['remote_user'] },
      endpoint: { from: ['path'] },
      ip: { from: ['remote_addr'] },
      user_agent: { from: ['user_agent'] },
      status: { from: ['status'] },
    },
  },
};
