// Counting in a ClickHouse cluster of two shards, against exporting the rows and counting them here: bytes, seconds and peak memory,
// in one run. The servers run on this machine and share its processors with what asks them.
//   node test/bench/push.js [--rows 200000] [--each 50,5000]
// --each: rows of an account, one table for each.
import { execFileSync } from 'node:child_process';
import { createReadStream, createWriteStream, readFileSync } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { run } from './command.js';
import { writeUsageLog } from './usage-log.js';
import { withFolder } from './week.js';

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '200000' }, each: { type: 'string', default: '50,5000' } },
});
const rows = Number(values.rows);
const CLUSTER = fileURLToPath(new URL('../warehouse/cluster', import.meta.url));
const PUSH_RUN = fileURLToPath(new URL('./push-run.js', import.meta.url));
const NUMBERS = new Map([
  ['input_tokens', 'UInt32'],
  ['output_tokens', 'UInt32'],
  ['cached_tokens', 'UInt32'],
  ['max_tokens', 'UInt32'],
  ['temperature', 'Float64'],
  ['stream', 'UInt8'],
  ['status', 'UInt16'],
  ['latency_ms', 'UInt32'],
]);

/** Writes what a server answers to a statement to a file. */
function exportTo(file, port, statement) {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, method: 'POST', path: '/' }, (answer) => {
      pipeline(answer, createWriteStream(file)).then(resolve, reject);
    });
    asked.on('error', reject);
    asked.end(statement);
  });
}

/** What a step prints, with its peak. */
async function step(args) {
  const { stdout, peakBytes } = await run(args);
  return { ...JSON.parse(stdout), peakBytes };
}

await withFolder(async (folder) => {
  const servers = join(folder, 'cluster');
  await mkdir(servers);
  const cluster = (...words) =>
    execFileSync(CLUSTER, words, { encoding: 'utf8', env: { ...process.env, CH_MEMORY: '6000000000' } });
  cluster('start', servers);
  try {
    const told = new Map(
      cluster('env', servers)
        .split('\n')
        .map((line) => line.split('=')),
    );
    const [port, other] = [told.get('CH_HTTP1'), told.get('CH_HTTP2')];
    const ask = async (statement, at = port, body = undefined) => {
      const settings = 'insert_distributed_sync=1&max_insert_block_size=65536';
      const query = body === undefined ? '' : `&query=${encodeURIComponent(statement)}`;
      const answer = await fetch(`http://127.0.0.1:${at}/?${settings}${query}`, {
        method: 'POST',
        body: body ?? statement,
        duplex: 'half',
      });
      if (!answer.ok) throw new Error(`${statement}: ${await answer.text()}`);
      return answer;
    };
    const peaks = () =>
      ['CH_PID1', 'CH_PID2'].map((name) => {
        const status = readFileSync(`/proc/${told.get(name)}/status`, 'utf8');
        return Number(/VmHWM:\s+(\d+)/.exec(status)[1]) / 1000;
      });
    console.log(
      '| rows an account | way | seconds | MB moved | share of the rows | peak MB here | peak MB of the servers |\n|---:|---|---:|---:|---:|---:|---:|',
    );
    for (const each of values.each.split(',').map(Number)) {
      const accounts = Math.max(1, Math.round(rows / each));
      const log = join(folder, 'log.csv');
      await writeUsageLog(log, rows, accounts);
      const header = readFileSync(log, { encoding: 'utf8', flag: 'r' })
        .slice(0, 1000)
        .split('\n')[0]
        .split(',');
      const columns = header.map((name) => `${name} ${NUMBERS.get(name) ?? 'String'}`).join(', ');
      const table = `usage_${each}`;
      for (const at of [port, other]) {
        await ask(
          `CREATE TABLE ${table}_local (${columns}) ENGINE = MergeTree() PARTITION BY tuple() ORDER BY (account_id, timestamp)`,
          at,
        );
        await ask(
          `CREATE TABLE ${table} AS ${table}_local ENGINE = Distributed(stillhunt, default, ${table}_local, murmurHash3_32(account_id))`,
          at,
        );
      }
      await ask(`INSERT INTO ${table} FORMAT CSVWithNames`, port, Readable.toWeb(createReadStream(log)));
      await rm(log);
      const before = peaks();
      const pushed = await step([
        PUSH_RUN,
        'push',
        `clickhouse://default@127.0.0.1:${port}/default.${table}`,
      ]);
      const during = peaks();
      const start = performance.now();
      const exported = join(folder, 'export.csv');
      await exportTo(exported, port, `SELECT * FROM ${table} FORMAT CSVWithNames`);
      const exportSeconds = (performance.now() - start) / 1000;
      const { size } = await stat(exported);
      const local = await step([PUSH_RUN, 'local', exported]);
      await rm(exported);
      if (typeof local.hash !== 'string' || local.hash !== pushed.hash)
        throw new Error('the two facet tables differ');
      const seconds = exportSeconds + local.milliseconds / 1000;
      const mega = (bytes) => (bytes / 1e6).toFixed(1);
      console.log(
        `| ${each} | counted there | ${(pushed.milliseconds / 1000).toFixed(1)} | ${mega(pushed.bytes)} | 1/${(size / pushed.bytes).toFixed(0)} | ${mega(pushed.peakBytes)} | ${during.map((mb) => mb.toFixed(0)).join(' + ')} (before ${before.map((mb) => mb.toFixed(0)).join(' + ')}) |`,
      );
      console.log(
        `| ${each} | exported (${exportSeconds.toFixed(1)} s) and counted here | ${seconds.toFixed(1)} | ${mega(size)} | 1 | ${mega(local.peakBytes)} | – |`,
      );
      console.log(
        `| ${each} | times as fast | ${(seconds / (pushed.milliseconds / 1000)).toFixed(2)} | | | | ${pushed.counted} rows counted there, ${pushed.fetched} read here |`,
      );
    }
  } finally {
    cluster('stop', servers);
  }
});
