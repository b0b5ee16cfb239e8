// One step of the benchmark of a month: reads a case, or one facet table, and analyses it.
//   node test/bench/month-run.js read|analyse|join CASE_OR_TABLE [TABLE]
import { writeFile } from 'node:fs/promises';
import { assess } from '../../dist/assess/index.js';
import { openCase, readCase } from '../../dist/case/index.js';
import { encodeFacetTable, mergeStoredTables } from '../../dist/fingerprint/index.js';
import { link } from '../../dist/link/index.js';

const BATCH_ROWS = 1 << 16;
const [step, from, to] = process.argv.slice(2);
const table = from.endsWith('.arrow')
  ? await oneTable(from)
  : (await readCase(await openCase(from), {})).table;
if (step === 'join') {
  await writeFile(to, encodeFacetTable(table, BATCH_ROWS));
  await writeFile(`${to}.json`, JSON.stringify(table.facets.map(({ lo }) => lo.length)));
} else if (step === 'analyse') {
  assess(table, link(table));
}

async function oneTable(path) {
  const { default: entries } = await import(`${path}.json`, { with: { type: 'json' } });
  return await mergeStoredTables([{ path, name: path, entries }]);
}
