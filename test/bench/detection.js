// Detection on simulated weeks: simulate, investigate and evaluate, as a user would, and one table.
//   node test/bench/detection.js [--seeds 101,102,103] [--evasion 1,2,3] [--accounts 11000] [--crowds 0]
// --crowds N adds N simulated weeks with look-alikes alone, where every alert is a false one.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { stillhunt } from './command.js';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '101,102,103' },
    evasion: { type: 'string', default: '1,2,3' },
    accounts: { type: 'string', default: '11000' },
    crowds: { type: 'string', default: '0' },
  },
});
const seeds = values.seeds.split(',').map(Number);
const levels = values.evasion.split(',').map(Number);

const work = await mkdtemp(join(tmpdir(), 'stillhunt-detection-'));
try {
  console.log(
    '| evasion | seed | accounts | requests | precision | recall | F1 | operations recovered | look-alikes flagged | average precision |',
  );
  console.log('|---|---|---|---|---|---|---|---|---|---|');
  for (const evasion of levels) {
    for (const seed of seeds) console.log(await row(evasion, seed));
  }
  if (Number(values.crowds) > 0) await crowds(Number(values.crowds));
} finally {
  await rm(work, { recursive: true, force: true });
}

async function row(evasion, seed) {
  const { findings, scores } = await week(['--seed', String(seed), '--evasion', String(evasion)]);
  const { precision, recall, f1 } = scores.accounts;
  const share = (x) => (x === null ? '–' : x.toFixed(3));
  return `| ${evasion} | ${seed} | ${findings.accounts} | ${findings.rows.accepted} | ${share(precision)} | ${share(recall)} | ${share(f1)} | ${scores.operations.recovered} of ${scores.operations.total} | ${scores.lookAlikes.flagged} of ${scores.lookAlikes.total} | ${share(scores.averagePrecision)} |`;
}

async function crowds(n) {
  let alerts = 0;
  let groups = 0;
  for (let i = 0; i < n; i++) {
    const { findings } = await week(['--seed', String(seeds[0] + i), '--evasion', '1', '--no-operations']);
    alerts += findings.groups.filter((group) => group.alert).length;
    groups += findings.groups.length;
  }
  console.log(`\n${n} weeks with look-alikes alone: ${alerts} alerts among ${groups} groups`);
}

async function week(options) {
  const log = join(work, 'log');
  const out = join(work, 'out');
  await stillhunt('simulate', '--out', log, '--accounts', values.accounts, ...options);
  const { stdout } = await stillhunt('investigate', join(log, 'log.csv'), '--out', out, '--quiet', '--json');
  const scored = await stillhunt(
    'evaluate',
    join(out, 'findings.json'),
    '--labels',
    join(log, 'labels.csv'),
    '--json',
  );
  await rm(log, { recursive: true });
  await rm(out, { recursive: true });
  return { findings: JSON.parse(stdout), scores: JSON.parse(scored.stdout) };
}
