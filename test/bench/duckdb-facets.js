// Computes the counts of the facet table from a log with DuckDB, the peer of the speed benchmark; prints the rows and the
// counts as JSON. Values are grouped as they stand: hashing them and keeping the smallest would only add to its work.
//   node test/bench/duckdb-facets.js FILE grouping-sets|group-by [THREADS]
import { extname } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

const [file, way, threads = '2'] = process.argv.slice(2);

const halfOctave = (x) => `CASE WHEN ${x} >= 1 THEN 1 + floor(2 * log2(${x})) ELSE ${x} END`;
const day = 'epoch(timestamp)::INTEGER // 86400';
/** By facet: what is counted by account. */
const FACETS = {
  tick: 'epoch(timestamp)::INTEGER // 300',
  length_cell: `(64 * ${halfOctave('input_tokens')} + ${halfOctave('output_tokens')})::INTEGER`,
  cached_share:
    'CASE WHEN cached_tokens <= 0 THEN 0 ELSE least(4, ceil(4 * cached_tokens / greatest(input_tokens, 1))) END',
  latency: halfOctave('latency_ms'),
  model: 'model',
  model_day: `model || '/' || (${day})`,
  endpoint: 'endpoint',
  client: 'user_agent',
  max_tokens: 'max_tokens',
  temperature: 'temperature',
  stream: 'stream',
  status: 'status',
  stop_reason: 'stop_reason',
  org: 'org_id',
  api_key: 'api_key_id',
  payment: 'payment_id',
  device: 'device_id',
  session: 'session_id',
  system_prompt: 'system_prompt_hash',
  prompt: 'prompt_hash',
  network_day: `regexp_extract(ip, '^[0-9]+[.][0-9]+[.][0-9]+') || '/' || (${day})`,
  asn: 'asn',
  country: 'country',
};
const names = Object.keys(FACETS);
const columns = names.map((name) => `${FACETS[name]} AS f_${name}`).join(', ');
const instance = await DuckDBInstance.create(':memory:', { threads });
const connection = await instance.connect();
const ask = async (sql) => (await connection.runAndReadAll(sql)).getRows();
const READERS = { '.csv': 'read_csv', '.jsonl': 'read_json', '.parquet': 'read_parquet' };
const reader = READERS[extname(file)];
const source = `SELECT account_id AS account, input_tokens, output_tokens, timestamp, ${columns} FROM ${reader}('${file.replaceAll("'", "''")}')`;

let entries = 0;
let rows = 0;
const note = ([[groups, sum]]) => {
  entries += Number(groups);
  rows = Number(sum);
};
if (way === 'grouping-sets') {
  const sets = names.map((name) => `(account, f_${name})`).join(', ');
  const [[groups, sum]] = await ask(
    `SELECT count(*), sum(n) FROM (SELECT count(*) AS n, sum(input_tokens) AS i, sum(output_tokens) AS o,
     min(timestamp) AS a, max(timestamp) AS b FROM (${source}) GROUP BY GROUPING SETS (${sets}, (account)))`,
  );
  entries = Number(groups);
  rows = Number(sum) / (names.length + 1);
} else {
  await connection.run(`CREATE TABLE log AS ${source}`);
  for (const name of names) {
    note(
      await ask(`SELECT count(*), sum(n) FROM (SELECT count(*) AS n FROM log GROUP BY account, f_${name})`),
    );
  }
  note(
    await ask(`SELECT count(*), sum(n) FROM (SELECT count(*) AS n, sum(input_tokens) AS i, sum(output_tokens) AS o,
     min(timestamp) AS a, max(timestamp) AS b FROM log GROUP BY account)`),
  );
}
console.log(JSON.stringify({ rows, entries }));
