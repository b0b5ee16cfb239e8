// stillhunt and two peers side by side on the same simulated weeks, one factor varied at a time: tables, and pictures.
//   node test/bench/sweep.js [--seeds 101,102,103] [--accounts 11000] [--only FACTOR,...] [--quick] [--pictures DIR]
// Factors: evasion, size, volume, mixing, columns; evasion is 2 unless varied, and what is not varied is drawn by the
// simulator. Seeds 1 to 99 are for tuning, of stillhunt and of the peers; from 101 on they are for reports. --quick is one seed,
// 3,000 accounts and two or three levels a factor, to see that all works. About a minute a week of 11,000 accounts.
// Rows pool the accounts, operations and look-alikes of all seeds; with several seeds the range of their F1 stands behind.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chartsSvg } from './charts.js';
import { scoresOf, share, simulateWeek, TOOLS, withFolder } from './week.js';

const ALL_BUT_MINIMUM = 'network,payment,prompts,identity,client,outcome';

/** Each level: what a table calls it, its options over the base's, and whether a quick sweep has it. */
const FACTORS = {
  evasion: {
    title: 'Evasion',
    axis: 'evasion level',
    levels: [1, 2, 3].map((level) => ({ level, options: { evasion: level }, quick: true })),
  },
  size: {
    title: 'Accounts per operation',
    axis: 'accounts per operation',
    log: true,
    levels: [8, 15, 30, 100, 300].map((level) => ({
      level,
      options: { 'operation-size': level },
      quick: [8, 30, 100].includes(level),
    })),
  },
  volume: {
    title: 'Requests per account and day',
    axis: "operations' requests per account and day",
    log: true,
    levels: [2, 5, 15, 40].map((level) => ({
      level,
      options: { 'per-account': level },
      quick: [2, 15].includes(level),
    })),
  },
  mixing: {
    title: 'Extraction share',
    axis: 'share of extraction in each account',
    log: true,
    levels: [0.1, 0.25, 0.5, 1].map((level) => ({
      level,
      options: { mixing: level },
      quick: [0.1, 1].includes(level),
    })),
  },
  columns: {
    title: 'Columns missing',
    axis: 'columns missing',
    levels: [
      { level: 'none', options: {}, quick: true },
      { level: 'network, payment', options: { drop: 'network,payment' }, quick: true },
      { level: 'prompts', options: { drop: 'prompts' }, quick: true },
      { level: 'all but time, account, model, tokens', options: { drop: ALL_BUT_MINIMUM }, quick: true },
    ],
  },
};

/** Which factors a picture shows side by side. */
const PICTURES = {
  'detection-hiding': {
    name: 'Account F1 by evasion and by extraction share',
    factors: ['evasion', 'mixing'],
  },
  'detection-size': { name: 'Account F1 by size and by volume', factors: ['size', 'volume'] },
  'detection-columns': { name: 'Account F1 by missing columns', factors: ['columns'] },
};

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '' },
    accounts: { type: 'string', default: '' },
    only: { type: 'string', default: Object.keys(FACTORS).join() },
    quick: { type: 'boolean', default: false },
    pictures: { type: 'string' },
  },
});
const seeds = (values.seeds || (values.quick ? '101' : '101,102,103')).split(',');
const accounts = values.accounts || (values.quick ? '3000' : '11000');
const factors = values.only.split(',');
const unknown = factors.find((name) => !Object.hasOwn(FACTORS, name));
if (unknown !== undefined) throw new Error(`--only ${unknown}: expected some of ${Object.keys(FACTORS)}`);
const tools = Object.keys(TOOLS);
const levelsOf = (factor) => FACTORS[factor].levels.filter(({ quick }) => quick || !values.quick);

