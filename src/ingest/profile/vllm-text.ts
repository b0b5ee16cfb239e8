import type { Profile } from './profile.js';

/** Log of a vLLM server, with the access lines of uvicorn. Source: lines as cited in vllm-project/vllm issues 14736, 34503 and 18403. */
export const vllmText: Profile = {
  id: 'vllm-text',
  title: 'a vLLM server log',
  written: ['text'],
  grain: 'request',
  time: { basis: 'emission', resolution: '1 s', zone: null },
  tokens: { cache: 'none', reasoning: 'none' },
  identity: 'none',
  detect: { has: [] },
  line: /^(?:\(\w+ pid=\d+\) )?(?:(?:INFO|DEBUG|WARNING|ERROR|CRITICAL) (?<time>\d\d-\d\d \d\d:\d\d:\d\d)(?:\.\d+)? \[[^\]]+\] .*|(?:INFO|WARNING|ERROR):\s.*)$/,
  notes: [
    'Lines that say who called have no time, lines with a time do not say who called, and nothing ties the two together.',
    'Log requests at a gateway in front of it instead: nginx, Envoy or LiteLLM, one record per request with time, account and tokens.',
  ],
  mapping: null,
};
