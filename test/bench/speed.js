// Log to facet table, against DuckDB counting the same and csv-parse reading the same file alone; from gzip, against zcat
// alone; and from JSON lines and Parquet, which DuckDB writes, against DuckDB. Each in a process of its own, all in one run; the best of the rounds counts.
//   node test/bench/speed.js [--rows 3000000] [--accounts 100000] [--rounds 3] [--reference]
import { spawn } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createGzip } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { run } from './command.js';
import { writeUsageLog } from './usage-log.js';
import { withFolder } from './week.js';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '3000000' },
    accounts: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '3' },
    reference: { type: 'boolean', default: false },
  },
});

const script = (name) => fileURLToPath(new URL(name, import.meta.url));
const FACETS = script('./facet-table.js');
const DUCKDB = script('./duckdb-facets.js');
const CSV_PARSE = script('./csv-parse-alone.js');

await withFolder(async (folder) => {
  const log = join(folder, 'log.csv');
  const zipped = `${log}.gz`;
  await writeUsageLog(log, Number(values.rows), Number(values.accounts));
  await pipeline(createReadStream(log), createGzip(), createWriteStream(zipped));
  const lines = join(folder, 'log.jsonl');
  const parquet = join(folder, 'log.parquet');
  await convert(log, lines, "strftime(timestamp, '%Y-%m-%dT%H:%M:%S.%fZ')", 'FORMAT json');
  await convert(log, parquet, 'timestamp::TIMESTAMPTZ', 'FORMAT parquet');
  const contenders = {
    'csv-parse alone': () => run([CSV_PARSE, log]),
    'DuckDB, GROUPING SETS, 2 threads': () => run([DUCKDB, log, 'grouping-sets', '2']),
    'DuckDB, a GROUP BY for each facet, 2 threads': () => run([DUCKDB, log, 'group-by', '2']),
    'stillhunt, log to facet table': () => run([FACETS, log]),
    'DuckDB, from JSON lines': () => run([DUCKDB, lines, 'grouping-sets', '2']),
    'stillhunt, from JSON lines': () => run([FACETS, lines]),
    'DuckDB, from Parquet': () => run([DUCKDB, parquet, 'grouping-sets', '2']),
    'stillhunt, from Parquet': () => run([FACETS, parquet]),
    'zcat alone, from gzip': () => zcat(zipped),
    'stillhunt, from gzip': () => run([FACETS, zipped]),
  };
  if (values.reference) contenders['stillhunt by the reference alone'] = () => run([FACETS, log, '0']);
  const best = {};
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const [name, contend] of Object.entries(contenders)) {
      const result = await contend();
      const known = best[name];
      best[name] = {
        ...result,
        seconds: Math.min(known?.seconds ?? Number.POSITIVE_INFINITY, result.milliseconds / 1000),
        cpuSeconds: Math.min(known?.cpuSeconds ?? Number.POSITIVE_INFINITY, result.cpuMilliseconds / 1000),
        peakBytes: Math.max(known?.peakBytes ?? 0, result.peakBytes),
      };
    }
  }
  const ours = best['stillhunt, log to facet table'];
  const { rows, entries, fusedRows } = JSON.parse(ours.stdout);
  if (rows !== Number(values.rows)) throw new Error(`${rows} rows were read`);
  const megabytes = (await stat(log)).size / 1e6;
  console.log(
    `${rows} rows, ${megabytes.toFixed(0)} MB, ${values.accounts} accounts, ${entries} counts, ` +
      `${((100 * fusedRows) / rows).toFixed(2)} % of the rows straight from bytes, best of ${values.rounds}\n`,
  );
  console.log('| what | seconds | of processors | MB/s | peak MB | times stillhunt | in processor time |');
  console.log('|---|---|---|---|---|---|---|');
  for (const [name, { seconds, cpuSeconds, peakBytes }] of Object.entries(best)) {
    const from = / from .*/.exec(name)?.[0];
    const other = from === undefined ? ours : best[`stillhunt,${from}`];
    const cells = [
      seconds.toFixed(1),
      cpuSeconds === 0 ? '–' : cpuSeconds.toFixed(1),
      (megabytes / seconds).toFixed(0),
      peakBytes === 0 ? '–' : (peakBytes / 1e6).toFixed(0),
      (seconds / other.seconds).toFixed(2),
      cpuSeconds === 0 ? '–' : (cpuSeconds / other.cpuSeconds).toFixed(2),
    ];
    console.log(`| ${name} | ${cells.join(' | ')} |`);
  }
});

/** Writes the log in another format. */
async function convert(log, to, timestamp, options) {
  const connection = await (await DuckDBInstance.create(':memory:', { threads: '2' })).connect();
  await connection.run("SET timezone = 'UTC'");
  await connection.run(
    `COPY (SELECT * REPLACE (${timestamp} AS timestamp) FROM read_csv('${log}')) TO '${to}' (${options})`,
  );
}

/** Decompresses a file into nothing. */
function zcat(path) {
  return new Promise((resolve, reject) => {
    const start = process.hrtime.bigint();
    const child = spawn('zcat', [path], { stdio: ['ignore', 'ignore', 'inherit'] });
    child.on('error', reject);
    child.on('close', (code) => {
      const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
      if (code === 0) resolve({ stdout: '', milliseconds, peakBytes: 0, cpuMilliseconds: 0 });
      else reject(new Error(`zcat ended with ${code}`));
    });
  });
}