const done = new Map(); // scores by tool, by the options that make the week
const results = await withFolder(async (folder) => {
  const points = {};
  for (const factor of factors) {
    points[factor] = [];
    for (const { level, options } of levelsOf(factor)) {
      const bySeed = [];
      for (const seed of seeds) bySeed.push(await week(folder, { seed, accounts, evasion: 2, ...options }));
      for (const tool of tools) {
        points[factor].push({ level, tool, ...pooled(bySeed.map((scores) => scores[tool])) });
      }
    }
    console.log(table(factor, points[factor]));
  }
  return points;
});
if (values.pictures !== undefined) await draw(results, values.pictures);

/** Scores of each tool on one week, which is simulated once even when several factors share it. */
async function week(folder, options) {
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const key = args.join(' ');
  if (done.has(key)) return done.get(key);
  process.stderr.write(`${key}:`);
  const made = await simulateWeek(folder, args);
  const scores = {};
  for (const tool of tools) {
    const begun = Date.now();
    scores[tool] = (await scoresOf(tool, made, folder)).scores;
    const f1 = share(scores[tool].accounts.f1);
    process.stderr.write(`  ${tool} ${f1} (${Math.round((Date.now() - begun) / 1000)} s)`);
  }
  process.stderr.write('\n');
  done.set(key, scores);
  return scores;
}

/** One row of several weeks' scores: counts are added up, so that a large week weighs as much as its accounts. */
function pooled(weeks) {
  const sum = (count) => weeks.reduce((total, scores) => total + count(scores), 0);
  const hits = sum(({ accounts }) => accounts.truePositives);
  const flagged = sum(({ accounts }) => accounts.flagged);
  const wanted = hits + sum(({ accounts }) => accounts.falseNegatives);
  const each = weeks.map(({ accounts }) => accounts.f1 ?? 0);
  return {
    f1: flagged + wanted === 0 ? null : (2 * hits) / (flagged + wanted),
    low: Math.min(...each),
    high: Math.max(...each),
    precision: flagged === 0 ? null : hits / flagged,
    recall: wanted === 0 ? null : hits / wanted,
    recovered: `${sum(({ operations }) => operations.recovered)} of ${sum(({ operations }) => operations.total)}`,
    lookAlikes: `${sum(({ lookAlikes }) => lookAlikes.flagged)} of ${sum(({ lookAlikes }) => lookAlikes.total)}`,
  };
}

function table(factor, points) {
  const lines = [
    `\n| ${FACTORS[factor].axis} | tool | F1 | precision | recall | operations recovered | look-alikes flagged |`,
    '|---|---|---|---|---|---|---|',
  ];
  for (const { level, tool, f1, low, high, precision, recall, recovered, lookAlikes } of points) {
    const range = seeds.length > 1 ? ` (${share(low)}–${share(high)})` : '';
    lines.push(
      `| ${level} | ${tool} | ${share(f1)}${range} | ${share(precision)} | ${share(recall)} | ${recovered} | ${lookAlikes} |`,
    );
  }
  return lines.join('\n');
}

/** Writes the pictures of which every factor was swept; the text in them says the same figures. */
async function draw(points, folder) {
  await mkdir(folder, { recursive: true });
  for (const [file, { name, factors: shown }] of Object.entries(PICTURES)) {
    if (!shown.every((factor) => factors.includes(factor))) continue;
    const charts = shown.map((factor) => {
      const { title, axis, log } = FACTORS[factor];
      return { title, axis, log, points: points[factor] };
    });
    const figures = charts.flatMap((chart) =>
      tools.map((tool) => {
        const own = chart.points.filter((point) => point.tool === tool);
        return `${tool} by ${chart.axis}: ${own.map(({ level, f1 }) => `${level} ${share(f1)}`).join('; ')}.`;
      }),
    );
    const path = join(folder, `${file}.svg`);
    await writeFile(
      path,
      await chartsSvg(charts, tools, `${name}, seeds ${seeds.join(', ')}`, figures.join(' ')),
    );
    process.stderr.write(`${path}\n`);
  }
}
