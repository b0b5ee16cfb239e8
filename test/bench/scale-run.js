// Links and assesses one table in this process, and prints seconds by stage as JSON: the inner half of scale.js. Seconds
// are wall time, and beside them what all threads of the process computed, which a busy machine changes much less.
//   node --expose-gc test/bench/scale-run.js ACCOUNTS SEED
import { assess, link } from '../../dist/index.js';
import { candidatePairs } from '../../dist/link/candidates.js';
import { linkData } from '../../dist/link/index.js';
import { makeTable } from './scale-table.js';

const [accounts, seed] = process.argv.slice(2).map(Number);
const seconds = {};
const cpuSeconds = {};
const timed = (stage, run) => {
  const start = performance.now();
  const before = process.cpuUsage();
  const result = run();
  const { user, system } = process.cpuUsage(before);
  seconds[stage] = (performance.now() - start) / 1000;
  cpuSeconds[stage] = (user + system) / 1e6;
  globalThis.gc?.();
  return result;
};

const table = timed('table', () => makeTable(accounts, seed));
const tableMegabytes = process.memoryUsage().rss / 1e6;
const pairs = parts();
globalThis.gc?.();
const linking = timed('link', () => link(table));
const assessment = timed('assess', () => assess(table, linking));
console.log(
  JSON.stringify({
    accounts,
    entries: table.facets.reduce((n, { lo }) => n + lo.length, 0),
    pairs,
    groups: linking.groups.length,
    grouped: linking.groups.reduce((n, { members }) => n + members.length, 0),
    alerts: assessment.groups.filter(({ alert }) => alert).length,
    tableMegabytes,
    seconds,
    cpuSeconds,
  }),
);

/** The stages that `link` begins with, alone; what they make is dropped. Returns how many pairs there are. */
function parts() {
  const data = timed('linkData', () => linkData(table));
  return timed('candidatePairs', () => candidatePairs(data)).length;
}
