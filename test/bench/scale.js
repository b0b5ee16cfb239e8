// How linking and assessing grow with the accounts of a log: tables made in memory, each in a process of its own.
//   node test/bench/scale.js [--accounts 10000,100000,1000000] [--seed 1]
// Seconds are wall time, on a machine that does nothing else. A million accounts take 10 GB.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { run } from './command.js';

const { values } = parseArgs({
  options: {
    accounts: { type: 'string', default: '10000,100000,1000000' },
    seed: { type: 'string', default: '1' },
  },
});

const RUN = fileURLToPath(new URL('./scale-run.js', import.meta.url));
const STAGES = ['linkData', 'candidatePairs', 'link', 'assess'];

console.log(
  '| accounts | pairs | groups | link data s | candidates s | link s | assess s | link and assess, ms an account | times the row above | link and assess, CPU s | table MB | peak MB |',
);
console.log('|---|---|---|---|---|---|---|---|---|---|---|---|');
let above = null;
for (const accounts of values.accounts.split(',')) {
  const { stdout, peakBytes } = await run(['--expose-gc', RUN, accounts, values.seed]);
  const { pairs, groups, seconds, cpuSeconds, tableMegabytes } = JSON.parse(stdout);
  const perAccount = (1000 * (seconds.link + seconds.assess)) / Number(accounts);
  console.log(
    `| ${[
      accounts,
      pairs,
      groups,
      ...STAGES.map((stage) => seconds[stage].toFixed(1)),
      perAccount.toFixed(2),
      above === null ? '' : (perAccount / above).toFixed(2),
      (cpuSeconds.link + cpuSeconds.assess).toFixed(1),
      tableMegabytes.toFixed(0),
      (peakBytes / 1e6).toFixed(0),
    ].join(' | ')} |`,
  );
  above = perAccount;
}
