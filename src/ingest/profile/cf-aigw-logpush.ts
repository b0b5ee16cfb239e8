import type { Profile } from './profile.js';

/** Cloudflare AI Gateway, Logpush dataset ai_gateway_events. Source: cloudflare/cloudflare-docs ai-gateway/observability/logging/logpush.mdx (CC BY 4.0). */
export const cfAigwLogpush: Profile = {
  id: 'cf-aigw-logpush',
  title: 'a Cloudflare AI Gateway Logpush file',
  written: ['json', 'delimited'],
  grain: 'request',
  time: { basis: 'emission', resolution: 'file', zone: null },
  tokens: { cache: 'none', reasoning: 'none' },
  identity: 'none',
  detect: { has: ['Gateway', 'RateLimited', 'StatusCode', 'Provider'] },
  notes: [
    'Its records carry no time and no tokens, and who called is encrypted.',
    'Export the logs of the gateway by its Logs API (List Gateway Logs) instead, one record per request with created_at, tokens and metadata.',
  ],
  mapping: null,
};
