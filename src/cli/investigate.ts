import { join } from 'node:path';
import type { Command } from 'commander';
import { Option } from 'commander';
import { EXIT, StillhuntError } from '../errors.js';
import type { FindingsDocument } from '../evidence/findings-document.js';
import { jsonLines } from '../evidence/json-lines.js';
import { encodeFacetTable } from '../fingerprint/index.js';
import type { Analyze } from '../floor/index.js';
import type { IngestSummary } from '../ingest/index.js';
import { partialFolder, writeFolder } from '../pack/folder.js';
import { checkFolder } from '../pack/folder-claim.js';
import { sealedPack } from '../pack/layout.js';
import { hasFile } from '../pack/profile.js';
import { profiled, profileOf } from '../pack/profiled.js';
import { byteSize, counted, percent } from '../report/quantity.js';
import { terminalRanking } from '../report/terminal.js';
import { stdoutColour } from './colour.js';
import type { CommandIo } from './command-io.js';
import { errorText } from './error-text.js';
import { percentOption, workersOption } from './field-option.js';
import { removingOnInterrupt } from './interruption.js';
import { firstRefused, investigateLogs } from './investigation.js';
import { addLogOptions, ingestOptions, type LogOptions, mapEntry } from './log-options.js';
import { addPackOptions, type PackOptions, packKey, packPseudonyms, packStatement } from './pack-options.js';
import { progressSettings } from './progress.js';

interface InvestigateOptions extends LogOptions, PackOptions {
  readonly out: string;
  readonly force?: true;
  readonly maxQuarantine: number;
  readonly workers?: number;
  readonly json?: true;
  readonly floor?: true;
  readonly citations: boolean;
  readonly reference?: string[];
  readonly quiet?: true;
  readonly failOn?: 'alert';
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
    .argument('<inputs...>', 'log files, folders, patterns, or - for stdin')
    .requiredOption('--out <folder>', 'evidence folder to write')
    .option('--force', 'replace an earlier stillhunt pack at --out');
  addPackOptions(command, 'internal');
  addLogOptions(command)
    .option('--max-quarantine <percent>', 'refused rows beyond which the exit code is 4', percentOption, 5)
    .option('--floor', 'measure what would have been missed, by planting groups into copies of the log')
    .option('--no-citations', 'do not read the log again to cite the records that findings rest on')
    .option('--reference <inputs...>', 'calibrate support against a log that you vouch for')
    .addOption(new Option('--workers <n>', 'threads that read rows').argParser(workersOption).hideHelp())
    .option('--json', 'print findings.json instead of the ranking')
    .option('--quiet', 'print no warnings or progress')
    .addOption(new Option('--fail-on <what>', 'exit with 1 if there is one').choices(['alert']))
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
  const force = options.force === true;
  await checkFolder(options.out, { force });
  const profile = options.pack ?? 'internal';
  const pseudonyms = await packPseudonyms(profile, options);
  const key = await packKey(options, options.out);
  const quiet = options.quiet === true;
  const { workers } = options;
  const {
    document: full,
    ingest,
    table,
    problem,
  } = await investigateLogs(
    inputs,
    {
      reading: await ingestOptions(options),
      map: await mapEntry(options),
      maxQuarantine: options.maxQuarantine,
      ...(options.reference === undefined ? {} : { reference: options.reference }),
      floor: options.floor === true,
      citations: options.citations,
    },
    {
      analyze,
      progress: progressSettings(quiet, io),
      warn: quiet ? () => {} : io.stderr,
      ...(workers === undefined ? {} : { workers }),
    },
  );
  const document = profiled(full, profile, pseudonyms);
  const facets = encodeFacetTable(table);
  const statement = packStatement(options, full, document);
  const files = sealedPack({ document, facets, statement, key });
  await removingOnInterrupt(partialFolder(options.out), () => writeFolder(options.out, files, { force }));

  print(document, options, io);
  const problems = [partialInput(document, ingest, options), problem];
  const partial = problems.filter((problem) => problem !== null);
  for (const problem of partial) io.stderr(errorText(problem));
  if (options.failOn === 'alert' && document.groups.some((group) => group.alert)) return EXIT.gate;
  return partial.length === 0 ? EXIT.done : EXIT.partial;
}

function print(document: FindingsDocument, options: InvestigateOptions, io: CommandIo): void {
  const peakBytes = process.resourceUsage().maxRSS * 1024;
  if (options.json) {
    for (const chunk of jsonLines(document)) io.stdout(chunk);
    if (!options.quiet) io.stderr(`peak ${byteSize(peakBytes)}\n`);
    return;
  }
  const width = io.columns ?? (Number(io.env['COLUMNS']) || 100);
  const open = join(
    options.out,
    hasFile(profileOf(document), 'report.html') ? 'report.html' : 'findings.json',
  );
  io.stdout(terminalRanking(document, { width, chalk: stdoutColour(io), open, peakBytes }));
}

/** What makes the result partial, with the file and the place; null where nothing does. */
function partialInput(
  document: FindingsDocument,
  ingest: IngestSummary,
  { maxQuarantine, out }: InvestigateOptions,
): StillhuntError | null {
  const broken = ingest.sources.filter(({ status }) => status !== 'complete');
  const { read, quarantined } = document.rows;
  const problems = broken
    .slice(0, 5)
    .map(({ name, status, statusDetail }) => `${name} is ${status}: ${statusDetail}`);
  if (broken.length > 5) problems.push(`${counted(broken.length - 5, 'more input')} not read to the end`);
  if (quarantined * 100 > maxQuarantine * read) {
    const share = percent(document.coverage.quarantined_share);
    problems.push(
      `${share} of the rows were refused, over the limit of ${maxQuarantine} %; ${firstRefused(ingest)}`,
    );
  }
  if (problems.length === 0) return null;
  return new StillhuntError(
    'partial',
    `The result rests on part of the input. ${problems.join('. ')}.`,
    `The evidence folder was written; ${join(out, 'coverage.json')} and quarantine.csv say what is missing.`,
  );
}
