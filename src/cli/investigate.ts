import { join } from 'node:path';
import type { Command } from 'commander';
import { Option } from 'commander';
import { referenceGroups } from '../assess/reference-groups.js';
import { EXIT, StillhuntError } from '../errors.js';
import { findingsDocument } from '../evidence/findings.js';
import type { FindingsDocument } from '../evidence/findings-document.js';
import { visible } from '../evidence/hidden-characters.js';
import { isoMicroseconds } from '../evidence/instant.js';
import { jsonLines } from '../evidence/json-lines.js';
import { requestHours } from '../evidence/request-hours.js';
import { encodeFacetTable, type FacetTable } from '../fingerprint/index.js';
import type { Analyze } from '../floor/index.js';
import type { IngestSummary } from '../ingest/index.js';
import { partialFolder, writeFolder } from '../pack/folder.js';
import { checkFolder } from '../pack/folder-claim.js';
import { packFiles } from '../pack/layout.js';
import { hasFile } from '../pack/profile.js';
import { profiled, profileOf } from '../pack/profiled.js';
import { byteSize, counted, percent } from '../report/quantity.js';
import { terminalRanking } from '../report/terminal.js';
import { type Fingerprints, fingerprints } from '../tabulate/index.js';
import { stdoutColour } from './colour.js';
import type { CommandIo } from './command-io.js';
import { detectionFloor } from './detection-floor.js';
import { measuredErrors } from './error-rates.js';
import { errorText } from './error-text.js';
import { percentOption, workersOption } from './field-option.js';
import { removingOnInterrupt } from './interruption.js';
import { addLogOptions, ingestOptions, type LogOptions, mapEntry } from './log-options.js';
import { addPackOptions, type PackOptions, packPseudonyms } from './pack-options.js';
import { createProgress, type ProgressSettings } from './progress.js';
import { coarseReference, type Reference, referenceOf } from './reference.js';
import { packageVersion } from './version.js';

interface InvestigateOptions extends LogOptions, PackOptions {
  readonly out: string;
  readonly force?: true;
  readonly maxQuarantine: number;
  readonly workers?: number;
  readonly json?: true;
  readonly floor?: true;
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
  stillhunt investigate logs/ --out evidence --force --quiet --fail-on alert

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
  const { table, ingest } = await readInputs(inputs, options, io);
  if (!options.quiet) io.stderr(warnings(ingest));
  if (table.accounts.length === 0) throw nothingUsable(ingest);

  const reference = await vouchedFor(table, options, io, analyze);
  const assessment = await analyze(table, reference?.calibration, true);
  const coarse =
    reference === null ? null : coarseReference(reference, referenceGroups(assessment.groups).length);
  if (coarse !== null && !options.quiet) io.stderr(`warning: ${coarse}\n`);
  const floor =
    options.floor === true
      ? await detectionFloor(
          table,
          assessment,
          (planted) => analyze(planted, reference?.calibration),
          progressSettings(options, io),
        )
      : null;
  const hours = requestHours(table);
  const map = await mapEntry(options);
  const full = findingsDocument({
    version: packageVersion(),
    configuration: {
      columns: options.column,
      constants: options.const,
      timezone: options.timezone ?? null,
      ...(options.profile === undefined ? {} : { profile: options.profile }),
      ...(map === null ? {} : { map }),
      ...(options.epoch === undefined ? {} : { epoch: isoMicroseconds(options.epoch)! }),
      max_quarantine_percent: options.maxQuarantine,
      ...(reference === null ? {} : { reference: reference.entry }),
    },
    ingest,
    assessment,
    hours,
    errorRates: await measuredErrors(),
    floor,
  });
  const document = profiled(full, profile, pseudonyms);
  const facets = encodeFacetTable(table);
  const files = packFiles({ document, facets });
  await removingOnInterrupt(partialFolder(options.out), () => writeFolder(options.out, files, { force }));

  print(document, options, io);
  const problems = [partialInput(document, ingest, options), reference?.problem ?? null];
  const partial = problems.filter((problem) => problem !== null);
  for (const problem of partial) io.stderr(errorText(problem));
  if (options.failOn === 'alert' && document.groups.some((group) => group.alert)) return EXIT.gate;
  return partial.length === 0 ? EXIT.done : EXIT.partial;
}

/** Reads and analyses the log given with --reference; null where none was. */
async function vouchedFor(
  { fields }: FacetTable,
  options: InvestigateOptions,
  io: CommandIo,
  analyze: Analyze,
): Promise<Reference | null> {
  if (options.reference === undefined) return null;
  const { table, ingest } = await readInputs(options.reference, options, io);
  if (!options.quiet) io.stderr(warnings(ingest));
  if (table.accounts.length === 0) throw nothingUsable(ingest, ' of the reference');
  return referenceOf(table, ingest, fields, analyze);
}

function progressSettings(options: InvestigateOptions, io: CommandIo): ProgressSettings {
  return {
    stream: io.stderrStream ?? process.stderr,
    env: io.env,
    quiet: options.quiet === true || io.stderrStream === undefined,
    now: () => performance.now(),
  };
}

async function readInputs(
  inputs: readonly string[],
  options: InvestigateOptions,
  io: CommandIo,
): Promise<Fingerprints> {
  const reading = await ingestOptions(options);
  const { workers } = options;
  const display = createProgress(progressSettings(options, io));
  try {
    return await fingerprints(inputs, {
      ...reading,
      ...(workers === undefined ? {} : { workers }),
      onProgress: (progress) => display.update(progress),
    });
  } finally {
    display.stop();
  }
}

function print(document: FindingsDocument, options: InvestigateOptions, io: CommandIo): void {
  const peakBytes = process.resourceUsage().maxRSS * 1024;
  if (options.json) {
    for (const chunk of jsonLines(document)) io.stdout(chunk);
    if (!options.quiet) io.stderr(`peak ${byteSize(peakBytes)}\n`);
    return;
  }
  const width = io.columns ?? (Number(io.env['COLUMNS']) || 100);
  const open = join(options.out, hasFile(profileOf(document), 'report.md') ? 'report.md' : 'findings.json');
  io.stdout(terminalRanking(document, { width, chalk: stdoutColour(io), open, peakBytes }));
}

const WARNINGS_SHOWN = 20;

function warnings({ warnings: all }: IngestSummary): string {
  const shown = all.slice(0, WARNINGS_SHOWN).map((text) => `warning: ${text}`);
  const rest = all.length - shown.length;
  if (rest > 0) shown.push(`warning: ${counted(rest, 'more warning')} of this kind`);
  return shown.map((line) => `${visible(line)}\n`).join('');
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

function nothingUsable(ingest: IngestSummary, of = ''): StillhuntError {
  const reasons = Object.entries(ingest.quarantine.reasons).map(([reason, rows]) => `${reason} ${rows}`);
  return new StillhuntError(
    'input',
    `None of the ${counted(ingest.rows.read, 'row')}${of} could be used (${reasons.join(', ')}); ${firstRefused(ingest)}.`,
    'Check the columns with --column FIELD=NAME, and the zone of times without one with --timezone; a map says how times are written (stillhunt inspect LOG --write-map MAP).',
  );
}

function firstRefused({ quarantine }: IngestSummary): string {
  const [first] = quarantine.examples;
  if (first === undefined) return 'see quarantine.csv';
  return `the first is ${first.source} line ${first.line}, byte ${first.offset}: ${first.reason}, ${first.detail}`;
}
