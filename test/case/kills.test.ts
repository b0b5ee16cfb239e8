import { execFileSync, spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { isCase, locked, openCase, readCase } from '../../src/case/index.js';
import { encodeFacetTable, type FacetTable } from '../../src/fingerprint/index.js';
import { fingerprints } from '../../src/tabulate/index.js';
import { BUILT } from '../built.js';
import { tempFolder } from '../ingest/read-all.js';
import { Seeded } from '../record/seeded.js';
import { nightlyLogs } from './nightly-logs.js';

/** Kills in all; `npm run bench:kills` takes 500. */
const KILLS = Number(process.env.STILLHUNT_KILLS ?? 12);
const LOGS = 6;
const ROWS = 150;
const WRITER = fileURLToPath(new URL('case-writer.js', import.meta.url));

const bytesOf = (table: FacetTable) => Buffer.from(encodeFacetTable(table)).toString('base64');

it(`a writer killed at ${KILLS} random moments leaves whole batches, no row lost or doubled`, async () => {
  const { logs } = nightlyLogs(LOGS, ROWS);
  const random = new Seeded(Number(process.env.STILLHUNT_SEED ?? 1));
  const wholes: string[] = []; // the table of the first n logs, by n
  for (let n = 1; n <= LOGS; n++)
    wholes[n] = bytesOf((await fingerprints(logs.slice(0, n), { workers: 1 })).table);

  let folder = join(tempFolder(), 'case');
  let before = 0; // logs in the case
  let kills = 0;
  let midway = 0; // of the kills, those that left a writer's traces
  const ends = new Map<number, number>(); // logs in the case -> kills that left it so
  const typical = await lasting(() => writer(join(tempFolder(), 'case'), logs, null));
  while (kills < KILLS) {
    const done = await writer(folder, logs, random.int(0, Math.ceil(typical / 2)));
    if (!done) kills++;
    const held = await logsOf(folder, logs);
    expect(held.length, 'no batch is lost').toBeGreaterThanOrEqual(before);
    expect(held, 'batches are whole and in the order of writing').toEqual(logs.slice(0, held.length));
    if (held.length > 0) {
      const { table } = await readCase(await openCase(folder), {});
      expect(bytesOf(table)).toBe(wholes[held.length]);
    }
    if (!done) ends.set(held.length, (ends.get(held.length) ?? 0) + 1);
    if (!done && (await tracesIn(folder))) midway++;
    before = held.length;
    if (done) {
      expect(held).toEqual(logs);
      folder = join(tempFolder(), 'case');
      before = 0;
    }
  }
  await writer(folder, logs, null);
  const { table } = await readCase(await openCase(folder), {});
  expect(bytesOf(table)).toBe(wholes[LOGS]);
  const spread = [...ends].sort(([x], [y]) => x - y).map(([n, times]) => `${n} of ${LOGS} logs: ${times}`);
  console.log(`${kills} kills, ${midway} of them amid writing; left in the case: ${spread.join(', ')}`);
  expect(ends.size).toBeGreaterThan(1); // the moments are spread
}, 3_600_000);

it('writers at once wait for each other, and each batch is there once', async () => {
  const { logs } = nightlyLogs(LOGS, 100);
  const folder = join(tempFolder(), 'case');
  await Promise.all([logs, logs.toReversed(), logs].map((some) => writer(folder, some, null)));
  const whole = await fingerprints(logs, { workers: 1 });
  const { table } = await readCase(await openCase(folder), {});
  expect(bytesOf(table)).toBe(bytesOf(whole.table));
});

it('a lock of a process that goes on is named after the wait, and one of a killed process is taken over', async () => {
  const { logs } = nightlyLogs(2, 100);
  const folder = join(tempFolder(), 'case');
  await writer(folder, logs.slice(0, 1), null);
  await locked(folder, 0, async () => {
    await expect(locked(folder, 100, async () => undefined)).rejects.toMatchObject({
      kind: 'input',
      message: expect.stringContaining(`process ${process.pid}`),
    });
  });
  expect(await locked(folder, 0, async () => 'free')).toBe('free');
  execFileSync('mkfifo', [join(folder, 'lock')]); // which nobody writes to
  await expect(locked(folder, 100, async () => undefined)).rejects.toMatchObject({ kind: 'input' });
});

/** Starts a writer and kills it `delay` ms after it began, null for never; whether it was done before. */
function writer(folder: string, logs: readonly string[], delay: number | null): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [WRITER, BUILT, folder, ...logs]);
    let stdout = '';
    let stderr = '';
    let timer: NodeJS.Timeout | undefined;
    child.stdout.on('data', (chunk) => {
      if (stdout === '' && delay !== null) timer = setTimeout(() => child.kill('SIGKILL'), delay);
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (code === 0 || signal === 'SIGKILL') resolve(stdout.includes('done'));
      else reject(new Error(`the writer ended with ${code}: ${stderr}`));
    });
  });
}

async function lasting(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Logs of the case, in the order of writing; each once. */
async function logsOf(folder: string, logs: readonly string[]): Promise<string[]> {
  if (!(await isCase(folder))) return [];
  const { batches } = await openCase(folder);
  const names = batches.flatMap(({ batch }) => batch.files.map(({ name }) => name));
  expect(new Set(names).size).toBe(names.length);
  return logs.filter((log) => names.some((name) => log.endsWith(name) || name.endsWith(log)));
}

/** Whether the process was killed while it held the lock. */
async function tracesIn(folder: string): Promise<boolean> {
  const names: readonly string[] = await readdir(folder).catch(() => []);
  return names.includes('lock');
}
