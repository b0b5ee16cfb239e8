import { type Dirent, existsSync, realpathSync } from 'node:fs';
import { open, readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { StillhuntError } from '../errors.js';
import { FINDINGS_SCHEMA } from './findings-document.js';

/** What stands where the evidence folder is to go. */
export type FolderClaim = 'free' | 'empty' | 'previous pack';

/** The schema's name without its version: packs of other versions are ours too. */
const OUR_SCHEMA = `"${FINDINGS_SCHEMA.slice(0, FINDINGS_SCHEMA.lastIndexOf('/') + 1)}`;

/**
 * Says whether an evidence folder may be written at `out`; cheap, so call it before the work as well. Only a folder
 * that stillhunt wrote, in which every file is listed in its SHA256SUMS, counts as a previous pack, and only
 * `force` gives it up: notes that someone laid beside the evidence are never deleted.
 * Throws StillhuntError `usage` with what to do instead.
 */
export async function checkFolder(out: string, { force }: { readonly force: boolean }): Promise<FolderClaim> {
  const target = placeOf(out);
  const inside = relative(target, process.cwd());
  if (inside === '' || (!inside.startsWith('..') && resolve(target, inside) === process.cwd())) {
    throw refused(
      `--out ${out} is the current folder or holds it.`,
      'Choose a folder of its own, for example --out evidence.',
    );
  }
  if (!existsSync(target)) return 'free';
  if (!(await stat(target)).isDirectory()) {
    throw refused(`--out ${out} is a file.`, 'Choose the name of a folder.');
  }
  const files = await filesIn(target);
  if (files === 'empty') return 'empty';
  const strangers = await notOurs(target, files);
  if (strangers === 'no pack') {
    throw refused(`--out ${out} is not empty and was not written by stillhunt.`, 'Choose another folder.');
  }
  if (!force) {
    throw refused(
      `--out ${out} holds an earlier stillhunt pack.`,
      'Choose another folder, or add --force to replace that pack.',
    );
  }
  if (strangers.length > 0) {
    throw refused(
      `--out ${out} holds files that its SHA256SUMS does not list, for example ${strangers[0]}.`,
      'Move them away or choose another folder; --force replaces only what stillhunt wrote.',
    );
  }
  return 'previous pack';
}

/** The absolute path that `out` names, behind any symbolic link, so that the link survives a replacement. */
export function placeOf(out: string): string {
  return existsSync(out) ? realpathSync(out) : resolve(out);
}

async function filesIn(folder: string): Promise<string[] | 'empty'> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  if (entries.length === 0) return 'empty';
  const path = (entry: Dirent) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/');
  return entries.filter((entry) => !entry.isDirectory()).map(path);
}

async function notOurs(folder: string, files: readonly string[]): Promise<string[] | 'no pack'> {
  if (!files.includes('findings.json') || !files.includes('SHA256SUMS')) return 'no pack';
  const sums = await readFile(join(folder, 'SHA256SUMS'), 'utf8');
  const listed = new Set(sums.split('\n').map((line) => line.replace(/^[0-9a-f]{64} [ *]/, '')));
  if (!listed.has('findings.json') || !(await startsAsFindings(join(folder, 'findings.json'))))
    return 'no pack';
  return files.filter((file) => file !== 'SHA256SUMS' && !listed.has(file)).sort();
}

async function startsAsFindings(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(256), 0, 256, 0);
    return buffer.toString('utf8', 0, bytesRead).includes(OUR_SCHEMA);
  } finally {
    await file.close();
  }
}

function refused(message: string, next: string): StillhuntError {
  return new StillhuntError('usage', message, next);
}
