import { main } from '../../src/cli/main.js';
import type { Analyze } from '../../src/floor/index.js';

/** Runs the command line and gives what it printed and its exit code. */
export async function run(
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
  analyze?: Analyze,
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  let [stdout, stderr] = ['', ''];
  const io = {
    stdout: (text: string) => {
      stdout += text;
    },
    stderr: (text: string) => {
      stderr += text;
    },
    stderrIsTerminal: false,
    env,
  };
  return { code: await main(argv, io, analyze), stdout, stderr };
}
