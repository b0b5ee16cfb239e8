import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Command, Option } from 'commander';
import { StillhuntError } from '../errors.js';
import { joinedLists, parseLists } from '../evidence/account-lists.js';
import { GATES, type Gate } from '../evidence/gate.js';
import { PROFILE_RULES } from '../pack/profile.js';
import { profileOf } from '../pack/profiled.js';
import { ANNOTATED, type Annotated } from '../report/gate/annotations.js';
import { dayOption, percentOption, workersOption } from './field-option.js';
import { readFindings } from './findings-input.js';
import type { InvestigationSettings } from './investigation.js';
import { addPackOptions, type PackOptions } from './pack-options.js';

/** What the user says of findings and of the pack; the same for all commands that make findings. */
export interface FindingsOptions extends PackOptions {
  readonly out: string;
  readonly force?: true;
  readonly maxQuarantine: number;
  readonly floor?: true;
  readonly reference?: readonly string[];
  readonly baseline?: string;
  readonly lists?: readonly string[];
  readonly asOf?: string;
  readonly workers?: number;
  readonly json?: true;
  readonly quiet?: true;
  readonly failOn?: readonly Gate[];
  readonly annotations?: Annotated;
  readonly summary?: string;
  readonly nextBaseline?: string;
}

/** Adds these options, but for those of --pack, to be called first. */
export function addOutOptions(command: Command): Command {
  command
    .requiredOption('--out <folder>', 'evidence folder to write')
    .option('--force', 'replace an earlier stillhunt pack at --out');
  return addPackOptions(command, 'internal');
}

/** Adds the options of findings, after those of what they are made of. */
export function addFindingsOptions(command: Command): Command {
  return command
    .option('--max-quarantine <percent>', 'refused rows beyond which the exit code is 4', percentOption, 5)
    .option('--floor', 'measure what would have been missed, by planting groups into copies of the log')
    .option('--reference <inputs...>', 'calibrate support against a log that you vouch for')
    .option(
      '--baseline <findings>',
      'findings.json or pack of an earlier run: groups keep its ids, changes are told',
    )
    .option('--lists <files...>', 'lists of known-good and watched accounts')
    .option('--as-of <day>', 'day by which list entries expire (default: the last day of the log)', dayOption)
    .addOption(new Option('--workers <n>', 'threads that read rows').argParser(workersOption).hideHelp())
    .option('--json', 'print findings.json instead of the ranking')
    .option('--quiet', 'print no warnings or progress')
    .addOption(new Option('--fail-on <what...>', 'exit with 1 where a group is such').choices(GATES))
    .addOption(
      new Option('--annotations <platform>', 'tell the job of a pipeline what tripped the gate').choices(
        ANNOTATED,
      ),
    )
    .option('--summary <file>', 'append the outcome to this file, as Markdown, such as $GITHUB_STEP_SUMMARY')
    .option(
      '--next-baseline <file>',
      'write the full findings here too, for --baseline of the next run, where the input was whole',
    );
}

/** What findings depend on of these options. Reads the baseline and the lists. @throws StillhuntError `usage`, `input` */
export async function findingsSettings(
  options: FindingsOptions,
): Promise<Omit<InvestigationSettings, 'reading' | 'citations'>> {
  const { baseline, lists, asOf, failOn = [] } = options;
  if (failOn.includes('new-alert') && baseline === undefined)
    throw new StillhuntError(
      'usage',
      '--fail-on new-alert compares with an earlier run, and none was named.',
      'Add --baseline FINDINGS, or use --fail-on alert.',
    );
  if (failOn.includes('watched') && lists === undefined)
    throw new StillhuntError(
      'usage',
      '--fail-on watched needs a watch list, and none was named.',
      'Add --lists FILE.',
    );
  return {
    maxQuarantine: options.maxQuarantine,
    ...(options.reference === undefined ? {} : { reference: options.reference }),
    floor: options.floor === true,
    ...(baseline === undefined ? {} : { baseline: await readBaseline(baseline) }),
    ...(lists === undefined ? {} : { lists: await readLists(lists) }),
    ...(asOf === undefined ? {} : { asOf }),
  };
}

async function readBaseline(path: string): Promise<NonNullable<InvestigationSettings['baseline']>> {
  const { document, file } = await readFindings(path);
  const profile = profileOf(document);
  if (PROFILE_RULES[profile].keyed)
    throw new StillhuntError(
      'usage',
      `The baseline ${file} was made for the profile ${profile}: under its pseudonyms every group would be new.`,
      'Give the findings of an internal or court pack; --next-baseline FILE keeps them beside a pack of any profile.',
    );
  return { document, sha256: sha256(await readFile(file)) };
}

/** Reads lists, several as one. @throws StillhuntError `input` */
export async function readLists(
  files: readonly string[],
): Promise<NonNullable<InvestigationSettings['lists']>> {
  return joinedLists(
    await Promise.all(
      files.map(async (file) => {
        const bytes = await bytesOf(file);
        return parseLists(bytes.toString('utf8'), { name: basename(file), sha256: sha256(bytes) });
      }),
    ),
  );
}

async function bytesOf(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw new StillhuntError('input', `The list ${file} cannot be read: ${reason}.`);
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
