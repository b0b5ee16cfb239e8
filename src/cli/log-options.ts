import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Reading } from '../case/index.js';
import { StillhuntError } from '../errors.js';
import { isoMicroseconds } from '../evidence/instant.js';
import { type IngestOptions, parseUserMap, TimeColumn } from '../ingest/index.js';
import type { Field, TextField } from '../record/usage-record.js';
import { columnOption, constantOption } from './field-option.js';

/** What the user says of how logs are to be read; the same for every command that reads some. */
export interface LogOptions {
  readonly profile?: string;
  readonly map?: string;
  readonly column: Partial<Record<Field, string>>;
  readonly const: Partial<Record<TextField, string>>;
  readonly timezone?: string;
  /** µs since the epoch. */
  readonly epoch?: number;
}

/** Adds the options by which logs are read. */
export function addLogOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--profile <id>', 'format of the logs, see stillhunt formats').default(
        undefined,
        'told from the content',
      ),
    )
    .option('--map <file>', 'map that says where each field is, see inspect --write-map')
    .addOption(
      new Option('--column <FIELD=NAME>', 'read FIELD from the column or path NAME (repeatable)')
        .argParser(columnOption)
        .default({}, 'columns by their usual names'),
    )
    .addOption(
      new Option('--const <FIELD=VALUE>', 'FIELD has VALUE in every row (repeatable)')
        .argParser(constantOption)
        .default({}, 'none'),
    )
    .option('--timezone <zone>', 'zone of times without one: UTC, +02:00 or an IANA name')
    .option('--epoch <time>', 'start that relative times count from, with its zone', epochOption);
}

/**
 * The same as options of reading; reads the map.
 * @throws StillhuntError `usage` for --map with --profile; `input` for a map that cannot be read or does not hold.
 */
export async function ingestOptions(options: LogOptions): Promise<IngestOptions> {
  const { profile, map, timezone, epoch } = options;
  if (profile !== undefined && map !== undefined) {
    throw new StillhuntError('usage', '--profile and --map exclude each other.', 'Give one of them.');
  }
  return {
    columns: options.column,
    constants: options.const,
    ...(profile === undefined ? {} : { profile }),
    ...(map === undefined ? {} : { map: parseUserMap(await mapText(map), map) }),
    ...(timezone === undefined ? {} : { timezone }),
    ...(epoch === undefined ? {} : { epoch }),
  };
}

/** The map as findings name it: its file without folders, and its content by hash. */
export async function mapEntry({
  map,
}: LogOptions): Promise<{ readonly file: string; readonly sha256: string } | null> {
  if (map === undefined) return null;
  return {
    file: basename(map),
    sha256: createHash('sha256')
      .update(await mapText(map))
      .digest('hex'),
  };
}

/** How logs are read by the options, as a case keeps it. */
export async function readingEntry(options: LogOptions): Promise<Reading> {
  const { profile, map, epoch } = options;
  const entry = await mapEntry(options);
  return {
    columns: options.column,
    constants: options.const,
    timezone: options.timezone ?? null,
    ...(profile === undefined ? {} : { profile }),
    ...(map === undefined || entry === null ? {} : { map: { ...entry, text: await mapText(map) } }),
    ...(epoch === undefined ? {} : { epoch: isoMicroseconds(epoch)! }),
  };
}

async function mapText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw new StillhuntError('input', `The map ${file} cannot be read: ${reason}.`);
  }
}

function epochOption(text: string): number {
  const micros = new TimeColumn('--epoch', null);
  try {
    const at = micros.read(text);
    if (!Number.isNaN(at)) return at;
  } catch (error) {
    if (!(error instanceof StillhuntError)) throw error;
  }
  throw new InvalidArgumentError('Expected a time with its zone, such as 2026-03-01T00:00:00Z.');
}
