import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { globSync, isDynamicPattern } from 'tinyglobby';
import { StillhuntError } from '../errors.js';
import { isLogName, LOG_NAMES, tally, tallyText } from './log-names.js';
import { showText } from './show-text.js';

/** One log to read. */
export interface LogSource {
  /** Path as given, with `/`, relative to the working directory where it lies below it; `-` for stdin. */
  readonly name: string;
  /** Absolute path; null for stdin. */
  readonly path: string | null;
  /** Size in bytes as stored; null for stdin and for what is not a regular file. */
  readonly bytes: number | null;
}

const STDIN = '-';
/** Codes by which the system says that a path leads nowhere. */
const NOWHERE = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP']);

/**
 * Expands files, folders (recursively), glob patterns and `-` to the logs they mean, in code-unit order of name,
 * each once. In a folder only log names are taken and names with a leading dot are passed over; what is named
 * or matched by a pattern is taken whatever its name. Pipes and devices in a folder are passed over: reading one
 * that nobody writes to would never end.
 *
 * @throws StillhuntError `usage` for no input at all; `input` for a missing file, a log that cannot be reached, a folder
 * without logs, or a pattern that matches nothing.
 */
export function expandInputs(inputs: readonly string[], cwd: string = process.cwd()): LogSource[] {
  if (inputs.length === 0) {
    throw new StillhuntError(
      'usage',
      'No input was named.',
      'Name log files, folders, patterns or - for stdin.',
    );
  }
  const found = new Map<string, LogSource>(); // real path or '-' -> source
  for (const input of inputs) {
    if (input === STDIN) found.set(STDIN, { name: STDIN, path: null, bytes: null });
    else for (const path of expandInput(input, cwd)) addFile(found, path, cwd);
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function expandInput(input: string, cwd: string): string[] {
  const path = resolve(cwd, input);
  const kind = kindOf(path);
  if (kind === 'folder') return logsInFolder(input, path);
  if (kind !== null) return [path];
  if (!isDynamicPattern(input)) {
    throw new StillhuntError(
      'input',
      `No file or folder ${showText(input, 400)}.`,
      `Paths are taken from ${cwd}.`,
    );
  }
  const matches = globSync(input, { cwd, onlyFiles: false, absolute: true, expandDirectories: false });
  const files = new Set<string>();
  for (const match of matches) {
    const matched = resolve(match); // without the slash that ends a folder
    if (kindOf(matched) !== 'folder') files.add(matched);
    else for (const file of walk(matched, new Set(), new Map())) files.add(file);
  }
  if (files.size === 0) {
    throw new StillhuntError(
      'input',
      `The pattern ${showText(input, 400)} matches no log.`,
      `Paths are taken from ${cwd}. Quote patterns, so that the shell does not change them.`,
    );
  }
  return [...files];
}

function logsInFolder(input: string, path: string): string[] {
  const others = new Map<string, number>();
  const files = walk(path, new Set(), others);
  if (files.length > 0) return files;
  throw new StillhuntError(
    'input',
    `The folder ${showText(input, 400)} holds no logs; it held ${tallyText(others)}.`,
    `In folders ${LOG_NAMES} are read. Name other files (.txt) one by one or by a pattern.`,
  );
}

/** Log files below a folder; names of other files are tallied by extension in `others`. */
function walk(folder: string, visited: Set<string>, others: Map<string, number>): string[] {
  // Links may lead back up: each real folder is entered once.
  const real = reached(folder, () => realpathSync(folder));
  if (visited.has(real)) return [];
  visited.add(real);
  const files: string[] = [];
  for (const entry of readFolder(folder)) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    const kind = entry.isDirectory() ? 'folder' : entry.isFile() ? 'file' : kindOf(path);
    if (kind === 'folder') files.push(...walk(path, visited, others));
    else if (kind !== 'special' && isLogName(entry.name))
      files.push(path); // a lost one is told later
    else if (kind !== null) tally(others, entry.name);
  }
  return files;
}

function readFolder(folder: string): Dirent[] {
  return reached(folder, () => readdirSync(folder, { withFileTypes: true }));
}

/** What a path leads to; `special` are pipes and devices, null is nothing at all. */
function kindOf(path: string): 'file' | 'folder' | 'special' | null {
  try {
    const stat = statSync(path);
    return stat.isDirectory() ? 'folder' : stat.isFile() ? 'file' : 'special';
  } catch (error) {
    if (NOWHERE.has(codeOf(error))) return null;
    throw unreachable(path, error);
  }
}

/** A file that is reached under several names, by links or otherwise, gets the first of them. */
function addFile(found: Map<string, LogSource>, path: string, cwd: string): void {
  const real = reached(path, () => realpathSync(path));
  const below = relative(cwd, path);
  const outside = below.startsWith('..') || isAbsolute(below);
  const name = (outside ? path : below).split(sep).join('/');
  const known = found.get(real);
  if (known !== undefined && known.name <= name) return;
  const stat = reached(path, () => statSync(path));
  found.set(real, { name, path, bytes: stat.isFile() ? stat.size : null });
}

/** Does what needs the path to be there and permitted. */
function reached<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw unreachable(path, error);
  }
}

function unreachable(path: string, error: unknown): StillhuntError {
  const reason = codeOf(error);
  return new StillhuntError(
    'input',
    `${showText(path, 400)} cannot be read: ${reason}.`,
    reason === 'ENOENT'
      ? 'It is a link to nothing, was moved meanwhile, or its name is not UTF-8.'
      : undefined,
  );
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
}
