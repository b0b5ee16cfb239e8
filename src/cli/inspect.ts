import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { EXIT, StillhuntError } from '../errors.js';
import { visible } from '../evidence/hidden-characters.js';
import { isoMicroseconds } from '../evidence/instant.js';
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

Looks at the first MiB. --write-map writes a map that reads the log as it was read here, or a draft to fill in where
no time or account was found; it does not replace a file. Where the log, or none of its rows, can be read the exit code is 3.
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
        const next = `Wrote ${options.writeMap}. Next: stillhunt inspect ${file} --map ${options.writeMap}`;
        io.stdout(`\n${visible(next)}\n`);
      } else if (inspection.opened === null) {
        io.stdout(`\n${visible(`Next: stillhunt inspect ${file} --write-map map.json`)}\n`);
      } else if (inspection.opened.rows.accepted > 0) {
        io.stdout(`\n${visible(`Next: stillhunt investigate ${file} --out evidence${asGiven(options)}`)}\n`);
      }
      if (inspection.opened === null) finish(EXIT[inspection.problem?.kind ?? 'input']);
      else if (inspection.opened.rows.read > 0 && inspection.opened.rows.accepted === 0) finish(EXIT.input);
    });
}

/** The options of reading as they were given. */
function asGiven({ profile, map, column, const: constants, timezone, epoch }: InspectOptions): string {
  const pairs = (name: string, of: object) =>
    Object.entries(of).map(([key, value]) => ` --${name} '${key}=${value}'`);
  return [
    profile === undefined ? '' : ` --profile ${profile}`,
    map === undefined ? '' : ` --map ${map}`,
    ...pairs('column', column),
    ...pairs('const', constants),
    timezone === undefined ? '' : ` --timezone ${timezone}`,
    epoch === undefined ? '' : ` --epoch ${isoMicroseconds(epoch)}`,
  ].join('');
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
