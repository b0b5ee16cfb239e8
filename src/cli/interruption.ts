import { rmSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { EXIT } from '../errors.js';
import type { CommandIo } from './command-io.js';

/** Ctrl-C, `kill`, and a terminal that goes away. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** While `work` runs, a signal to stop says so and ends the process with exit code 130. */
export async function endingOnInterrupt<T>(io: CommandIo, work: () => Promise<T>): Promise<T> {
  const end = () => {
    io.stderr('\nstillhunt: interrupted.\n');
    process.exit(EXIT.interrupted);
  };
  for (const signal of SIGNALS) process.on(signal, end);
  try {
    return await work();
  } finally {
    for (const signal of SIGNALS) process.off(signal, end);
  }
}

/** While `work` runs, a signal to stop first removes the unfinished folder. */
export async function removingOnInterrupt<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const remove = () => rmSync(folder, { recursive: true, force: true });
  for (const signal of SIGNALS) process.prependListener(signal, remove);
  try {
    return await work();
  } finally {
    for (const signal of SIGNALS) process.off(signal, remove);
  }
}

/**
 * Runs long work that never yields, in which no listener could answer a signal. So none listens: the system ends the
 * process at once, which shells report as 128 and the signal's number, and nothing on disk is unfinished meanwhile.
 * A signal that came shortly before is answered first; it would be lost with its listener.
 */
export async function stoppableAtOnce<T>(work: () => T): Promise<T> {
  await setImmediate();
  await setImmediate(); // signals are answered between two turns
  const listeners = SIGNALS.map((signal) => ({ signal, all: process.listeners(signal) }));
  for (const { signal } of listeners) process.removeAllListeners(signal);
  try {
    return work();
  } finally {
    for (const { signal, all } of listeners) for (const listener of all) process.on(signal, listener);
  }
}

/**
 * While `work` runs, a signal to stop aborts it, so that it can first end what it has under way elsewhere; a second one ends
 * the process at once.
 */
export async function abortingOnInterrupt<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const abort = new AbortController();
  const listeners = SIGNALS.map((signal) => ({ signal, all: process.listeners(signal) }));
  const restore = () => {
    for (const { signal, all } of listeners) {
      process.off(signal, stop);
      for (const listener of all)
        if (!process.listeners(signal).includes(listener)) process.on(signal, listener);
    }
  };
  const stop = () => {
    restore();
    abort.abort();
  };
  for (const { signal } of listeners) {
    process.removeAllListeners(signal);
    process.on(signal, stop);
  }
  try {
    return await work(abort.signal);
  } finally {
    restore();
  }
}
