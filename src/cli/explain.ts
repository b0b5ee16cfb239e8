import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { isoMicroseconds } from '../evidence/instant.js';
import { jsonLines } from '../evidence/json-lines.js';
import { accountPage } from '../explain/account-page.js';
import { explainAccount, explainGroup } from '../explain/explanation.js';
import { groupPage } from '../explain/group-page.js';
import { type AccountTraffic, findSubject, type Searched } from '../explain/subject.js';
import { terminalPage } from '../report/terminal-page.js';
import { stdoutColour } from './colour.js';
import type { CommandIo } from './command-io.js';
import { plainLines } from './error-text.js';
import { type FindingsInput, readFindings } from './findings-input.js';

interface ExplainOptions {
  readonly as?: 'group' | 'account';
  readonly full?: true;
  readonly json?: true;
}

const EXAMPLES = `
Examples:
  stillhunt explain case G-23dc4ee1
  stillhunt explain case/findings.json acc_4cf028a77892
  stillhunt explain case acc_4cf028a77892 --json | jq .memberships
  stillhunt explain case --as account -- -odd-id

An id may be given as reports show it, with hidden characters spelled out (\\u{202e}). An id that is not there gives exit
code 2, with what was searched and the ids most like it. An account of the log that is in no group is no error; that it
is in the log is known where the folder holds facets.arrow.
`;

/** `stillhunt explain`: why a group or an account is in the findings, what speaks against it, what would change it. */
export function register(program: Command, io: CommandIo): void {
  program
    .command('explain')
    .description(
      'say of a group or an account why it is in, what speaks against it, what would change the verdict',
    )
    .argument('<findings>', 'evidence folder or findings.json')
    .argument('<id>', 'group or account')
    .addOption(
      new Option('--as <kind>', 'what the id is, where it could be both').choices(['group', 'account']),
    )
    .option('--full', 'say everything that was measured, not only what tells most')
    .option('--json', 'print the explanation as JSON')
    .addHelpText('after', EXAMPLES)
    .action((path: string, id: string, options: ExplainOptions) => explain(path, id, options, io));
}

async function explain(path: string, id: string, options: ExplainOptions, io: CommandIo): Promise<void> {
  const input = await readFindings(path);
  warn(input, io);
  const { document } = input;
  const subject = await findSubject(id, searchedIn(input), options.as ?? null);
  const explanation =
    subject.kind === 'group' ? explainGroup(subject, document) : explainAccount(subject, document);
  if (options.json) {
    for (const chunk of jsonLines(explanation)) io.stdout(chunk);
    return;
  }
  const page =
    'group' in explanation
      ? groupPage(explanation, document, { full: options.full === true })
      : accountPage(explanation, document);
  io.stdout(terminalPage(page, pageView(io)));
}

/** Width and colour of stdout. */
export function pageView(io: CommandIo) {
  return { width: io.columns ?? (Number(io.env['COLUMNS']) || 100), chalk: stdoutColour(io) };
}

/** What a reader should know of a document, on stderr. */
export function warn({ warnings }: FindingsInput, io: CommandIo): void {
  for (const warning of warnings) io.stderr(`${plainLines(`warning: ${warning}`)}\n`);
}

/** Where ids of an input are looked up: its document, and the fingerprints beside it for accounts in no group. */
export function searchedIn({ document, file, folder }: FindingsInput): Searched {
  return {
    document,
    file,
    accounts: async () => (folder === null ? null : accountsOf(join(folder, 'facets.arrow'))),
  };
}

/** All accounts of a log with their traffic; null where there is no such file. */
async function accountsOf(file: string): Promise<ReadonlyMap<string, AccountTraffic> | null> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch {
    return null;
  }
  const { decodeFacetTable } = await import('../fingerprint/index.js'); // Arrow costs start-up time
  const { accounts, totals } = decodeFacetTable(bytes, file);
  return new Map(
    accounts.map((id, i) => [
      id,
      {
        requests: totals.requests[i]!,
        first_time: isoMicroseconds(totals.firstTime[i]!),
        last_time: isoMicroseconds(totals.lastTime[i]!),
      },
    ]),
  );
}
