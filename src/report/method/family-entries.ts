/** What each family of evidence is made of, and what the measures of linking compare. */

import type { EvidenceFamily } from '../../assess/finding.js';

export const FAMILY_ENTRIES: Readonly<Record<EvidenceFamily, string>> = {
  content: 'system prompts and prompts that accounts share, by the rarity of each',
  lengths: 'histograms of input tokens, output tokens and cached share',
  settings: 'model, endpoint, client, output limit, temperature and streaming, one by one',
  infrastructure: 'networks and devices by their rarity; autonomous system and country at half their weight',
  payment: 'payments, organisations and API keys by their rarity',
  timing: 'histogram of the hours of the day (UTC) of active five-minute slots',
  volume: 'histograms of requests a day and of requests in an active five-minute slot',
};
