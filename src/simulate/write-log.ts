import { identifierText } from './identifier-text.js';
import { MODELS } from './models.js';
import { ENDPOINTS, STOP_REASONS } from './request-log.js';
import { DAY } from './rhythm.js';
import type { World } from './world.js';

export const LOG_HEADER =
  'timestamp,request_id,account_id,org_id,api_key_id,session_id,model,endpoint,ip,asn,country,user_agent,payment_id,' +
  'device_id,input_tokens,output_tokens,cached_tokens,max_tokens,temperature,stream,status,stop_reason,latency_ms,' +
  'system_prompt_hash,prompt_hash';

const CHUNK = 1 << 20; // characters; what is held as text at a time

/** Writes a moment as ISO 8601 with milliseconds, much faster than Date does, because neighbours share their day. */
function timestamps(): (time: number) => string {
  const two = (value: number) => (value < 10 ? `0${value}` : `${value}`);
  let day = -1;
  let date = '';
  return (time) => {
    const whole = Math.floor(time);
    const today = Math.floor(whole / DAY);
    if (today !== day) {
      day = today;
      date = new Date(today * DAY).toISOString().slice(0, 11);
    }
    const ms = whole - today * DAY;
    const seconds = Math.floor(ms / 1000);
    const rest = `${1000 + (ms % 1000)}`.slice(1);
    return `${date}${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}.${rest}Z`;
  };
}

/** The text of an account id in the log and in the labels. */
export function accountText(world: World): (id: number) => string {
  return identifierText(world.seed, 'acc_');
}

/** The log as CSV in time order, in chunks of about a megabyte. Deterministic; holds one chunk at a time. */
export function* logText(world: World): Generator<string> {
  const { seed, log, networks, agents } = world;
  const { columns } = log;
  const order = log.timeOrder();
  const stamp = timestamps();
  const text = (prefix: string) => identifierText(seed, prefix);
  const known = (prefix: string) => {
    const make = text(prefix);
    const made: string[] = [];
    return (code: number) => {
      if (code < 0) return '';
      made[code] ??= make(code);
      return made[code];
    };
  };
  const request = text('req_');
  const session = text('ses_');
  const prompt = text('p');
  const account = accountText(world);
  const accounts = world.accounts.map(({ id }) => account(id));
  const org = known('org_');
  const key = known('key_');
  const payment = known('pay_');
  const device = known('dev_');
  const systemPrompt = known('s');
  // As in real exports, the lookup of an address knows nothing about some of them.
  const lookup = networks.addressText.map((address, code) =>
    (code * 2654435761) % 97 === 0
      ? `${address},,`
      : `${address},AS${networks.addressAsn[code]},${networks.addressCountry[code]}`,
  );
  const temperature = new Map<number, string>([[-1, '']]);
  for (let hundredths = 0; hundredths <= 200; hundredths++)
    temperature.set(hundredths, `${hundredths / 100}`);
  let chunk = `${LOG_HEADER}\n`;
  for (let n = 0; n < order.length; n++) {
    const i = order[n]!;
    const { org: orgCode, payment: paymentCode } = world.accounts[columns.account[i]!]!;
    const sessionCode = columns.session[i]!;
    const agent = columns.userAgent[i]!;
    const limit = columns.maxTokens[i]!;
    chunk +=
      `${stamp(columns.time[i]!)},${request(i)},${accounts[columns.account[i]!]},${org(orgCode)},${key(columns.key[i]!)},` +
      `${sessionCode < 0 ? '' : session(sessionCode)},${MODELS[columns.model[i]!]},${ENDPOINTS[columns.endpoint[i]!]},` +
      `${lookup[columns.address[i]!]},${agent < 0 ? '' : agents.texts[agent]},${payment(paymentCode)},` +
      `${device(columns.device[i]!)},${columns.input[i]},${columns.output[i]},${columns.cached[i]},` +
      `${limit < 0 ? '' : limit},${temperature.get(columns.temperature[i]!)},${columns.stream[i]},${columns.status[i]},` +
      `${STOP_REASONS[columns.stop[i]!]},${columns.latency[i]},${systemPrompt(columns.systemPrompt[i]!)},${prompt(columns.prompt[i]!)}\n`;
    if (chunk.length >= CHUNK) {
      yield chunk;
      chunk = '';
    }
  }
  yield chunk;
}
