import type { Command } from 'commander';
import { Option } from 'commander';
import {
  type AddedBatch,
  type AddedTable,
  addBatch,
  addTable,
  type CaseKeys,
  caseKeys,
  createCase,
  locked,
  type Reading,
} from '../case/index.js';
import { EXIT, StillhuntError } from '../errors.js';
import { visible } from '../evidence/hidden-characters.js';
import type { IngestOptions } from '../ingest/index.js';
import { counted } from '../report/quantity.js';
import { terminalBatch } from '../report/terminal-case.js';
import { pushedDays } from '../warehouse/index.js';
import type { CommandIo } from './command-io.js';
import { errorText } from './error-text.js';
import { secondsOption, workersOption } from './field-option.js';
import { brokenInputs, displayed, ingestWarnings, nothingUsable } from './investigation.js';
import { addLogOptions, ingestOptions, type LogOptions, readingEntry } from './log-options.js';
import { readPseudonyms } from './pack-options.js';
import { progressSettings } from './progress.js';
import { packageVersion } from './version.js';
import {
  addWarehouseOptions,
  movedLines,
  tableNamed,
  type WarehouseOptions,
  windowOf,
  withTable,
} from './warehouse-options.js';

interface IngestCommandOptions extends LogOptions, WarehouseOptions {
  readonly case: string;
  readonly pseudonymKey?: string;
  readonly wait: number;
  readonly workers?: number;
  readonly json?: true;
  readonly quiet?: true;
}

const EXAMPLES = `
Examples:
  stillhunt ingest exports/2026-06-22.csv.gz --case hunt
  stillhunt ingest exports/ --case hunt --timezone UTC
  stillhunt ingest exports/ --case hunt --pseudonym-key hunt.key
  zcat dump.csv.gz | stillhunt ingest - --case hunt --quiet
  stillhunt ingest --from clickhouse://reader@logs.example:8123/prod.usage --case hunt --since 2026-06-01 --until 2026-06-30

With --pseudonym-key a case holds no name: accounts, organisations, keys, payments, devices, addresses, clients and models become
pseudonyms under the key, which is not stored and which every later ingest needs.
A case keeps counts by account and day (UTC), not the logs. A log whose content it has already is passed over, whatever its
name. A batch is in the case wholly or not at all, also where the process is killed. Where a log was not read to its
end the exit code is 4: the batch is there, and can be dropped with: stillhunt case drop hunt --batch ID
With --from the servers of a table count, day by day; what ends a run costs a day at most, for the same command goes on from there.
Next: stillhunt analyze --case hunt --out evidence
`;

/** \`stillhunt ingest\`: adds logs to a case. */
export function register(program: Command, io: CommandIo, finish: (code: number) => void): void {
  const command = program
    .command('ingest')
    .description('add logs to a case that grows, as one batch')
    .argument('[inputs...]', 'log files, folders, patterns, or - for stdin')
    .requiredOption('--case <folder>', 'case to add to; begun where there is none');
  addWarehouseOptions(addLogOptions(command))
    .option(
      '--pseudonym-key <file>',
      'begin or feed a case that keeps pseudonyms in place of names, under this key of 32 bytes or more',
    )
    .option(
      '--wait <seconds>',
      'how long to wait for another process that changes the case',
      secondsOption,
      60,
    )
    .addOption(new Option('--workers <n>', 'threads that read rows').argParser(workersOption).hideHelp())
    .option('--json', 'print what was added as JSON')
    .option('--quiet', 'print no warnings or progress')
    .addHelpText('after', EXAMPLES)
    .action(async (inputs: string[], options: IngestCommandOptions) => {
      finish(await ingest(inputs, options, io));
    });
}

async function ingest(
  inputs: readonly string[],
  options: IngestCommandOptions,
  io: CommandIo,
): Promise<number> {
  const { case: folder, workers, wait, quiet = false } = options;
  const from = tableNamed(inputs, options);
  const version = packageVersion();
  const reading = await readingEntry(options);
  const read = await ingestOptions(options);
  const keys =
    options.pseudonymKey === undefined ? null : caseKeys(await readPseudonyms(options.pseudonymKey));
  await createCase(folder, version, keys?.keyId ?? null);
  const added = await locked(folder, wait * 1000, () =>
    from !== null
      ? ingestTable(from, options, read, reading, version, keys, io)
      : displayed(progressSettings(quiet, io), (onProgress) =>
          addBatch(
            folder,
            inputs,
            reading,
            { ...read, ...(workers === undefined ? {} : { workers }), onProgress },
            version,
            keys,
          ),
        ),
  );
  if (added.ingest !== null && added.batch === null && added.known.length === 0)
    throw nothingUsable(added.ingest);
  if (!quiet && added.ingest !== null) io.stderr(ingestWarnings(added.ingest));
  io.stdout(options.json ? `${JSON.stringify(batchEntry(added))}\n` : terminalBatch(folder, added));
  const problem = partialBatch(folder, added);
  if (problem === null) return EXIT.done;
  io.stderr(errorText(problem));
  return EXIT.partial;
}

/** Counts a table into the case. */
async function ingestTable(
  from: string,
  options: IngestCommandOptions,
  read: IngestOptions,
  reading: Reading,
  version: string,
  keys: CaseKeys | null,
  io: CommandIo,
): Promise<AddedTable> {
  const { case: folder, slices, quiet = false } = options;
  return await withTable(
    from,
    options,
    { io, progress: progressSettings(quiet, io) },
    async ({ warehouse, ...use }) => {
      const asked = { ...read, ...windowOf(options), ...use, ...(slices === undefined ? {} : { slices }) };
      const added = await addTable(
        folder,
        warehouse.name,
        reading,
        (stage, key) => pushedDays(warehouse, { ...asked, ...(key === null ? {} : { key }) }, stage),
        version,
        keys,
      );
      if (!quiet) {
        io.stderr(movedLines(warehouse.name, added.moved));
        if (added.resumed > 0)
          io.stderr(`${counted(added.resumed, 'day')} had been counted before and did not change\n`);
      }
      return added;
    },
  );
}

/** What was added, for programs. */
function batchEntry({ id, batch, known }: AddedBatch) {
  return {
    batch: id,
    logs: (batch?.files ?? []).map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 })),
    rows: sumOfRows(batch),
    days: (batch?.segments ?? []).map(({ day, accounts, requests }) => ({ day, accounts, requests })),
    known,
  };
}

function sumOfRows(batch: AddedBatch['batch']) {
  const sum = { read: 0, accepted: 0, quarantined: 0, filtered: 0 };
  for (const { summary } of batch?.sources ?? [])
    for (const key of Object.keys(sum) as (keyof typeof sum)[]) sum[key] += summary.rows[key];
  return sum;
}

function partialBatch(folder: string, { id, ingest }: AddedBatch): StillhuntError | null {
  if (id === null || ingest === null) return null;
  const broken = brokenInputs(ingest);
  if (broken.length === 0) return null;
  return new StillhuntError(
    'partial',
    visible(`The batch rests on part of ${counted(broken.length, 'log')}. ${broken.join('. ')}.`),
    `When the log is whole: stillhunt case drop ${folder} --batch ${id}, then ingest it again.`,
  );
}
