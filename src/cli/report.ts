import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { EXIT, StillhuntError } from '../errors.js';
import type { FindingsDocument } from '../evidence/findings-document.js';
import { GATES, type Gate } from '../evidence/gate.js';
import { visible } from '../evidence/hidden-characters.js';
import { withLists } from '../evidence/with-lists.js';
import { partialFolder, writeFolder } from '../pack/folder.js';
import { checkFolder } from '../pack/folder-claim.js';
import { packFiles, sealedPack } from '../pack/layout.js';
import { hasFile, PROFILE_RULES } from '../pack/profile.js';
import { profiled, profileOf } from '../pack/profiled.js';
import { terminalRanking } from '../report/terminal.js';
import { viewText } from '../report/view.js';
import { stdoutColour } from './colour.js';
import type { CommandIo } from './command-io.js';
import { dayOption } from './field-option.js';
import { readFindings } from './findings-input.js';
import { readLists } from './findings-options.js';
import { gateCode } from './gate.js';
import { removingOnInterrupt } from './interruption.js';
import { keyedLists } from './keyed-lists.js';
import {
  addPackOptions,
  type PackOptions,
  packKey,
  packPseudonyms,
  packStatement,
  readPseudonyms,
} from './pack-options.js';

interface ReportOptions extends PackOptions {
  readonly out?: string;
  readonly only?: string;
  readonly force?: true;
  readonly lists?: readonly string[];
  readonly asOf?: string;
  readonly failOn?: readonly Gate[];
  readonly quiet?: true;
}

const EXAMPLES = `
Examples:
  stillhunt report evidence --only terminal
  stillhunt report evidence --only report.md
  stillhunt report evidence/findings.json --out again
  stillhunt report evidence --out reviewed --lists known.json
  stillhunt report evidence --only terminal --lists known.json --fail-on alert watched
  stillhunt report evidence --out for-partner --pack partner --pseudonym-key case.key

The logs are not needed: every view is made of findings.json, and is the same to the byte as investigate writes it.
What was stated about the earlier pack, and its signature, are not taken over: state and sign again.
facets.arrow is made of the logs; it is taken over from the pack that is given, where its sum agrees.
With --fail-on the exit code is that of investigate: 1 where a group is such, else 4 where the findings rest on part of the input.
Without --pack the profile stays what it is. What a partner or ci pack keeps back cannot be shown again.
`;

/** The ranking as the terminal shows it; a view like the files of the pack. */
const TERMINAL = 'terminal';
const FACETS = 'facets.arrow';

/** Adds `report`: any view again, from findings alone. */
export function register(program: Command, io: CommandIo, finish: (code: number) => void): void {
  const command = program
    .command('report')
    .description('write the evidence folder, or print one view, again from its findings, without the logs')
    .argument('<findings>', 'findings.json or an evidence folder')
    .option('--out <folder>', 'evidence folder to write')
    .option('--only <view>', 'print one file of the pack by its path, or terminal, and write nothing')
    .option('--force', 'replace an earlier stillhunt pack at --out');
  addPackOptions(command, 'that of the findings')
    .option(
      '--lists <files...>',
      'lists of known-good and watched accounts, in place of those that were applied before',
    )
    .option('--as-of <day>', 'day by which list entries expire (default: the last day of the log)', dayOption)
    .addOption(new Option('--fail-on <what...>', 'exit with 1 where a group is such').choices(GATES))
    .option('--quiet', 'print no warnings')
    .addHelpText('after', EXAMPLES)
    .action(async (findings: string, options: ReportOptions) => {
      finish(await report(findings, options, io));
    });
}

async function report(findings: string, options: ReportOptions, io: CommandIo): Promise<number> {
  const { out, only } = options;
  if ((out === undefined) === (only === undefined)) {
    throw new StillhuntError(
      'usage',
      `Received ${out === undefined ? 'neither --out nor --only' : 'both --out and --only'}, expected one of them.`,
      'Write the whole folder with --out FOLDER, or print one view with --only VIEW.',
    );
  }
  const force = options.force === true;
  if (out !== undefined) await checkFolder(out, { force });
  const key = out === undefined ? null : await packKey(options, out);
  const { document: given, folder, warnings } = await readFindings(findings);
  if (!options.quiet) for (const warning of warnings) io.stderr(`${visible(`warning: ${warning}`)}\n`);
  const full = await withListsOf(given, options);
  const code = codeOf(full, options.failOn);
  const document = await shownTo(full, keyOfPack(given, options));
  if (only !== undefined) {
    io.stdout(await viewOf(document, only, io));
    return code;
  }
  const facets = folder !== null && hasFile(profileOf(document), FACETS) ? await facetsIn(folder) : null;
  const statement = packStatement(options, given, document);
  const files = sealedPack({ document, facets, statement, key });
  await removingOnInterrupt(partialFolder(out!), () => writeFolder(out!, files, { force }));
  return code;
}

