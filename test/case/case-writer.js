// A process that changes a case until it is killed: adds each log as a batch, then compacts, and drops the first one.
// Arguments: folder of the build, the case, logs. Says `ready` before it begins, and `done` at the end.
import { pathToFileURL } from 'node:url';

const [built, folder, ...logs] = process.argv.slice(2);
const { addBatch, compactCase, createCase, locked, openCase } = await import(
  pathToFileURL(`${built}/case/index.js`).href
);
const reading = { columns: {}, constants: {}, timezone: null };
process.stdout.write('ready\n');
await createCase(folder, '0.0.0');
for (const [i, log] of logs.entries()) {
  await locked(folder, 60_000, () => addBatch(folder, [log], reading, { workers: 1 }, '0.0.0'));
  if (i % 3 === 2) await locked(folder, 60_000, async () => compactCase(await openCase(folder), '0.0.0'));
}
process.stdout.write('done\n');
