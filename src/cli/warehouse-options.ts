import { readFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Window } from '../case/index.js';
import { StillhuntError } from '../errors.js';
import {
  ClickhouseWarehouse,
  type Moved,
  type PushedProgress,
  parseClickhouseAddress,
  type ServerProgress,
  type Warehouse,
} from '../warehouse/index.js';
import type { CommandIo } from './command-io.js';
import { dayOption, secondsOption } from './field-option.js';
import { abortingOnInterrupt } from './interruption.js';
import { createProgress, type ProgressSettings, showBytes, showCount } from './progress.js';

/** Which table is asked, as whom, and how. */
export interface WarehouseOptions {
  readonly from?: string;
  readonly passwordFile?: string;
  readonly caFile?: string;
  readonly statementTimeout?: number;
  readonly slices?: number;
  readonly since?: string;
  readonly until?: string;
}

const PASSWORD = 'STILLHUNT_CLICKHOUSE_PASSWORD';
const NO_INPUT = 'No log is named.';
const MOST_SLICES = 65_536;

/** Adds the options by which a table is asked in place of reading logs. */
export function addWarehouseOptions(command: Command): Command {
  return command
    .option(
      '--from <url>',
      'ask a table in place of reading logs: clickhouse://USER@HOST:PORT/DATABASE.TABLE, clickhouses:// for TLS',
    )
    .option('--since <day>', 'with --from: first day (UTC)', dayOption)
    .option('--until <day>', 'with --from: last day (UTC)', dayOption)
    .addOption(
      new Option(
        '--slices <n>',
        'with --from: parts of the accounts, asked for one after the other',
      ).argParser(slicesOption),
    )
    .option('--password-file <file>', `with --from: file that holds the password (else ${PASSWORD})`)
    .option('--ca-file <file>', "with --from: PEM certificate of the authority that signed the server's")
    .option(
      '--statement-timeout <seconds>',
      'with --from: how long a statement may take (default: an hour)',
      secondsOption,
    );
}

function slicesOption(text: string): number {
  const value = Number(text);
  if (!/^\d{1,5}$/.test(text) || value < 1 || value > MOST_SLICES)
    throw new InvalidArgumentError(`Expected 1 to ${MOST_SLICES}.`);
  return value;
}

/** The days that are asked for. */
export function windowOf({ since, until }: WarehouseOptions): Window {
  return { ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }) };
}

/**
 * The address of the table, where one is named in place of logs; null for logs.
 * @throws StillhuntError `usage` for both or neither, and for options of a table with logs
 */
export function tableNamed(inputs: readonly string[], options: WarehouseOptions): string | null {
  const { from, since, until } = options;
  if (from !== undefined && inputs.length > 0)
    throw new StillhuntError('usage', 'Logs and --from exclude each other.', 'Name logs, or a table.');
  if (since !== undefined && until !== undefined && since > until)
    throw new StillhuntError('usage', `--since ${since} is after --until ${until}.`);
  if (from !== undefined) return from;
  const others = Object.entries({
    since,
    until,
    slices: options.slices,
    'password-file': options.passwordFile,
    'ca-file': options.caFile,
    'statement-timeout': options.statementTimeout,
  });
  const given = others.find(([, value]) => value !== undefined);
  if (given !== undefined)
    throw new StillhuntError(
      'usage',
      `--${given[0]} plays a part with --from alone.`,
      'Leave it out, or name a table with --from.',
    );
  if (inputs.length === 0)
    throw new StillhuntError(
      'usage',
      NO_INPUT,
      'Name files, folders, patterns or - for stdin; or a table with --from.',
    );
  return null;
}

/** What is done with a table, and what it is told of. */
export interface TableUse {
  readonly warehouse: Warehouse;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: PushedProgress) => void;
}

/**
 * Opens the table, does the work and closes it again. Ctrl-C ends the statement on the server first. Progress is shown.
 * @throws StillhuntError `usage` for an address that cannot be read; `input` for a file that cannot, and as `ClickhouseWarehouse` does;
 *   `interrupted`
 */
export async function withTable<T>(
  from: string,
  options: WarehouseOptions,
  { io, progress }: { readonly io: CommandIo; readonly progress: ProgressSettings },
  work: (use: TableUse) => Promise<T>,
): Promise<T> {
  const address = parseClickhouseAddress(from);
  const password = await passwordOf(options, io);
  const authority = options.caFile === undefined ? undefined : await fileOf(options.caFile, '--ca-file');
  const display = createProgress(progress);
  let told: PushedProgress | null = null;
  let server: ServerProgress | null = null;
  const show = () => {
    if (told === null) return;
    const { done, statements, bytes } = told;
    display.update({
      bytesRead: done,
      bytesTotal: statements,
      rows: 0,
      source: '',
      text: progressWords(told, server, bytes),
    });
  };
  try {
    return await abortingOnInterrupt(async (signal) => {
      const warehouse = await ClickhouseWarehouse.open(
        address,
        {
          password,
          ...(authority === undefined ? {} : { authority }),
          ...(options.statementTimeout === undefined ? {} : { statementSeconds: options.statementTimeout }),
          onServer: (seen) => {
            server = seen;
            show();
          },
        },
        signal,
      );
      try {
        return await work({
          warehouse,
          signal,
          onProgress: (seen) => {
            if (seen.done !== told?.done) server = null;
            told = seen;
            show();
          },
        });
      } finally {
        await warehouse.close();
      }
    });
  } finally {
    display.stop();
  }
}

/** One line of ASCII: what is asked for, what came, and what the server does meanwhile. */
function progressWords(
  { purpose, done, statements, accounts }: PushedProgress,
  server: ServerProgress | null,
  bytes: number,
): string {
  const parts = [
    `${done} of ${statements} statements`,
    `${showBytes(bytes)} received`,
    `${showCount(accounts)} accounts`,
  ];
  if (server !== null) {
    const { rowsRead, rowsTotal, memory } = server;
    const all = rowsTotal >= rowsRead ? ` of about ${showCount(rowsTotal)}` : '';
    parts.push(`server: ${showCount(rowsRead)}${all} rows, ${showBytes(Math.max(0, memory))}`);
  }
  return `${parts.join('  ')}  ${purpose}`;
}

/** How a table was counted, in lines for the user. */
export function movedLines(name: string, { rows, counted, bytes, statements, reasons }: Moved): string {
  const lines = [
    `${name} counted ${showCount(counted)} rows; ${showCount(rows)} were read here; ${showBytes(bytes)} received in ${showCount(statements)} statements`,
    ...reasons.map((reason) => `warning: all rows are read here, because the server cannot: ${reason}`),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

async function passwordOf({ passwordFile }: WarehouseOptions, { env }: CommandIo): Promise<string> {
  if (passwordFile === undefined) return env[PASSWORD] ?? '';
  return (await fileOf(passwordFile, '--password-file')).toString('utf8').replace(/\r?\n$/, '');
}

async function fileOf(file: string, option: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw new StillhuntError('input', `The file of ${option}, ${file}, cannot be read: ${reason}.`);
  }
}
