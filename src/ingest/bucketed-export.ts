import { StillhuntError } from '../errors.js';
import { normalName } from './normal-name.js';
import { detect } from './profile/detect.js';
import { refuseRows } from './profile/refuse-rows.js';

const REQUEST_ID = ['request_id', 'generation_id', 'req_id', 'call_id', 'response_id'].map(normalName);
const REQUESTS = [
  'requests',
  'request_count',
  'requests_count',
  'n_requests',
  'num_requests',
  'number_of_requests',
  'api_requests',
  'total_requests',
  'num_model_requests',
  'n_calls',
  'call_count',
  'calls',
].map(normalName);
const PERIOD = [
  'date',
  'day',
  'period',
  'hour',
  'week',
  'month',
  'usage_date',
  'usage_date_utc',
  'date_utc',
  'bucket',
  'bucket_start',
].map(normalName);

/**
 * Refuses exports in which one row stands for many requests: read as requests, they would give every account
 * the same few "requests" a day. Those of known makers are told by their profiles, others by what they count.
 * @throws StillhuntError `input`.
 */
export function refuseBucketedExport(header: readonly string[], source: string): void {
  const known = detect([Object.fromEntries(header.map((name) => [name.trim(), '']))], 'delimited');
  if (known?.grain === 'bucket') refuseRows(known, source);
  const names = new Set(header.map(normalName));
  const has = (wanted: readonly string[]) => wanted.some((name) => names.has(name));
  const spans = names.has('starttime') && names.has('endtime');
  if (!has(REQUESTS) || has(REQUEST_ID) || !(spans || has(PERIOD))) return;
  throw new StillhuntError(
    'input',
    `${source} is a summary: one row stands for all requests of a period, not for one request.`,
    'Times, lengths and order of single requests are gone from it. Export request logs: one row per request, with its time and account.',
  );
}
