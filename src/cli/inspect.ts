import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { EXIT, StillhuntError } from '../errors.js';
import { inspectSource } from '../ingest/index.js';
import { terminalInspection } from '../report/terminal-inspection.js';
import type { CommandIo } from './command-io.js';
import { addLogOptions, ingestOptions, type LogOptions } from './log-options.js';

interface InspectOptions extends LogOptions {
  readonly writeMap?: string;
}

const EXAMPLES = `
Examples:
  stillhunt inspect spend-logs.csv
  stillhunt inspect unknown.ndjson --write-map map.json
  stillhunt inspect unknown.ndjson --map map.json

Looks at the first megabyte. --write-map writes a map that reads the log as it was read here, or a draft to fill in where
no time or account was found; it does not replace a file. Where the log cannot be read the exit code is 3.
`;

/** `stillhunt inspect`: what a log is taken for and why, and what would become of its rows. */
export function register(program: Command, io: CommandIo, finish: (code: number) => void): void {
  const command = program
    .command('inspect')
    .description('show what a log is taken for and why: format, fields, facets, first records, refused rows')
    .argument('<file>', 'one log, or - for stdin');
  addLogOptions(command)
    .option('--write-map <file>', 'write a map to start from')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, options: InspectOptions) => {
      const inspection = await inspectSource(file, await ingestOptions(options));
      io.stdout(terminalInspection(inspection));
      if (options.writeMap !== undefined) {
        await writeNew(options.writeMap, inspection.map);
        io.stdout(`\nWrote ${options.writeMap}. Next: stillhunt inspect ${file} --map ${options.writeMap}\n`);
      } else if (inspection.opened !== null) {
        io.stdout(`\nNext: stillhunt investigate ${file} --out evidence\n`);
      }
      if (inspection.opened === null) finish(EXIT[inspection.problem?.kind ?? 'input']);
    });
}

async function writeNew(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { flag: 'wx' });
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw new StillhuntError(
      'input',
      `${file} cannot be written: ${reason}.`,
      reason === 'EEXIST' ? 'Name another file; none is replaced.' : undefined,
    );
  }
}
