// Detection on simulated weeks: simulate, investigate and evaluate, as a user would, and one table.
//   node test/bench/detection.js [--seeds 101,102,103] [--evasion 1,2,3] [--accounts 11000] [--crowds 0]
// --crowds N adds N simulated weeks with look-alikes alone, where every alert is a false one.
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { scoresOf, share, simulateWeek, withFolder } from './week.js';

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

await withFolder(async (folder) => {
  console.log(
    '| evasion | seed | accounts | requests | precision | recall | F1 | operations recovered | look-alikes flagged | average precision |',
  );
  console.log('|---|---|---|---|---|---|---|---|---|---|');
  for (const evasion of levels) {
    for (const seed of seeds) console.log(await row(folder, evasion, seed));
  }
  if (Number(values.crowds) > 0) await crowds(folder, Number(values.crowds));
});

async function row(folder, evasion, seed) {
  const { findings, scores } = await week(folder, ['--seed', String(seed), '--evasion', String(evasion)]);
  const { precision, recall, f1 } = scores.accounts;
  return `| ${evasion} | ${seed} | ${findings.accounts} | ${findings.rows.accepted} | ${share(precision)} | ${share(recall)} | ${share(f1)} | ${scores.operations.recovered} of ${scores.operations.total} | ${scores.lookAlikes.flagged} of ${scores.lookAlikes.total} | ${share(scores.averagePrecision)} |`;
}

async function crowds(folder, n) {
  let alerts = 0;
  let groups = 0;
  for (let i = 0; i < n; i++) {
    const options = ['--seed', String(seeds[0] + i), '--evasion', '1', '--no-operations'];
    const { findings } = await week(folder, options);
    alerts += findings.groups.filter((group) => group.alert).length;
    groups += findings.groups.length;
  }
  console.log(`\n${n} weeks with look-alikes alone: ${alerts} alerts among ${groups} groups`);
}

async function week(folder, options) {
  const made = await simulateWeek(folder, ['--accounts', values.accounts, ...options]);
  const { findings, scores } = await scoresOf('stillhunt', made, folder);
  return { findings: JSON.parse(await readFile(findings, 'utf8')), scores };
}
