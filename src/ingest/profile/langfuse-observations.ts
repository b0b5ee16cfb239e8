import type { Profile } from './profile.js';

/** Langfuse observations without their user: the older blob storage export. Source: langfuse/langfuse-docs blob-storage-export-fields.mdx. */
export const langfuseObservations: Profile = {
  id: 'langfuse-observations',
  title: 'a Langfuse export of observations without their traces',
  written: ['json', 'delimited'],
  grain: 'request',
  time: { basis: 'start', resolution: '1 us', zone: 'UTC' },
  tokens: { cache: 'excluded', reasoning: 'excluded' },
  identity: 'none',
  detect: {
    has: ['id', 'type', 'trace_id', 'start_time', 'provided_model_name', 'usage_details'],
    hasNot: ['user_id', 'trace_name'],
  },
  notes: [
    'It does not say whose requests they are; traces do.',
    'Export observations_v2 instead, or join traces to observations on trace_id = id and keep user_id and session_id.',
  ],
  mapping: null,
};
