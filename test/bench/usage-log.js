// Writes a seeded usage log with every column, for measuring speed alone: shapes and varieties of a real one, no meaning.
//   node test/bench/usage-log.js FILE ROWS ACCOUNTS

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

const COLUMNS = [
  'timestamp',
  'request_id',
  'account_id',
  'org_id',
  'api_key_id',
  'session_id',
  'model',
  'endpoint',
  'ip',
  'asn',
  'country',
  'user_agent',
  'payment_id',
  'device_id',
  'input_tokens',
  'output_tokens',
  'cached_tokens',
  'max_tokens',
  'temperature',
  'stream',
  'status',
  'stop_reason',
  'latency_ms',
  'system_prompt_hash',
  'prompt_hash',
];
const START = Date.UTC(2026, 3, 22);
const DAYS = 14;
const DAY = 86_400_000;
const MODELS = ['m-large', 'm-small', 'm-mini', 'm-large-2', 'm-code'];
const ENDPOINTS = ['/v1/messages', '/v1/chat', '/v1/embed'];
const COUNTRIES = ['US', 'DE', 'IN', 'BR', 'JP', 'GB', 'FR', 'NG', 'SG', 'CA'];
const LIMITS = [256, 1024, 2048, 4096];
const TEMPERATURES = ['0', '0.2', '0.7', '1'];
const STOPS = ['end_turn', 'max_tokens', 'tool_use'];

/** Resolves once `rows` rows of `accounts` accounts are written; of a later night the further requests of the same accounts. */
export async function writeUsageLog(file, rows, accounts, { night = null } = {}) {
  const generator = xoroshiro128plus(1 + (night ?? 0));
  const start = START + (night ?? 0) * DAY;
  const days = night === null ? DAYS : 1;
  const unit = () => (generator.next() >>> 0) / 2 ** 32;
  const below = (n) => Math.floor(unit() * n);
  const pick = (list) => list[below(list.length)];
  const hex = (n) => n.toString(16);
  const out = createWriteStream(file);
  out.write(`${COLUMNS.join()}\n`);
  const sessionOf = new Uint32Array(accounts);
  let sessions = 0;
  const lines = [];
  for (let row = 0; row < rows; row++) {
    // Half of the requests are those of a twentieth of the accounts.
    const a = unit() < 0.5 ? below(Math.ceil(accounts / 20)) : below(accounts);
    const own = (Math.imul(a + 1, 0x9e3779b1) >>> 0) % 1_000_003; // what this account is like
    if (sessionOf[a] === 0 || unit() < 0.2) sessionOf[a] = ++sessions;
    const time = new Date(start + Math.floor(((row + unit()) / rows) * days * DAY)).toISOString();
    const input = Math.floor(Math.exp(3 + 7 * unit()));
    const output = Math.floor(Math.exp(1 + 7 * unit()));
    const network = unit() < 0.8 ? own % 60_000 : below(60_000);
    const system = own % 3 === 0 ? '' : `s${hex((own % 5000) + 0xabc0000)}`;
    lines.push(
      `${time.slice(0, 19)}Z,r${hex(row)},acc${a},org${own % 70_001},k${own},s${hex(sessionOf[a])},` +
        `${MODELS[unit() < 0.8 ? own % 5 : below(5)]},${ENDPOINTS[unit() < 0.9 ? 0 : below(3)]},` +
        `${(network >> 8) + 11}.${network & 255}.${below(255)}.${below(255)},AS${1000 + (network >> 4)},` +
        `${COUNTRIES[own % 10]},sdk-${own % 3}/1.${own % 23}.${own % 7},${own % 4 === 0 ? '' : `pay${own}`},` +
        `${own % 5 === 0 ? '' : `dev${hex(own)}`},${input},${output},${unit() < 0.6 ? 0 : below(input + 1)},` +
        `${LIMITS[own % 4]},${TEMPERATURES[unit() < 0.9 ? own % 4 : below(4)]},${own & 1},` +
        `${unit() < 0.97 ? 200 : 429},${pick(STOPS)},${Math.floor(Math.exp(5 + 5 * unit()))},${system},` +
        `p${hex(generator.next() >>> 0)}`,
    );
    if (lines.length === 4096 || row + 1 === rows) {
      lines.push('');
      if (!out.write(lines.join('\n'))) await once(out, 'drain');
      lines.length = 0;
    }
  }
  out.end();
  await once(out, 'close');
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const [file, rows, accounts] = process.argv.slice(2);
  await writeUsageLog(file, Number(rows), Number(accounts));
}
