import { inertForGithub } from '../report/escape-github.js';
import type { CommandIo } from './command-io.js';

/** What is printed, so that text of logs cannot act on the platform that shows it. */
export interface PlatformLog {
  readonly io: CommandIo;
  /** From now on no line is a command, but for those given to `io.platform`. */
  readonly guard: () => void;
}

/**
 * Streams that can be guarded; from the start where the job runs on GitHub, whose runner reads all output for commands. Results
 * that go to a file stay as they are.
 */
export function platformLog(io: CommandIo): PlatformLog {
  let guarded = io.env['GITHUB_ACTIONS'] === 'true';
  const switched = (write: (text: string) => void) => {
    const inert = inertForGithub(write);
    return (text: string) => (guarded ? inert(text) : write(text));
  };
  return {
    io: {
      ...io,
      stdout: io.stdoutIsFile === true ? io.stdout : switched(io.stdout),
      stderr: switched(io.stderr),
      platform: io.stderr,
    },
    guard: () => {
      guarded = true;
    },
  };
}
