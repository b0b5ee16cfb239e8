// Fits what measures are worth on labelled logs, and prints the fit beside the weights in use (src/assess/weights.ts).
//   node test/bench/fit.js FOLDER... [--ridge 4]
// Each folder holds log.csv and labels.csv, as `stillhunt simulate` writes them. Needs `npm run build`. The weights in use
// came from such a fit, rounded, on simulated worlds of three authors, one of which is this repository's simulator.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { accountTraits } from '../../dist/assess/account-traits.js';
import { MEASURES } from '../../dist/assess/measure/catalogue.js';
import { residualsOf } from '../../dist/assess/residual.js';
import { INTERCEPT, WEIGHTS } from '../../dist/assess/weights.js';
import { groupKind, parseLabels } from '../../dist/evaluate/index.js';
import { Accumulator, link, readBatches } from '../../dist/index.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { ridge: { type: 'string', default: '4' } },
});
const names = Object.keys(WEIGHTS);
const speaks = new Map(MEASURES.map((measure) => [measure.name, measure.speaks === 'high' ? 1 : -1]));
const SMALLEST = 8; // as alerts need
const OPERATION_COUNTS = 3; // times: operations are few among the groups

const rows = [];
for (const folder of positionals) rows.push(...(await groupsOf(folder)));
const { weights, intercept } = regression(rows, Number(values.ridge));
console.log('| measure | in use | fitted |');
console.log('|---|---|---|');
console.log(`| (intercept) | ${INTERCEPT} | ${intercept.toFixed(2)} |`);
for (const [k, name] of names.entries()) {
  console.log(`| ${name} | ${WEIGHTS[name].perUnit} | ${weights[k].toFixed(2)} |`);
}
const operations = rows.filter(({ operation }) => operation).length;
console.log(`\n${rows.length} groups, of which ${operations} are operations`);

/** Distances of each group of a log from its random groups, cut to the range that counts. */
async function groupsOf(folder) {
  const accumulator = new Accumulator();
  for await (const batch of readBatches([join(folder, 'log.csv')])) accumulator.add(batch);
  const table = accumulator.finish();
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
    const found = new Map(residuals(members).map((residual) => [residual.name, residual.statistic]));
    const distances = names.map((name) => {
      const statistic = found.get(name);
      if (statistic === undefined || statistic.baseline === null) return 0;
      const { least, most } = WEIGHTS[name];
      return Math.min(most, Math.max(least, speaks.get(name) * (statistic.value - statistic.baseline)));
    });
    return [{ distances, operation: kind === 'operation' }];
  });
}

/** Logistic regression by gradient descent on distances in units of their spread; no weight may be negative. */
function regression(all, ridge) {
  const spread = names.map((_, k) => {
    const column = all.map(({ distances }) => distances[k]);
    const mean = column.reduce((sum, x) => sum + x, 0) / column.length;
    return Math.sqrt(column.reduce((sum, x) => sum + (x - mean) ** 2, 0) / column.length) + 1e-9;
  });
  const weights = new Float64Array(names.length);
  let intercept = 0;
  for (let round = 0; round < 6000; round++) {
    const slope = new Float64Array(names.length);
    let level = 0;
    for (const { distances, operation } of all) {
      let score = intercept;
      for (let k = 0; k < weights.length; k++) score += (weights[k] * distances[k]) / spread[k];
      const miss = (operation ? OPERATION_COUNTS : 1) * (1 / (1 + Math.exp(-score)) - Number(operation));
      level += miss;
      for (let k = 0; k < weights.length; k++) slope[k] += (miss * distances[k]) / spread[k];
    }
    intercept -= (0.05 * level) / all.length;
    for (let k = 0; k < weights.length; k++) {
      weights[k] = Math.max(0, weights[k] - (0.05 * (slope[k] + ridge * weights[k])) / all.length);
    }
  }
  return { weights: weights.map((w, k) => w / spread[k]), intercept };
}
