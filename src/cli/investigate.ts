import type { Command } from 'commander';
import type { Analyze } from '../floor/index.js';
import { pushedFingerprints } from '../warehouse/index.js';
import type { CommandIo } from './command-io.js';
import { prepareDelivery } from './delivery.js';
import {
  addFindingsOptions,
  addOutOptions,
  type FindingsOptions,
  findingsSettings,
} from './findings-options.js';
import { investigateLogs, investigateTable } from './investigation.js';
import { addLogOptions, ingestOptions, type LogOptions, mapEntry } from './log-options.js';
import { progressSettings } from './progress.js';
import {
  addWarehouseOptions,
  movedLines,
  tableNamed,
  type WarehouseOptions,
  windowOf,
  withTable,
} from './warehouse-options.js';

interface InvestigateOptions extends LogOptions, FindingsOptions, WarehouseOptions {
  readonly citations: boolean;
}

const EXAMPLES = `
Examples:
  stillhunt investigate logs/ --out evidence
  stillhunt investigate 'exports/2026-0[45]*.csv.gz' --out evidence --timezone UTC
  stillhunt investigate usage.csv --out evidence --column account=customer_ref --column time=ts
  stillhunt investigate usage.csv --out evidence --const model=m-large --max-quarantine 1
  zcat usage.csv.gz | stillhunt investigate - --out evidence --json | jq '.groups[] | select(.alert) | .id'
  stillhunt investigate logs/ --out evidence --floor
  stillhunt investigate may/ --out evidence --reference april/
  stillhunt investigate logs/ --out for-partner --pack partner --pseudonym-key case.key
  stillhunt investigate logs/ --out evidence --sign-key ~/.ssh/id_ed25519 --case-id IR-2026-014 --tlp amber
  stillhunt investigate logs/ --out evidence --force --quiet --fail-on alert
  stillhunt investigate --from clickhouse://reader@logs.example:8123/prod.usage --out evidence --since 2026-05-01

After the findings the log is read a second time, to cite for each claim of a group the records that show it, with their
place and hash; --no-citations leaves that out, and the pack says so.
--pack says for whom the pack is: internal, all that was found; partner, keyed pseudonyms and no text of the logs; court,
all, for an expert or a court; ci, counts, ranks and pseudonyms for a pipeline. report makes any other from an internal one.
--force replaces an earlier pack and nothing else. With --fail-on alert an alert gives exit code 1, also where the
input was partial, which otherwise gives 4. --floor analyses several copies of a log of 80 accounts or more with groups planted,
which takes as long as a log of some fifty thousand accounts; findings stay those of the log alone.
--reference takes a log that you vouch for, read like the log itself, with the columns that the log has: its groups stand
for groups of customers, instead of the simulated ones that ship, when support is calibrated. Where it has fewer than
30 groups of at least 8 accounts, support stays uncalibrated, and the exit code is 4. Name the inputs before it.
With --from a table of ClickHouse is asked in place of logs: its servers count, and the counts are the same as of an export of the rows.
The user needs to read the table and nothing else (SELECT); stillhunt explain-sql shows the statements. Rows of a table are not cited.
`;

/** Adds `investigate`, the main job: logs in, evidence folder and ranking out. */
export function register(
  program: Command,
  io: CommandIo,
  finish: (code: number) => void,
  analyze: Analyze,
): void {
  const command = program
    .command('investigate')
    .description('find groups of accounts that behave as one source, test them, write the evidence folder')
    .argument('[inputs...]', 'log files, folders, patterns, or - for stdin');
  addLogOptions(addOutOptions(command)).option(
    '--no-citations',
    'do not read the log again to cite the records that findings rest on',
  );
  addFindingsOptions(addWarehouseOptions(command))
    .addHelpText('after', EXAMPLES)
    .action(async (inputs: string[], options: InvestigateOptions) => {
      finish(await investigate(inputs, options, io, analyze));
    });
}

async function investigate(
  inputs: readonly string[],
  options: InvestigateOptions,
  io: CommandIo,
  analyze: Analyze,
): Promise<number> {
  const { quiet = false, workers, citations } = options;
  const from = tableNamed(inputs, options);
  const delivery = await prepareDelivery(options, io);
  const reading = await ingestOptions(options);
  const settings = {
    ...(await findingsSettings(options)),
    reading,
    map: await mapEntry(options),
    citations: citations && from === null,
  };
  const run = {
    analyze,
    progress: progressSettings(quiet, io),
    warn: quiet ? () => {} : io.stderr,
    ...(workers === undefined ? {} : { workers }),
  };
  if (from === null) return await delivery.deliver(await investigateLogs(inputs, settings, run));
  const window = windowOf(options);
  const { slices } = options;
  const count = () =>
    withTable(from, options, { io, progress: run.progress }, async ({ warehouse, ...use }) => {
      const found = await pushedFingerprints(warehouse, {
        ...reading,
        ...window,
        ...use,
        ...(slices === undefined ? {} : { slices }),
      });
      run.warn(movedLines(warehouse.name, found.moved));
      return found;
    });
  return await delivery.deliver(await investigateTable(count, window, settings, run));
}
