import { StillhuntError } from '../errors.js';
import { normalName } from './normal-name.js';

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

/** Columns that only exports of one row per period have, with whose exports they are. */
const TELLTALES: Readonly<Record<string, string>> = {
  usagedateutc: 'an Anthropic usage export',
  usageinputtokensnocache: 'an Anthropic usage export',
  uncachedinputtokens: 'an Anthropic usage report',
  nummodelrequests: 'an OpenAI usage export',
};

/**
 * Refuses exports in which one row stands for many requests: read as requests, they would give every account
 * the same few "requests" a day.
 * @throws StillhuntError `input`.
 */
export function refuseBucketedExport(header: readonly string[], source: string): void {
  const names = new Set(header.map(normalName));
  const has = (wanted: readonly string[]) => wanted.find((name) => names.has(name));
  const telltale = has(Object.keys(TELLTALES));
  const spans = names.has('starttime') && names.has('endtime');
  const counted = has(REQUESTS) !== undefined && has(REQUEST_ID) === undefined;
  const bucketed = counted && (spans || has(PERIOD) !== undefined);
  if (telltale === undefined && !bucketed) return;
  const kind = telltale === undefined ? 'a summary' : TELLTALES[telltale];
  throw new StillhuntError(
    'input',
    `${source} is ${kind}: one row stands for all requests of a period, not for one request.`,
    'Times, lengths and order of single requests are gone from it. Export request logs: one row per request, with its time and account.',
  );
}
