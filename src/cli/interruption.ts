import { rmSync } from 'node:fs';
import { EXIT } from '../errors.js';
import type { CommandIo } from './command-io.js';

/** While `work` runs, Ctrl-C says so and ends the process with exit code 130. */
export async function endingOnInterrupt<T>(io: CommandIo, work: () => Promise<T>): Promise<T> {
  const end = () => {
    io.stderr('\nstillhunt: interrupted.\n');
    process.exit(EXIT.interrupted);
  };
  process.on('SIGINT', end);
  try {
    return await work();
  } finally {
    process.off('SIGINT', end);
  }
}

/** While `work` runs, Ctrl-C first removes the unfinished folder. */
export async function removingOnInterrupt<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.prependListener('SIGINT', remove);
  try {
    return await work();
  } finally {
    process.off('SIGINT', remove);
  }
}

/**
 * Runs long work that never yields, in which no listener could answer Ctrl-C. So none listens: the system ends the
 * process at once, which shells report as 130 too, and nothing on disk is unfinished meanwhile.
 */
export function stoppableAtOnce<T>(work: () => T): T {
  const listeners = process.listeners('SIGINT');
  process.removeAllListeners('SIGINT');
  try {
    return work();
  } finally {
    for (const listener of listeners) process.on('SIGINT', listener);
  }
}
