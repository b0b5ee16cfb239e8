import { type Command, Option } from 'commander';
import { StillhuntError } from '../errors.js';
import { jsonLines } from '../evidence/json-lines.js';
import { runDifference } from '../evidence/run-difference.js';
import { compareSubjects } from '../explain/comparison.js';
import { comparisonPage } from '../explain/comparison-page.js';
import { runDifferencePage } from '../explain/run-difference-page.js';
import { findSubject } from '../explain/subject.js';
import type { Section } from '../report/page.js';
import { terminalPage } from '../report/terminal-page.js';
import type { CommandIo } from './command-io.js';
import { pageView, searchedIn, warn } from './explain.js';
import { readFindings } from './findings-input.js';

interface CompareOptions {
  readonly as?: 'group' | 'account';
  readonly json?: true;
}

const EXAMPLES = `
Examples:
  stillhunt compare april may
  stillhunt compare april/findings.json may/findings.json --json | jq '.groups[] | select(.change == "new")'
  stillhunt compare case G-23dc4ee1 G-3f5ad5b6
  stillhunt compare case acc_4cf028a77892 acc_02173be74590

With two arguments, two runs: what differs between the runs themselves comes first, then which groups are new, grown,
merged, split, regrouped, shrunk, gone or the same, by the members that they share. With three, two groups or two
accounts of one run, side by side.
`;

/** `stillhunt compare`: two runs, two groups or two accounts. */
export function register(program: Command, io: CommandIo): void {
  program
    .command('compare')
    .description('compare two runs, or two groups or accounts of one run')
    .argument('<findings>', 'evidence folder or findings.json')
    .argument('<other>', 'another one; or a group or account of the first')
    .argument('[id]', 'the group or account to compare that with')
    .addOption(
      new Option('--as <kind>', 'what the ids are, where they could be both').choices(['group', 'account']),
    )
    .option('--json', 'print the comparison as JSON')
    .addHelpText('after', EXAMPLES)
    .action((path: string, other: string, id: string | undefined, options: CompareOptions) =>
      id === undefined ? compareRuns(path, other, options, io) : compareTwo(path, [other, id], options, io),
    );
}

async function compareRuns(
  first: string,
  second: string,
  options: CompareOptions,
  io: CommandIo,
): Promise<void> {
  const before = await readFindings(first);
  const after = await readFindings(second);
  warn(before, io);
  warn(after, io);
  const difference = runDifference(before.document, after.document);
  if (difference.caveats.some(({ code }) => code === 'pseudonyms')) throw otherNames(first, second);
  print(difference, () => runDifferencePage(difference, before.document, after.document), options, io);
}

/** Every group would read as gone and new, which would say nothing of the runs. */
function otherNames(first: string, second: string): StillhuntError {
  return new StillhuntError(
    'input',
    `${first} and ${second} cannot be compared: they name accounts under different keys, or one of them under none.`,
    'Give two packs with pseudonyms of the same key, or two without.',
  );
}

async function compareTwo(
  path: string,
  [first, second]: readonly [string, string],
  options: CompareOptions,
  io: CommandIo,
): Promise<void> {
  const input = await readFindings(path);
  warn(input, io);
  const where = searchedIn(input);
  const as = options.as ?? null;
  const a = await findSubject(first, where, as);
  const b = await findSubject(second, where, as);
  const comparison = compareSubjects(a, b, input.document);
  print(comparison, () => comparisonPage(comparison, input.document), options, io);
}

function print(value: object, page: () => Section[], { json }: CompareOptions, io: CommandIo): void {
  if (json) for (const chunk of jsonLines(value)) io.stdout(chunk);
  else io.stdout(terminalPage(page(), pageView(io)));
}
