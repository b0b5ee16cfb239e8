// Scores of the groups of one simulated world, with several choices of columns: one job of calibrate.js, in a process of
// its own. Prints JSON: for each key of columns, scores of groups that are operations, of others, and how many are mixed.
//   node test/bench/calibrate-world.js SEED EVASION ACCOUNTS
import { readFile } from 'node:fs/promises';
import { referenceGroups } from '../../dist/assess/reference-groups.js';
import { columnsKey } from '../../dist/assess/shipped-reference.js';
import { groupKind, parseLabels } from '../../dist/evaluate/index.js';
import { withoutFields } from '../../dist/fingerprint/without-fields.js';
import { Accumulator, assess, FIELDS, link, readBatches } from '../../dist/index.js';
import { simulateWeek, withFolder } from './week.js';

/** What a log has in each profile, beside the least that every log has. */
const MINIMUM = ['time', 'account', 'model', 'input_tokens', 'output_tokens'];
const INFRASTRUCTURE = ['ip', 'asn', 'country', 'device'];
const PAYMENT = ['payment', 'org', 'api_key'];
const PROMPTS = ['system_prompt', 'prompt'];

/** Fields dropped in each profile. */
const PROFILES = [
  [],
  [...INFRASTRUCTURE, ...PAYMENT],
  PROMPTS,
  FIELDS.filter((field) => !MINIMUM.includes(field)),
];

const [seed, evasion, accounts] = process.argv.slice(2);
await withFolder(async (folder) => {
  const week = await simulateWeek(folder, ['--seed', seed, '--evasion', evasion, '--accounts', accounts]);
  const labels = parseLabels(await readFile(week.labels, 'utf8'), week.labels);
  const table = await tableOf(week.log);
  const columns = {};
  for (const dropped of PROFILES) {
    const seen = withoutFields(table, new Set(dropped));
    const scores = { other: [], operation: [], mixed: [] };
    for (const { score, members } of referenceGroups(assess(seen, link(seen), null).groups)) {
      const ids = members.map(({ accountId }) => accountId);
      scores[groupKind(ids, labels)].push(score);
    }
    const { other: others, operation: operations, mixed } = scores;
    columns[columnsKey(seen.fields)] = { others, operations, mixed: mixed.length };
  }
  console.log(JSON.stringify(columns));
});

async function tableOf(log) {
  const accumulator = new Accumulator();
  for await (const batch of readBatches([log])) accumulator.add(batch);
  return accumulator.finish();
}