/**
 * The exit code under the gates; 0 where none is named.
 * @throws StillhuntError `usage` where the findings do not say what a gate asks for
 */
function codeOf(document: FindingsDocument, gates: readonly Gate[] | undefined): number {
  if (gates === undefined) return EXIT.done;
  if (gates.includes('new-alert') && document.baseline === undefined)
    throw new StillhuntError(
      'usage',
      '--fail-on new-alert needs findings that were compared with an earlier run, and these were not.',
      'Give findings of a run with --baseline, or use --fail-on alert.',
    );
  if (gates.includes('watched') && document.lists === undefined)
    throw new StillhuntError(
      'usage',
      '--fail-on watched needs a watch list, and none was applied to the findings or named.',
      'Add --lists FILE.',
    );
  const { inputs, rows, configuration } = document;
  const partial =
    inputs.some(({ status }) => status !== 'complete') ||
    rows.quarantined * 100 > configuration.max_quarantine_percent * rows.read;
  return gateCode(document, gates, partial);
}

/** The findings with the lists that are named, in place of those that were applied before. */
async function withListsOf(
  document: FindingsDocument,
  { lists, asOf, pseudonymKey }: ReportOptions,
): Promise<FindingsDocument> {
  if (lists === undefined) {
    if (asOf === undefined) return document;
    throw new StillhuntError(
      'usage',
      '--as-of says when entries of lists expire, and none was named.',
      'Add --lists FILE.',
    );
  }
  if (PROFILE_RULES[profileOf(document)].keyed)
    throw new StillhuntError(
      'usage',
      'Lists name accounts as the log does, and these findings have pseudonyms.',
      'Apply the lists to the internal findings, then make the pack from these with --pack.',
    );
  const { pseudonymised } = document;
  const pseudonyms =
    pseudonymised === undefined || pseudonymKey === undefined ? null : await readPseudonyms(pseudonymKey);
  return withLists(document, keyedLists(await readLists(lists), pseudonymised, pseudonyms), asOf ?? null);
}

/** The options without a key that only finds the accounts of lists. */
function keyOfPack(document: FindingsDocument, options: ReportOptions): ReportOptions {
  const { pseudonymKey, ...others } = options;
  const keyed = PROFILE_RULES[options.pack ?? profileOf(document)].keyed;
  return document.pseudonymised !== undefined && options.lists !== undefined && !keyed ? others : options;
}

async function shownTo(document: FindingsDocument, options: ReportOptions): Promise<FindingsDocument> {
  const profile = options.pack ?? profileOf(document);
  // Findings that were made for the profile have their pseudonyms already.
  if (profile === profileOf(document) && options.pseudonymKey === undefined) {
    return profiled(document, profile, null);
  }
  return profiled(document, profile, await packPseudonyms(profile, options));
}

async function viewOf(document: FindingsDocument, name: string, io: CommandIo): Promise<string> {
  if (name === TERMINAL) {
    const width = io.columns ?? (Number(io.env['COLUMNS']) || 100);
    return terminalRanking(document, { width, chalk: stdoutColour(io), open: 'report.md' });
  }
  // The readme lists the folder that it lies in, and is no view of the findings.
  const files = packFiles({ document, facets: null }).filter(({ path }) => path !== 'README.txt');
  const view = files.find(({ path }) => path === name);
  if (view === undefined) {
    const [first, ...others] = files.map(({ path }) => path).filter((path) => path.startsWith('groups/'));
    const names = [
      TERMINAL,
      ...files.map(({ path }) => path).filter((path) => !path.startsWith('groups/')),
      ...(first === undefined ? [] : [first]),
      ...(others.length === 0 ? [] : ['and so on for each group']),
    ];
    throw new StillhuntError(
      'usage',
      `There is no view ${JSON.stringify(name)}.`,
      `Views: ${names.join(', ')}.`,
    );
  }
  return viewText(view);
}

/** The fingerprints of a pack; null where it has none. */
async function facetsIn(folder: string): Promise<Uint8Array | null> {
  const bytes = await readIfThere(join(folder, FACETS));
  if (bytes === null) return null;
  const sums = await readIfThere(join(folder, 'SHA256SUMS'));
  const sum = createHash('sha256').update(bytes).digest('hex');
  if (sums !== null && Buffer.from(sums).toString('utf8').split('\n').includes(`${sum}  ${FACETS}`))
    return bytes;
  throw new StillhuntError(
    'integrity',
    `${join(folder, FACETS)} is not what SHA256SUMS of the pack says.`,
    'It was changed or damaged since it was written. Give the findings.json alone to do without it.',
  );
}

async function readIfThere(file: string): Promise<Uint8Array | null> {
  try {
    return await readFile(file);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    if (error.code === 'ENOENT') return null;
    throw new StillhuntError('input', `${file} cannot be read: ${String(error.code)}.`);
  }
}
