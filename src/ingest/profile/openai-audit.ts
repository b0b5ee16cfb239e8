import type { Profile } from './profile.js';

/** OpenAI audit log. Source: openai/openai-openapi openapi.yaml (MIT). */
export const openaiAudit: Profile = {
  id: 'openai-audit',
  title: 'an OpenAI audit log',
  written: ['json'],
  grain: 'event',
  time: { basis: 'start', resolution: '1 s', zone: null },
  tokens: { cache: 'none', reasoning: 'none' },
  identity: 'strong',
  detect: { has: ['id', 'type', 'effective_at', 'actor'] },
  notes: [
    'It tells who administered what, from which address and client, and no requests.',
    'Export request logs of the gateway or proxy in front, one row per request, and keep this log to check by hand which accounts one person administers.',
  ],
  mapping: null,
};
