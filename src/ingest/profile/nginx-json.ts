import type { Profile } from './profile.js';

/** Access log of nginx in JSON, keys named after its variables. Source: nginx documentation, ngx_http_log_module and the variables of its modules. */
export const nginxJson: Profile = {
  id: 'nginx-json',
  title: 'an nginx access log in JSON',
  written: ['json'],
  grain: 'request',
  time: { basis: 'end', resolution: '1 ms, or 1 s where there is no msec', zone: null },
  tokens: { cache: 'none', reasoning: 'none' },
  identity: 'weak',
  detect: {
    has: ['remote_addr', 'request_time'],
    hasOneOf: [
      ['msec', 'time_iso8601', 'time_local', 'timestamp', 'time', '@timestamp'],
      ['request', 'request_uri', 'uri'],
    ],
  },
  notes: [
    'An account is the user who logged in at the server; requests without one are refused, because an address is no customer. If a header names the customer, log it and name the key with --column account=KEY.',
    'There are no tokens, models or prompts.',
    'Times are when requests ended.',
    'Queries are dropped from paths, because keys are passed there.',
  ],
  mapping: {
    time: {
      from: ['msec', 'time_iso8601', 'time_local', '@timestamp', 'timestamp', 'time'],
      format: '%d/%b/%Y:%H:%M:%S %z',
    },
    fields: {
      account: { from: ['remote_user'] },
      request_id: { from: ['request_id'] },
      endpoint: { from: ['uri', 'request_uri', 'request'], capture: '^(?:[A-Z]+ )?([^\\s?#]+)' },
      ip: { from: ['remote_addr'] },
      user_agent: { from: ['http_user_agent', 'user_agent'] },
      status: { from: ['status'] },
      latency_ms: { from: ['request_time'], scale: 1000 },
    },
  },
};
