import type { Command } from 'commander';
import {
  compactCase,
  dropDays,
  locked,
  type NamedBatch,
  openCase,
  removeBatch,
  sweep,
} from '../case/index.js';
import { StillhuntError } from '../errors.js';
import { counted } from '../report/quantity.js';
import { terminalBatchDetails, terminalCase } from '../report/terminal-case.js';
import type { CommandIo } from './command-io.js';
import { dayOption, secondsOption } from './field-option.js';
import { packageVersion } from './version.js';

const EXAMPLES = `
Examples:
  stillhunt case list hunt
  stillhunt case show hunt 3f09c1d2a4b5e6f7
  stillhunt case drop hunt --before 2026-05-01
  stillhunt case drop hunt --batch 3f09c1d2a4b5e6f7
  stillhunt case compact hunt

drop --before takes the counts of days out of a case for good; their logs stay known, so that they do not come back.
drop --batch takes out a batch with all its logs, which can be ingested again. compact makes one batch of all: the
findings stay the same.
`;

interface WaitOption {
  readonly wait: number;
}

/** \`stillhunt case\`: looks into a case and keeps it in order. */
export function register(program: Command, io: CommandIo): void {
  const command = program
    .command('case')
    .description('look into a case, drop days or batches, compact it')
    .addHelpText('after', EXAMPLES);
  command
    .command('list')
    .description('list the batches of a case')
    .argument('<folder>', 'case')
    .option('--json', 'print JSON')
    .action(async (folder: string, { json }: { json?: true }) => {
      const state = await openCase(folder);
      io.stdout(json ? `${JSON.stringify(state.batches)}\n` : terminalCase(state));
    });
  command
    .command('show')
    .description('show what a batch holds: logs, how they were read, days')
    .argument('<folder>', 'case')
    .argument('<batch>', 'its id, or the first digits of it')
    .option('--json', 'print JSON')
    .action(async (folder: string, id: string, { json }: { json?: true }) => {
      const named = batchOf((await openCase(folder)).batches, id, folder);
      io.stdout(json ? `${JSON.stringify(named)}\n` : terminalBatchDetails(named));
    });
  waiting(command.command('drop'))
    .description('take days or a batch out of a case')
    .argument('<folder>', 'case')
    .option('--before <day>', 'drop the requests before this day (UTC)', dayOption)
    .option('--batch <id>', 'drop this batch')
    .action(async (folder: string, options: WaitOption & { before?: string; batch?: string }) => {
      io.stdout(await locked(folder, options.wait * 1000, () => drop(folder, options)));
    });
  waiting(command.command('compact'))
    .description('make one batch of all')
    .argument('<folder>', 'case')
    .action(async (folder: string, { wait }: WaitOption) => {
      io.stdout(await locked(folder, wait * 1000, () => compact(folder)));
    });
}

function waiting(command: Command): Command {
  return command.option(
    '--wait <seconds>',
    'how long to wait for another process that changes the case',
    secondsOption,
    60,
  );
}

async function drop(
  folder: string,
  { before, batch: id }: { before?: string; batch?: string },
): Promise<string> {
  if ((before === undefined) === (id === undefined))
    throw new StillhuntError(
      'usage',
      'Expected --before DAY or --batch ID, one of them.',
      'See: stillhunt case drop --help',
    );
  const state = await openCase(folder);
  await sweep(state);
  if (before !== undefined) {
    const days = await dropDays(state, before, packageVersion());
    return days.length === 0
      ? `Nothing was dropped: the case holds no requests before ${before} (UTC).\n`
      : `dropped ${counted(days.length, 'day')}, ${days[0]} to ${days.at(-1)} (UTC), for good.\n`;
  }
  const named = batchOf(state.batches, id!, folder);
  await removeBatch(folder, named.id);
  return `dropped batch ${named.id} with ${counted(named.batch.files.length, 'log')}, which can be ingested again.\n`;
}

async function compact(folder: string): Promise<string> {
  const state = await openCase(folder);
  await sweep(state);
  const id = await compactCase(state, packageVersion());
  return id === null
    ? 'Nothing to do: there is one batch at most, with one segment a day.\n'
    : `made batch ${id} of ${counted(state.batches.length, 'batch', 'batches')}; findings stay the same.\n`;
}

function batchOf(batches: readonly NamedBatch[], id: string, folder: string): NamedBatch {
  const found = batches.filter((named) => id !== '' && named.id.startsWith(id));
  if (found.length === 1) return found[0]!;
  throw new StillhuntError(
    'usage',
    `${folder} has ${found.length === 0 ? 'no batch' : `${found.length} batches`} whose id begins with ${JSON.stringify(id)}.`,
    `See: stillhunt case list ${folder}`,
  );
}
