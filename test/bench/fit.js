// Fits what measures are worth on labelled logs, and prints the fit beside the weights in use (src/assess/weights.ts).
//   node test/bench/fit.js [AUTHOR:]FOLDER... [--ridge 4] [--leave-out]
// Each folder holds labels.csv and log.csv, as `stillhunt simulate` writes them, or in place of the log the facet table
// that `stillhunt investigate FOLDER/log.csv --out FOLDER/case` makes of it. Needs `npm run build`. The weights in use are
// such a fit, rounded, on simulated worlds of three authors, one of which is this repository's simulator. --leave-out adds
// a fit without each author in turn, and how many of that author's groups score 0 nats or more by it: a weight that
// serves one author's worlds alone changes most where these are left out. Scores are what the strongest alternative
// leaves; the other conditions of an alert are not asked.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { accountTraits } from '../../dist/assess/account-traits.js';
import { scheduled, TESTED } from '../../dist/assess/alternatives.js';
import { MEASURES } from '../../dist/assess/measure/catalogue.js';
import { residualsOf } from '../../dist/assess/residual.js';
import { INTERCEPT, WEIGHTS } from '../../dist/assess/weights.js';
import { groupKind, parseLabels } from '../../dist/evaluate/index.js';
import { decodeFacetTable } from '../../dist/fingerprint/index.js';
import { Accumulator, link, readBatches } from '../../dist/index.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { ridge: { type: 'string', default: '4' }, 'leave-out': { type: 'boolean', default: false } },
});
const names = Object.keys(WEIGHTS);
const measures = new Map(MEASURES.map((measure) => [measure.name, measure]));
const SMALLEST = 8; // as alerts need
const ROUNDS = 6000;
const RATE = 0.05;

const rows = [];
for (const given of positionals) {
  const colon = given.indexOf(':');
  const author = given.slice(0, Math.max(colon, 0));
  for (const group of await groupsOf(given.slice(colon + 1))) rows.push({ author, ...group });
}
const authors = [...new Set(rows.map(({ author }) => author))].sort();
if (values['leave-out'] && authors.length < 2)
  throw new Error('--leave-out needs folders of two authors or more');
const ridge = Number(values.ridge);
const fits = [{ title: 'fitted', ...regression(rows, ridge) }];
if (values['leave-out']) {
  for (const author of authors) {
    const others = rows.filter((row) => row.author !== author);
    fits.push({ title: `without ${author || '(no author)'}`, author, ...regression(others, ridge) });
  }
}
console.log(`| measure | in use | ${fits.map(({ title }) => title).join(' | ')} |`);
console.log(`|---|---|${'---|'.repeat(fits.length)}`);
console.log(
  `| (intercept) | ${INTERCEPT} | ${fits.map(({ intercept }) => intercept.toFixed(2)).join(' | ')} |`,
);
for (const [k, name] of names.entries()) {
  const fitted = fits.map(({ weights }) => weights[k].toFixed(2));
  console.log(`| ${name} | ${WEIGHTS[name].perUnit} | ${fitted.join(' | ')} |`);
}
const operations = rows.filter(({ operation }) => operation).length;
console.log(`\n${rows.length} groups, of which ${operations} are operations`);
if (values['leave-out']) {
  const inUse = { weights: names.map((name) => WEIGHTS[name].perUnit), intercept: INTERCEPT };
  console.log('\n| author | groups from 0 nats | in use | fitted | fitted without the author |');
  console.log('|---|---|---|---|---|');
  for (const fit of fits.slice(1)) {
    const own = rows.filter(({ author }) => author === fit.author);
    for (const [kind, wanted] of [
      ['operations', true],
      ['others', false],
    ]) {
      const of = own.filter(({ operation }) => operation === wanted);
      const kept = [inUse, fits[0], fit].map((by) => of.filter(({ left }) => scoreBy(by, left) >= 0).length);
      console.log(
        `| ${fit.author || '(no author)'} | ${kind} | ${kept.map((n) => `${n} of ${of.length}`).join(' | ')} |`,
      );
    }
  }
}

