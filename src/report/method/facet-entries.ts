/** What each facet counts; the names are those of the catalogue of facets. */

/** The value that is counted, in a phrase. */
export const FACET_ENTRIES: Readonly<Record<string, string>> = {
  tick: 'five-minute slot since the epoch (UTC): floor of the time over five minutes',
  length_cell:
    'pair of bins of input and output tokens, half an octave wide each: bin 0 for 0, else 1 + floor(2·log2 x)',
  cached_share: 'share of the input that was cached, in five steps: none, up to 1/4, 1/2, 3/4, and above',
  latency: 'latency in milliseconds, in bins of half an octave',
  model: 'name of the model, by hash',
  model_day: 'name of the model, by hash, with the day of use (UTC)',
  endpoint: 'endpoint, by hash',
  client: 'user agent, by hash',
  max_tokens: 'limit of output tokens, as it is',
  temperature: 'temperature, in thousandths',
  stream: 'whether the answer was streamed',
  status: 'status of the answer, as it is',
  stop_reason: 'why the answer ended, by hash',
  org: 'declared organisation, by hash',
  api_key: 'API key, by hash',
  payment: 'payment, by hash',
  device: 'device or TLS fingerprint, by hash',
  session: 'session, by hash',
  system_prompt: 'system prompt, or the hash of one that the log has, by hash',
  prompt: 'prompt, or the hash of one that the log has, by hash',
  network_day: 'network prefix (/24 of IPv4, /48 of IPv6) with the day of use (UTC)',
  asn: 'number of the autonomous system',
  country: 'country, by hash',
};
