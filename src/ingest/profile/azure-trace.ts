import type { Profile } from './profile.js';

/** Azure LLM inference traces of 2023, 2024 and 2025. Source: Azure/AzurePublicDataset AzureLLMInferenceDataset2023.md, …2024.md, AzureLMMInferenceDataset2025.md (CC BY 4.0). */
export const azureTrace: Profile = {
  id: 'azure-trace',
  title: 'an Azure LLM inference trace',
  written: ['delimited'],
  grain: 'request',
  // The trace of 2023 carries no zone and its document names none.
  time: { basis: 'start', resolution: '100 ns', zone: null },
  tokens: { cache: 'included', reasoning: 'included' },
  identity: 'none',
  detect: { has: ['TIMESTAMP', 'ContextTokens', 'GeneratedTokens'] },
  notes: [
    'It does not say who called: give all rows one account, --const account=NAME.',
    'Times of the trace of 2023 carry no zone.',
    'It is a sample of the traffic.',
  ],
  mapping: {
    time: { from: ['TIMESTAMP'] },
    fields: {
      input_tokens: { from: ['ContextTokens'] },
      output_tokens: { from: ['GeneratedTokens'] },
    },
  },
};
