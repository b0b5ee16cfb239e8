/**
 * The canonical request record: one row is one request. Only `time` and `account` are required; every facet
 * names the fields it needs and stands aside where they are missing.
 */

/** Fields held as text. An empty cell is a missing value. */
export const TEXT_FIELDS = [
  'account', // who is billed or authenticated; the unit that groups are made of
  'org', // declared organisation or workspace
  'api_key', // key identifier, never the secret itself
  'session', // conversation identifier; meaningful only where it repeats
  'request_id', // identifier of the request; not used for linking
  'model', // model name as requested
  'endpoint', // route or operation
  'ip', // IPv4 or IPv6 address, or a prefix of one
  'asn', // autonomous system number of the address, with or without "AS"
  'country', // country code of the address
  'user_agent', // client software and version
  'payment', // payment instrument identifier
  'device', // device or TLS fingerprint
  'stop_reason', // why the answer ended
  'system_prompt', // system prompt: text or hash
  'prompt', // user prompt: text or hash
] as const;

/** Fields held as numbers; NaN is a missing value. */
export const NUMBER_FIELDS = [
  'input_tokens', // tokens, integer >= 0, cached tokens included
  'output_tokens', // tokens, integer >= 0, reasoning tokens included
  'cached_tokens', // tokens, integer >= 0, part of input_tokens
  'max_tokens', // tokens, integer >= 0, the limit that the caller set
  'temperature', // >= 0
  'stream', // 0 or 1
  'status', // HTTP status code, integer
  'latency_ms', // milliseconds, >= 0
] as const;

export type TextField = (typeof TEXT_FIELDS)[number];
export type NumberField = (typeof NUMBER_FIELDS)[number];
export type Field = 'time' | TextField | NumberField;

/** Every canonical field, required ones first. */
export const FIELDS: readonly Field[] = ['time', ...TEXT_FIELDS, ...NUMBER_FIELDS];
export const REQUIRED_FIELDS: readonly Field[] = ['time', 'account'];
