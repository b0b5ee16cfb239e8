// Detection on simulated weeks: simulate, investigate and evaluate, as a user would, and one table.
//   node test/bench/detection.js [--seeds 101,102,103] [--evasion 1,2,3] [--accounts 11000] [--crowds 0]
//     [--crowd-accounts N] [--reliability FILE.svg] [--rates FILE.json]
// --crowds N adds N simulated weeks with look-alikes alone, seeds from 201 on, where every alert is a false one.
// --reliability adds how likelihood ratios agree with what groups are, over all weeks with operations, and draws it.
// --rates writes the error rates that evidence packs state: fixtures/calibration/error-rates.json. It needs weeks and crowds.
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { STRONG_RATIO } from '../../dist/evaluate/reliability.js';
import { stillhunt } from './command.js';
import { scoresOf, share, simulateWeek, withFolder } from './week.js';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '101,102,103' },
    evasion: { type: 'string', default: '1,2,3' },
    accounts: { type: 'string', default: '11000' },
    crowds: { type: 'string', default: '0' },
    'crowd-accounts': { type: 'string' },
    rates: { type: 'string' },
    reliability: { type: 'string' },
  },
});
const seeds = values.seeds.split(',').filter(Boolean).map(Number);
const levels = values.evasion.split(',').map(Number);
const FIRST_CROWD = 201;
const crowdAccounts = values['crowd-accounts'] ?? values.accounts;
if (values.rates !== undefined && (seeds.length === 0 || Number(values.crowds) === 0))
  throw new Error('--rates needs weeks (--seeds) and crowds (--crowds)');

await withFolder(async (folder) => {
  console.log(
    '| evasion | seed | accounts | requests | precision | recall | F1 | operations recovered | look-alikes flagged | average precision |',
  );
  console.log('|---|---|---|---|---|---|---|---|---|---|');
  const weeks = [];
  const measured = [];
  for (const evasion of levels) {
    for (const seed of seeds) {
      const found = await week(folder, values.accounts, [
        '--seed',
        String(seed),
        '--evasion',
        String(evasion),
      ]);
      weeks.push(found.kept);
      measured.push(entry(found, evasion, seed));
      console.log(row(found, evasion, seed));
    }
  }
  if (values.reliability !== undefined) {
    const printed = await evaluated(weeks, '--diagram', values.reliability);
    console.log(`\n${printed.slice(printed.lastIndexOf('\nreliability') + 1)}`);
  }
  const ofCrowds = Number(values.crowds) > 0 ? await crowds(folder, Number(values.crowds)) : null;
  if (values.rates !== undefined) {
    const { reliability } = JSON.parse(await evaluated(weeks, '--json'));
    await writeRates({ weeks: measured, reliability: strongShare(reliability), crowds: ofCrowds });
  }
});

/** What a pack states of one week. */
function entry({ findings, scores }, evasion, seed) {
  const three = (value) => (value === null ? null : Number(value.toFixed(3)));
  const { operations, lookAlikes } = scores;
  return {
    evasion,
    seed,
    accounts: findings.accounts,
    requests: findings.rows.accepted,
    precision: three(scores.accounts.precision),
    recall: three(scores.accounts.recall),
    operations: { recovered: operations.recovered, total: operations.total },
    look_alikes: { flagged: lookAlikes.flagged, total: lookAlikes.total },
  };
}

function strongShare({ strong }) {
  return { ratio: STRONG_RATIO, others: strong.others, given: strong.given };
}

async function writeRates(measured) {
  const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
  const options = Object.entries(values)
    .filter(([name]) => name !== 'reliability')
    .sort(([x], [y]) => (x < y ? -1 : 1))
    .map(([name, value]) => `--${name} ${value}`);
  const command = `node test/bench/detection.js ${options.join(' ')}`;
  await writeFile(values.rates, `${JSON.stringify({ version, command, ...measured }, null, 2)}\n`);
}

function row({ findings, scores }, evasion, seed) {
  const { precision, recall, f1 } = scores.accounts;
  return `| ${evasion} | ${seed} | ${findings.accounts} | ${findings.rows.accepted} | ${share(precision)} | ${share(recall)} | ${share(f1)} | ${scores.operations.recovered} of ${scores.operations.total} | ${scores.lookAlikes.flagged} of ${scores.lookAlikes.total} | ${share(scores.averagePrecision)} |`;
}

async function crowds(folder, n) {
  let alerts = 0;
  let groups = 0;
  const weeks = [];
  for (let i = 0; i < n; i++) {
    const options = ['--seed', String(FIRST_CROWD + i), '--evasion', '1', '--no-operations'];
    const { findings, kept } = await week(folder, crowdAccounts, options);
    alerts += findings.groups.filter((group) => group.alert).length;
    groups += findings.groups.length;
    weeks.push(kept);
  }
  console.log(`\n${n} weeks with look-alikes alone: ${alerts} alerts among ${groups} groups`);
  const { reliability } = JSON.parse(await evaluated(weeks, '--json'));
  const { given, others, share: part, interval } = reliability.strong;
  console.log(
    `likelihood ratio of 100 or more: ${given} of ${others} groups with a calibrated one, ${share(part)} (95 % ${share(interval.low)} to ${share(interval.high)})`,
  );
  return {
    worlds: n,
    accounts_each: Number(crowdAccounts),
    alerts,
    groups,
    reliability: strongShare(reliability),
  };
}

/** What `stillhunt evaluate` prints of several weeks together. */
async function evaluated(weeks, ...options) {
  const labels = weeks.flatMap((kept) => ['--labels', kept.labels]);
  const { stdout } = await stillhunt(
    'evaluate',
    ...weeks.map((kept) => kept.findings),
    ...labels,
    ...options,
  );
  return stdout;
}

/** A week's findings and scores; `kept` are its files under names of their own, since the next week replaces the rest. */
async function week(folder, accounts, options) {
  const made = await simulateWeek(folder, ['--accounts', accounts, ...options]);
  const { findings, scores } = await scoresOf('stillhunt', made, folder);
  const place = join(folder, 'kept', options.join(''));
  await mkdir(place, { recursive: true });
  const kept = { findings: join(place, 'findings.json'), labels: join(place, 'labels.csv') };
  await copyFile(findings, kept.findings);
  await copyFile(made.labels, kept.labels);
  return { findings: JSON.parse(await readFile(findings, 'utf8')), scores, kept };
}