/** Nats that the strongest alternative leaves a group by some weights. */
function scoreBy({ weights, intercept }, left) {
  return Math.min(
    ...left.map((distances) => distances.reduce((sum, x, k) => sum + weights[k] * x, intercept)),
  );
}

/** Per group of a log, what each alternative leaves of its distances from random groups, cut to the range that counts. */
async function groupsOf(folder) {
  const table = await tableOf(folder);
  const labels = parseLabels(await readFile(join(folder, 'labels.csv'), 'utf8'), folder);
  const linking = link(table);
  const residuals = residualsOf({ table, data: linking.data, traits: accountTraits(table) });
  process.stderr.write(`${folder}: ${linking.groups.length} groups\n`);
  return linking.groups.flatMap(({ members }) => {
    const kind = groupKind(
      members.map((a) => table.accounts[a]),
      labels,
    );
    if (members.length < SMALLEST || kind === 'mixed') return [];
    const all = residuals(members);
    const found = new Map(all.map((residual) => [residual.name, residual.statistic]));
    const distances = names.map((name) => {
      const statistic = found.get(name);
      if (statistic === undefined || statistic.baseline === null) return 0;
      const { least, most } = WEIGHTS[name];
      const sign = measures.get(name).speaks === 'high' ? 1 : -1;
      return Math.min(most, Math.max(least, sign * (statistic.value - statistic.baseline)));
    });
    const left = TESTED.map(({ id }) => {
      const share = id === 'H7' ? scheduled(all) : 1;
      const kept = (k) => (measures.get(names[k]).explainedBy.includes(id) ? 1 - share : 1);
      return distances.map((distance, k) => (distance > 0 ? kept(k) * distance : distance));
    });
    return [{ left, operation: kind === 'operation' }];
  });
}

async function tableOf(folder) {
  const facets = join(folder, 'case', 'facets.arrow');
  if (existsSync(facets)) return decodeFacetTable(await readFile(facets));
  const accumulator = new Accumulator();
  for await (const batch of readBatches([join(folder, 'log.csv')])) accumulator.add(batch);
  return accumulator.finish();
}

/**
 * Logistic regression by gradient descent of "operation" on the score that decides, which is what the strongest
 * alternative leaves; distances in units of their spread, no weight negative. Authors count by the square root of their
 * groups, so that none writes the weights alone.
 */
function regression(all, ridge) {
  const groupsBy = new Map();
  for (const { author } of all) groupsBy.set(author, (groupsBy.get(author) ?? 0) + 1);
  const roots = all.map(({ author }) => 1 / Math.sqrt(groupsBy.get(author)));
  const total = roots.reduce((sum, root) => sum + root, 0);
  const counts = roots.map((root) => (root * all.length) / total);
  const spread = names.map((_, k) =>
    Math.max(...TESTED.map((_, t) => deviation(all.map(({ left }) => left[t][k])))),
  );
  const weights = new Float64Array(names.length);
  let intercept = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const slope = new Float64Array(names.length);
    let level = 0;
    for (const [g, { left, operation }] of all.entries()) {
      let score = Number.POSITIVE_INFINITY;
      let strongest = left[0];
      for (const distances of left) {
        let sum = intercept;
        for (let k = 0; k < weights.length; k++) sum += (weights[k] * distances[k]) / spread[k];
        if (sum < score) [score, strongest] = [sum, distances];
      }
      const miss = counts[g] * (1 / (1 + Math.exp(-score)) - Number(operation));
      level += miss;
      for (let k = 0; k < weights.length; k++) slope[k] += (miss * strongest[k]) / spread[k];
    }
    intercept -= (RATE * level) / all.length;
    for (let k = 0; k < weights.length; k++) {
      weights[k] = Math.max(0, weights[k] - (RATE * (slope[k] + ridge * weights[k])) / all.length);
    }
  }
  return { weights: weights.map((w, k) => w / spread[k]), intercept };
}

function deviation(column) {
  const mean = column.reduce((sum, x) => sum + x, 0) / column.length;
  return Math.sqrt(column.reduce((sum, x) => sum + (x - mean) ** 2, 0) / column.length) + 1e-9;
}
