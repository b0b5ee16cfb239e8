// Makes the reference that support is calibrated against: scores of groups in simulated worlds, by the columns of the log.
//   node test/bench/calibrate.js [--seeds 21-40] [--accounts 11000] [--jobs 2] [--out fixtures/calibration/reference.json]
// Needs `npm run build`. Evasion is 1, 2, 3 in turn; look-alikes are always there. Seeds 1 to 20 are for tuning and from 101
// on for reports, so neither may calibrate. About two minutes a world of 11,000 accounts, and a gigabyte for each job.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { run } from './command.js';

const WORLD = fileURLToPath(new URL('./calibrate-world.js', import.meta.url));
const ROOT = new URL('../../', import.meta.url);

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '21-40' },
    accounts: { type: 'string', default: '11000' },
    jobs: { type: 'string', default: '2' },
    out: { type: 'string', default: fileURLToPath(new URL('fixtures/calibration/reference.json', ROOT)) },
  },
});
const seeds = seedsOf(values.seeds);
const worlds = seeds.map((seed, n) => ({ seed, evasion: 1 + (n % 3) }));
const { version } = JSON.parse(await readFile(new URL('package.json', ROOT), 'utf8'));

const found = await inParallel(worlds, Number(values.jobs), async ({ seed, evasion }) => {
  const { stdout, milliseconds } = await run([WORLD, seed, evasion, values.accounts].map(String));
  const columns = JSON.parse(stdout);
  const counts = Object.entries(columns).map(
    ([key, { others, operations, mixed }]) =>
      `${key || 'minimum'} ${others.length} others, ${operations.length} operations, ${mixed} mixed`,
  );
  process.stderr.write(
    `seed ${seed}, evasion ${evasion} (${Math.round(milliseconds / 1000)} s): ${counts.join('; ')}\n`,
  );
  return columns;
});

const made = {
  seeds,
  accounts: Number(values.accounts),
  evasions: [...new Set(worlds.map(({ evasion }) => evasion))],
  version,
};
const columns = Object.keys(found[0]).map((key) => {
  const scores = (kind) =>
    found
      .flatMap((world) => world[key][kind])
      .sort((x, y) => y - x)
      .map((score) => Number(score.toFixed(3)));
  const lists = ['others', 'operations'].map((kind) => `      "${kind}": ${JSON.stringify(scores(kind))}`);
  return `    ${JSON.stringify(key)}: {\n${lists.join(',\n')}\n    }`;
});
await writeFile(
  values.out,
  `{\n  "made": ${JSON.stringify(made)},\n  "columns": {\n${columns.join(',\n')}\n  }\n}\n`,
);
process.stderr.write(`${values.out}\n`);

/** "21-40", "21,22" or both. */
function seedsOf(text) {
  const all = text.split(',').flatMap((part) => {
    const [from, to = from] = part.split('-').map(Number);
    return Array.from({ length: to - from + 1 }, (_, n) => from + n);
  });
  const wrong = all.find((seed) => !(Number.isInteger(seed) && seed > 20 && seed < 101));
  if (all.length === 0 || wrong !== undefined)
    throw new Error(`--seeds ${text}: expected seeds from 21 to 100, for example 21-40`);
  return all;
}

/** Results of the jobs in their own order, a number of jobs at a time. */
async function inParallel(jobs, atOnce, work) {
  const results = [];
  let next = 0;
  const worker = async () => {
    while (next < jobs.length) {
      const n = next++;
      results[n] = await work(jobs[n]);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}
