// What the benchmarks of detection share: simulated weeks, what finds operations in them, and the scores.
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run, stillhunt } from './command.js';

/** Calls `use` with a new folder and removes it afterwards, also when `use` fails or the process is told to end. */
export async function withFolder(use) {
  const folder = await mkdtemp(join(tmpdir(), 'stillhunt-bench-'));
  const leave = (signal) => {
    rmSync(folder, { recursive: true, force: true });
    process.exit(signal === 'SIGINT' ? 130 : 143);
  };
  process.once('SIGINT', leave).once('SIGTERM', leave);
  try {
    return await use(folder);
  } finally {
    process.off('SIGINT', leave).off('SIGTERM', leave);
    await rm(folder, { recursive: true, force: true });
  }
}

/** Simulates a week into `folder`/log with more options of `stillhunt simulate`; resolves with its files. */
export async function simulateWeek(folder, options) {
  const out = join(folder, 'log');
  await rm(out, { recursive: true, force: true });
  await stillhunt('simulate', '--out', out, ...options);
  return { log: join(out, 'log.csv'), labels: join(out, 'labels.csv') };
}

/** What finds operations: each takes a log and a new path, and resolves with the path of its findings. */
export const TOOLS = {
  async stillhunt(log, out) {
    await stillhunt('investigate', log, '--out', out, '--quiet');
    return join(out, 'findings.json');
  },
  'shared payment or network (SQL)': peer('./peer-sql.js'),
  'DBSCAN on 12 features': peer('./peer-dbscan.js'),
};

function peer(script) {
  const path = fileURLToPath(new URL(script, import.meta.url));
  return async (log, out) => {
    await run([path, log, out]);
    return out;
  };
}

/** Runs a tool on a week; resolves with its findings' path and the scores. The caller removes nothing but the folder. */
export async function scoresOf(tool, week, folder) {
  const out = join(folder, 'findings');
  await rm(out, { recursive: true, force: true });
  const findings = await TOOLS[tool](week.log, out);
  const { stdout } = await stillhunt('evaluate', findings, '--labels', week.labels, '--json');
  return { findings, scores: JSON.parse(stdout) };
}

/** A share for a table; nothing to nothing is a dash. */
export const share = (value) => (value === null ? '–' : value.toFixed(3));
