import { type Dirent, existsSync, realpathSync } from 'node:fs';
import { open, readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { StillhuntError } from '../errors.js';
import { FINDINGS_SCHEMA } from '../evidence/findings-document.js';
import { fileHash } from '../file-hash.js';

/** What stands where the evidence folder is to go. */
export type FolderClaim = 'free' | 'empty' | 'previous pack';

/** The schema's name without its version: packs of other versions are ours too. */
const OUR_SCHEMA = `"${FINDINGS_SCHEMA.slice(0, FINDINGS_SCHEMA.lastIndexOf('/') + 1)}`;

/**
 * Says whether an evidence folder may be written at `out`; cheap, so call it before the work as well. Only a folder
 * that stillhunt wrote, in which every file is listed in its SHA256SUMS and unchanged, counts as a previous pack, and
 * only `force` gives it up: notes that someone laid beside the evidence or wrote into it are never deleted.
 * Throws StillhuntError `usage` with what to do instead. O(bytes of the earlier pack) with `force`.
 */
export async function checkFolder(out: string, { force }: { readonly force: boolean }): Promise<FolderClaim> {
  try {
    return await claimOf(out, force);
  } catch (error) {
    if (error instanceof StillhuntError || !(error instanceof Error) || !('code' in error)) throw error;
    throw refused(`--out ${out} cannot be looked into: ${String(error.code)}.`, 'Choose another folder.');
  }
}

async function claimOf(out: string, force: boolean): Promise<FolderClaim> {
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
  const sums = await sumsOfPack(target, files);
  if (sums === 'no pack') {
    throw refused(`--out ${out} is not empty and was not written by stillhunt.`, 'Choose another folder.');
  }
  if (!force) {
    throw refused(
      `--out ${out} holds an earlier stillhunt pack.`,
      'Choose another folder, or add --force to replace that pack.',
    );
  }
  const next = 'Move them away or choose another folder; --force replaces only what stillhunt wrote.';
  const written = files.filter((file) => file !== 'SHA256SUMS').sort();
  const stranger = written.find((file) => !sums.has(file));
  if (stranger !== undefined) {
    throw refused(
      `--out ${out} holds files that its SHA256SUMS does not list, for example ${stranger}.`,
      next,
    );
  }
  for (const file of written) {
    if ((await fileHash(join(target, file))).sha256 === sums.get(file)) continue;
    throw refused(`--out ${out} holds files that were changed since, for example ${file}.`, next);
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

/** SHA-256 by path, as the pack in the folder lists them. */
async function sumsOfPack(
  folder: string,
  files: readonly string[],
): Promise<ReadonlyMap<string, string> | 'no pack'> {
  if (!files.includes('findings.json') || !files.includes('SHA256SUMS')) return 'no pack';
  const lines = (await readFile(join(folder, 'SHA256SUMS'), 'utf8')).split('\n');
  const sums = new Map(lines.map((line) => [line.slice(66), line.slice(0, 64)]));
  const ours = sums.has('findings.json') && (await startsAsFindings(join(folder, 'findings.json')));
  return ours ? sums : 'no pack';
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
