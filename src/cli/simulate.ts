import { type Command, InvalidArgumentError } from 'commander';
import {
  COLUMN_FAMILIES,
  type ColumnFamily,
  type Evasion,
  isColumnFamily,
  simulate,
} from '../simulate/index.js';
import type { CommandIo } from './command-io.js';

function integer(text: string): number {
  if (!/^-?\d{1,15}$/.test(text)) throw new InvalidArgumentError('Expected an integer.');
  return Number(text);
}

function evasion(text: string): Evasion {
  const level = Number(text);
  if (level !== 1 && level !== 2 && level !== 3) throw new InvalidArgumentError('Expected 1, 2 or 3.');
  return level;
}

function decimal(text: string): number {
  if (!/^\d{1,9}(\.\d{1,9})?$/.test(text)) throw new InvalidArgumentError('Expected a number.');
  return Number(text);
}

function families(text: string): ColumnFamily[] {
  return text.split(',').map((name) => {
    if (isColumnFamily(name)) return name;
    throw new InvalidArgumentError(`Expected some of ${Object.keys(COLUMN_FAMILIES).join(', ')}.`);
  });
}

interface Options {
  readonly out: string;
  readonly seed: number;
  readonly evasion: Evasion;
  readonly accounts?: number;
  readonly days?: number;
  readonly requests?: number;
  readonly operationSize?: number;
  readonly perAccount?: number;
  readonly mixing?: number;
  readonly drop?: readonly ColumnFamily[];
  readonly operations: boolean;
  readonly gzip?: boolean;
}

/** `stillhunt simulate`: a labelled log to try the tool on, or to measure it with. */
export function register(program: Command, io: CommandIo): void {
  program
    .command('simulate')
    .description('write a labelled usage log: a crowd, groups that only look coordinated, and operations')
    .requiredOption('--out <dir>', 'folder for log.csv, labels.csv and scenario.json')
    .requiredOption('--seed <n>', 'another seed is another world; the same one gives the same bytes', integer)
    .requiredOption(
      '--evasion <level>',
      '1 careless, 2 own settings for each account, 3 imitating real clients',
      evasion,
    )
    .option('--accounts <n>', 'accounts in the log (default: 11000)', integer)
    .option('--days <n>', 'days from a Monday on (default: 7)', integer)
    .option('--requests <n>', 'requests aimed at (default: 115 for an account and week)', integer)
    .option('--operation-size <n>', 'accounts of every operation, from 8 (default: drawn for each)', integer)
    .option(
      '--per-account <n>',
      "operations' requests per account and day, 2 to 100 (default: drawn)",
      decimal,
    )
    .option(
      '--mixing <share>',
      "0.05 to 1: extraction in operations' accounts; the rest is genuine customers' (default: drawn)",
      decimal,
    )
    .option(
      '--drop <families>',
      `columns that the log lacks, some of ${Object.keys(COLUMN_FAMILIES).join(',')}`,
      families,
    )
    .option('--no-operations', 'plant look-alikes only')
    .option('--gzip', 'write log.csv.gz')
    .action(async (options: Options) => {
      const { out, seed, accounts, days, requests, operationSize, perAccount, mixing, drop, gzip } = options;
      const made = await simulate(
        {
          seed,
          evasion: options.evasion,
          accounts,
          days,
          requests,
          operationSize,
          perAccount,
          mixing,
          drop,
          lookAlikesOnly: !options.operations,
          gzip,
        },
        out,
      );
      const planted = (kind: string) => made.groups.filter((group) => group.kind === kind).length;
      io.stdout(
        `${made.files.log}: ${made.requests} requests of ${made.accounts} accounts from ${made.start.slice(0, 10)}, ` +
          `${planted('operation')} operations, ${planted('benign-group')} look-alike groups\n` +
          `${made.files.labels}\n${made.files.scenario}\n`,
      );
    });
}
