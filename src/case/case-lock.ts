import { randomBytes } from 'node:crypto';
import { link, lstat, open, readFile, rename, unlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { StillhuntError } from '../errors.js';

const LOCK = 'lock';
const PAUSE_MS = 50;

/** Who holds a lock. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  /** When the process started, as the system counts it; null where that is not told. */
  readonly started: string | null;
  readonly token: string;
}

/**
 * Does work while no other process changes the case. Waits `patienceMs` for others; a lock whose process is gone, killed or
 * not, is taken over at once. A lock of another machine is never taken over.
 * @throws StillhuntError `input` where another process goes on holding it, naming it.
 */
export async function locked<T>(folder: string, patienceMs: number, work: () => Promise<T>): Promise<T> {
  const path = join(folder, LOCK);
  const own: Holder = {
    pid: process.pid,
    host: hostname(),
    started: await startOf(process.pid),
    token: randomBytes(8).toString('hex'),
  };
  await acquire(path, own, patienceMs);
  try {
    return await work();
  } finally {
    if ((await holderOf(path))?.token === own.token) await unlink(path);
  }
}

async function acquire(path: string, own: Holder, patienceMs: number): Promise<void> {
  const draft = `${path}.${own.token}`;
  const file = await open(draft, 'wx');
  try {
    await file.writeFile(JSON.stringify(own));
    await file.close();
    for (let waited = 0; ; waited += PAUSE_MS) {
      // A link appears whole or not at all, and fails where one is.
      if (await linked(draft, path)) return;
      const holder = await holderOf(path);
      if (holder !== null && (await gone(holder))) {
        await takeAway(path, holder, own.token);
        continue;
      }
      if (waited >= patienceMs) throw busy(path, holder);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  } finally {
    await unlink(draft).catch(() => undefined);
  }
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Takes a dead process's lock away; of several that try, the lock of somebody else is given back. */
async function takeAway(path: string, dead: Holder, token: string): Promise<void> {
  const aside = `${path}.dead-${token}`;
  try {
    await rename(path, aside);
  } catch {
    return; // another one was first
  }
  const taken = await holderOf(aside);
  if (taken !== null && taken.token !== dead.token) await linked(aside, path);
  await unlink(aside).catch(() => undefined);
}

async function holderOf(path: string): Promise<Holder | null> {
  try {
    if (!(await lstat(path)).isFile()) return null; // a pipe would never end
    return JSON.parse(await readFile(path, 'utf8')) as Holder;
  } catch {
    return null;
  }
}

/** Whether the process is known to be gone. */
async function gone({ pid, host, started }: Holder): Promise<boolean> {
  if (host !== hostname()) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
  return started !== null && (await startOf(pid)) !== started; // another process has the number now
}

/** Start of a process in clock ticks since boot, with the boot's id; null where the system does not tell. */
async function startOf(pid: number): Promise<string | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
    return `${boot} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
  } catch {
    return null;
  }
}

function busy(path: string, holder: Holder | null): StillhuntError {
  const who = holder === null ? 'another process' : `process ${holder.pid} on ${holder.host}`;
  return new StillhuntError(
    'input',
    `The case is being changed by ${who}.`,
    `Run again when it is done. If that process is surely gone, delete ${path}.`,
  );
}
