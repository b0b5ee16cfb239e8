import { fstatSync } from 'node:fs';
import { EXIT } from '../errors.js';

/** What a command may do to the world besides files: print, and know where it prints. */
export interface CommandIo {
  /** Results. */
  readonly stdout: (text: string) => void;
  /** Everything else: progress, warnings, errors. */
  readonly stderr: (text: string) => void;
  readonly stderrIsTerminal: boolean;
  /** The stream behind stderr, for a live display; without one there is none. */
  readonly stderrStream?: NodeJS.WritableStream & { readonly isTTY?: boolean };
  readonly env: NodeJS.ProcessEnv;
  readonly stdoutIsTerminal?: boolean;
  /** Width of the terminal behind stdout, where there is one. */
  readonly columns?: number | undefined;
  /** Takes lines that are to act on the platform that shows the log; absent where stderr does. */
  readonly platform?: (text: string) => void;
  /** Whether stdout is a file, which no platform reads along. */
  readonly stdoutIsFile?: boolean;
}

/**
 * The process's own streams. A reader that goes away early, as `head` does, is no error. Where results cannot be
 * written for another reason, as on a full disk, the process says so and ends with the code for what is unreadable
 * or cannot be written. What cannot be said on stderr is not said.
 */
export function processIo(): CommandIo {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED') return;
    process.stderr.write(`stillhunt: standard output cannot be written: ${error.code ?? error.message}.\n`);
    process.exit(EXIT.input);
  });
  process.stderr.on('error', () => undefined);
  return {
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    stderrIsTerminal: process.stderr.isTTY === true,
    stderrStream: process.stderr,
    env: process.env,
    stdoutIsTerminal: process.stdout.isTTY === true,
    columns: process.stdout.columns,
    stdoutIsFile: isFile(process.stdout.fd),
  };
}

function isFile(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isFile();
  } catch {
    return false; // closed
  }
}
