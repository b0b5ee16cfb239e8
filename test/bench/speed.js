// The whole job against csv-parse reading the same file alone, each in a process of its own, in one run.
//   node test/bench/speed.js [--accounts 11000] [--requests 1400000] [--rounds 3]
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { run, stillhunt } from './command.js';

const { values } = parseArgs({
  options: {
    accounts: { type: 'string', default: '11000' },
    requests: { type: 'string', default: '1400000' },
    rounds: { type: 'string', default: '3' },
  },
});

const READ = fileURLToPath(new URL('./csv-parse-alone.js', import.meta.url));
const work = await mkdtemp(join(tmpdir(), 'stillhunt-speed-'));
try {
  const { accounts, requests } = values;
  await stillhunt(
    'simulate',
    '--out',
    work,
    '--seed',
    '1',
    '--evasion',
    '1',
    '--accounts',
    accounts,
    '--requests',
    requests,
  );
  const log = join(work, 'log.csv');
  const { size } = await stat(log);
  const alone = [];
  const whole = [];
  let rows = 0;
  for (let round = 0; round < Number(values.rounds); round++) {
    const read = await run([READ, log]);
    rows = Number(read.stdout);
    alone.push(read);
    whole.push(await stillhunt('investigate', log, '--out', join(work, 'out'), '--force', '--quiet'));
  }
  const best = (runs) => Math.min(...runs.map((r) => r.milliseconds)) / 1000;
  const peak = (runs) => Math.max(...runs.map((r) => r.peakBytes)) / 1e6;
  console.log(`${rows} rows, ${(size / 1e6).toFixed(0)} MB, best of ${values.rounds}`);
  console.log('| what | seconds | peak MB | times csv-parse alone |');
  console.log('|---|---|---|---|');
  console.log(`| csv-parse alone | ${best(alone).toFixed(1)} | ${peak(alone).toFixed(0)} | 1 |`);
  console.log(
    `| stillhunt investigate | ${best(whole).toFixed(1)} | ${peak(whole).toFixed(0)} | ${(best(whole) / best(alone)).toFixed(2)} |`,
  );
} finally {
  await rm(work, { recursive: true, force: true });
}
