import { existsSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { EXIT, StillhuntError } from '../errors.js';
import type { Analyze } from '../floor/index.js';
import { analyze } from './analysis.js';
import { register as registerAnalyze } from './analyze.js';
import { register as registerCase } from './case.js';
import { type CommandIo, processIo } from './command-io.js';
import { register as registerCompare } from './compare.js';
import { register as registerConfig } from './config.js';
import { applyConfiguration, CONFIGURATION_FILE, readConfiguration } from './configuration-file.js';
import { errorText, plainLines } from './error-text.js';
import { register as registerEvaluate } from './evaluate.js';
import { register as registerExplain } from './explain.js';
import { register as registerExplainSql } from './explain-sql.js';
import { register as registerFormats } from './formats.js';
import { register as registerIngest } from './ingest.js';
import { register as registerInspect } from './inspect.js';
import { endingOnInterrupt } from './interruption.js';
import { register as registerInvestigate } from './investigate.js';
import { platformLog } from './platform-log.js';
import { register as registerReport } from './report.js';
import { register as registerSimulate } from './simulate.js';
import { register as registerVerify } from './verify.js';
import { packageVersion } from './version.js';

const EXAMPLES = `
Examples:
  stillhunt investigate logs/ --out evidence
  stillhunt investigate april.csv.gz may.csv.gz --out evidence --fail-on alert
  stillhunt ingest tonight.csv.gz --case hunt
  stillhunt analyze --case hunt --out evidence
  stillhunt inspect spend-logs.csv
  stillhunt help investigate

Exit codes: 0 done, 1 gate tripped (--fail-on), 2 usage, 3 input unreadable or invalid, 4 partial input,
5 integrity, 6 internal, 130 interrupted. Results go to stdout, everything else to stderr.
`;

/**
 * The command line. Runs the command in `argv` (without the program's name) and returns the exit code; prints only
 * through `io`. The one place where errors become exit codes.
 */
export async function main(
  argv: readonly string[],
  streams: CommandIo = processIo(),
  analysis: Analyze = analyze,
): Promise<number> {
  const { io, guard } = platformLog(streams);
  let exitCode: number = EXIT.done;
  const finish = (code: number) => {
    exitCode = code;
  };
  try {
    const program = commands(io, finish, analysis);
    program.hook('preAction', (_, command) => {
      if (command.opts()['annotations'] === 'github') guard();
    });
    const path = configurationPath(argv, io.env);
    const file = path === null ? null : await readConfiguration(path, program);
    if (file !== null) applyConfiguration(program, file);
    registerConfig(program, io, file);
    await endingOnInterrupt(io, () => program.parseAsync([...argv], { from: 'user' }));
    return exitCode;
  } catch (error) {
    return failure(error, io);
  }
}

/** The configuration that the command line, the environment or the working directory has; null where none has. */
function configurationPath(argv: readonly string[], env: NodeJS.ProcessEnv): string | null {
  const end = argv.indexOf('--');
  const own = end === -1 ? argv : argv.slice(0, end);
  for (const [i, word] of own.entries()) {
    if (word.startsWith('--config=')) return word.slice('--config='.length);
    if (word === '--config') return own[i + 1] ?? null;
  }
  const named = env['STILLHUNT_CONFIG'];
  if (named !== undefined && named !== '') return named;
  return existsSync(CONFIGURATION_FILE) ? CONFIGURATION_FILE : null;
}

function commands(io: CommandIo, finish: (code: number) => void, analysis: Analyze): Command {
  const program = new Command('stillhunt')
    .description(
      'Offline forensics for API usage logs: which accounts are one operation, harvesting answers?',
    )
    .version(packageVersion(), '-V, --version', 'print the version')
    .option('--config <file>', `defaults of options (default: ${CONFIGURATION_FILE} where it is there)`)
    .configureOutput({
      writeOut: io.stdout,
      writeErr: io.stderr,
      outputError: (text, write) => write(plainLines(text)),
    })
    .showHelpAfterError('Add --help for options and examples.')
    .addHelpText('after', EXAMPLES)
    .exitOverride();
  registerInvestigate(program, io, finish, analysis);
  registerIngest(program, io, finish);
  registerAnalyze(program, io, finish, analysis);
  registerCase(program, io);
  registerExplain(program, io);
  registerExplainSql(program, io);
  registerCompare(program, io);
  registerInspect(program, io, finish);
  registerFormats(program, io);
  registerReport(program, io, finish);
  registerSimulate(program, io);
  registerEvaluate(program, io);
  registerVerify(program, io, analysis);
  return program;
}

function failure(error: unknown, io: CommandIo): number {
  if (error instanceof CommanderError) {
    // Commander has printed its message; asking for help or the version is no mistake.
    return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  }
  if (error instanceof StillhuntError) {
    io.stderr(errorText(error));
    return EXIT[error.kind];
  }
  const stack = error instanceof Error ? (error.stack ?? String(error)) : String(error);
  io.stderr(
    `${plainLines(stack)}\nstillhunt: this is a bug in stillhunt ${packageVersion()}. ` +
      'Please report it with the text above, after removing names from it.\n',
  );
  return EXIT.internal;
}
