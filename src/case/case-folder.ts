import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { diskError, flushFolder, writeNewFile } from '../durable-file.js';
import { StillhuntError } from '../errors.js';
import { BATCH_SCHEMA, batchId, type CaseBatch, type NamedBatch } from './case-batch.js';

export const CASE_SCHEMA = 'stillhunt/case/1';
/** Name of the file that makes a folder a case. */
export const CASE_FILE = 'case.json';
const BATCHES = 'batches';
const BATCH_FILE = 'batch.json';
const BATCH_ID = /^[0-9a-f]{16}$/;
const PARTIAL = '.partial-';
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** `case.json`: what holds for the whole case. It never changes. */
export interface CaseSettings {
  readonly schema: typeof CASE_SCHEMA;
  readonly tool: { readonly name: 'stillhunt'; readonly version: string };
  /** Set where the case keeps pseudonyms in place of names, see case-keys.ts; absent where names are as logged. */
  readonly pseudonyms?: { readonly scheme: typeof PSEUDONYM_SCHEME; readonly key_id: string };
}

/** How names became pseudonyms; another way is another scheme. */
const PSEUDONYM_SCHEME = 'hmac-sha256/siphash-2-4/1';

/** A case as it was at one moment. */
export interface CaseState {
  readonly folder: string;
  readonly settings: CaseSettings;
  /** Batches that count, in order of their ids. */
  readonly batches: readonly NamedBatch[];
  /** Ids of batches that others stand for and whose folders are still there. */
  readonly replaced: readonly string[];
}

/** Whether the folder holds a case, of any version. */
export async function isCase(folder: string): Promise<boolean> {
  return (await textOrNull(join(folder, CASE_FILE))) !== null;
}

/**
 * Makes the folder a case. Of two that do so at once, one does it.
 * @param keyId of the key of a case that keeps pseudonyms; null for one with names as logged
 * @throws StillhuntError `usage` where the folder holds something else; `input` where the disk refuses
 */
export async function createCase(
  folder: string,
  version: string,
  keyId: string | null = null,
): Promise<void> {
  const settings: CaseSettings = {
    schema: CASE_SCHEMA,
    tool: { name: 'stillhunt', version },
    ...(keyId === null ? {} : { pseudonyms: { scheme: PSEUDONYM_SCHEME, key_id: keyId } }),
  };
  try {
    await mkdir(folder, { recursive: true });
    const found = (await readdir(folder)).filter((name) => !name.startsWith('.') && name !== BATCHES);
    if (found.includes(CASE_FILE)) return;
    if (found.length > 0)
      throw new StillhuntError(
        'usage',
        `${folder} is no case and is not empty; it holds ${found.sort()[0]}, for example.`,
        'Name a case, or a new or empty folder to begin one in.',
      );
    await mkdir(join(folder, BATCHES), { recursive: true });
    const draft = join(folder, `.${CASE_FILE}.${process.pid}`);
    await rm(draft, { force: true });
    await writeNewFile(draft, [`${JSON.stringify(settings, null, 1)}\n`]);
    await rename(draft, join(folder, CASE_FILE));
    await flushFolder(folder);
  } catch (error) {
    throw diskError(error, `The case ${folder} cannot be begun`, 'Free space, or choose another folder.');
  }
}

/**
 * Reads what a case holds. O(batches), with the samples of rows of each.
 * @throws StillhuntError `input` for what is no case or one of another version; `integrity` where a batch was changed or the
 *   same log counts twice, naming the file
 */
export async function openCase(folder: string): Promise<CaseState> {
  const text = await textOrNull(join(folder, CASE_FILE));
  if (text === null)
    throw new StillhuntError(
      'input',
      `${folder} is no case: it has no ${CASE_FILE}.`,
      'Begin one with: stillhunt ingest LOGS --case FOLDER.',
    );
  const settings = settingsOf(text, join(folder, CASE_FILE));
  const { ids, all } = await batchesOf(folder);
  const replaced = new Set(all.flatMap(({ batch }) => batch.replaces));
  const batches = all.filter(({ id }) => !replaced.has(id));
  checkOnce(folder, batches);
  return { folder, settings, batches, replaced: ids.filter((id) => replaced.has(id)) };
}

function settingsOf(text: string, path: string): CaseSettings {
  const settings = parsed(text, path) as CaseSettings;
  if (settings?.schema !== CASE_SCHEMA) throw otherVersion(path, settings?.schema, CASE_SCHEMA);
  const scheme = settings.pseudonyms?.scheme;
  if (scheme !== undefined && scheme !== PSEUDONYM_SCHEME) throw otherVersion(path, scheme, PSEUDONYM_SCHEME);
  return settings;
}

/**
 * Checks that a key is that of the case; null for no key.
 * @throws StillhuntError `usage` where it is not, so that no name comes into a case with pseudonyms, nor the reverse
 */
export function checkKey({ folder, settings }: CaseState, keyId: string | null): void {
  const own = settings.pseudonyms?.key_id ?? null;
  if (own === keyId) return;
  if (own === null)
    throw new StillhuntError(
      'usage',
      `The case ${folder} keeps names as they are logged, and a key was given.`,
      'Leave --pseudonym-key out, or begin a new case with it.',
    );
  throw new StillhuntError(
    'usage',
    `The case ${folder} keeps pseudonyms under the key with the id ${own}, and ${keyId === null ? 'no key was given' : `the key given has the id ${keyId}`}.`,
    'Give that key: --pseudonym-key FILE. Nothing was added.',
  );
}

/** The batches of one moment: where the list changed while they were read, they are read again. */
async function batchesOf(
  folder: string,
): Promise<{ readonly ids: readonly string[]; readonly all: readonly NamedBatch[] }> {
  for (;;) {
    const ids = await batchIds(folder);
    const all = await Promise.all(ids.map((id) => batchOf(folder, id)));
    const now = await batchIds(folder);
    if (now.length === ids.length && now.every((id, i) => id === ids[i] && all[i] !== null))
      return { ids, all: all.filter((batch) => batch !== null) };
  }
}

async function batchIds(folder: string): Promise<string[]> {
  return (await readdir(join(folder, BATCHES))).filter((name) => BATCH_ID.test(name)).sort();
}

/** Null where it went away since it was listed, another one having taken its place. */
async function batchOf(folder: string, id: string): Promise<NamedBatch | null> {
  const path = batchPath(folder, id, BATCH_FILE);
  const text = await textOrNull(path);
  if (text === null) {
    if (!(await batchIds(folder)).includes(id)) return null;
    throw new StillhuntError('integrity', `${path} is missing.`, 'Take the folder from a copy.');
  }
  if (batchId(text) !== id)
    throw new StillhuntError(
      'integrity',
      `${path} was changed since it was written.`,
      'Take it from a copy.',
    );
  const batch = parsed(text, path) as CaseBatch;
  if (batch.schema !== BATCH_SCHEMA) throw otherVersion(path, batch.schema, BATCH_SCHEMA);
  for (const { day, file } of batch.segments)
    if (!DAY.test(day) || file !== `day-${day}.arrow`)
      throw new StillhuntError(
        'integrity',
        `${path} names the file ${JSON.stringify(file).slice(0, 80)}, which no batch has.`,
        'stillhunt did not write it. Nothing of it was read. Move the folder out of the case.',
      );
  return { id, batch };
}

function otherVersion(path: string, found: unknown, expected: string): StillhuntError {
  return new StillhuntError(
    'input',
    `${path}: found schema ${JSON.stringify(found ?? 'none')?.slice(0, 80)}, expected ${expected}.`,
    'Read the case with the version of stillhunt that wrote it, or ingest the logs into a new one.',
  );
}

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new StillhuntError('integrity', `${path} is no whole JSON.`, 'Take it from a copy.');
  }
}

/** No log counts twice, whatever wrote the folder. */
function checkOnce(folder: string, batches: readonly NamedBatch[]): void {
  const holder = new Map<string, string>(); // hash of a log -> id
  for (const { id, batch } of batches)
    for (const { sha256, name } of batch.files) {
      const other = holder.get(sha256);
      if (other !== undefined && other !== id)
        throw new StillhuntError(
          'integrity',
          `${folder}: the batches ${other} and ${id} hold the same log, ${name}, which would count twice.`,
          `Drop one of them: stillhunt case drop ${folder} --batch ${id}.`,
        );
      holder.set(sha256, id);
    }
}

async function textOrNull(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw diskError(error, `${path} cannot be read`, 'Check the path and its permissions.');
  }
}

/** Path of a file of a batch. */
export function batchPath(folder: string, id: string, file: string): string {
  return join(folder, BATCHES, id, file);
}

/** A folder in the making, which nobody takes for a batch. */
export async function newPartial(folder: string): Promise<string> {
  const path = join(folder, BATCHES, `${PARTIAL}${process.pid}`);
  await rm(path, { recursive: true, force: true });
  await mkdir(path);
  return path;
}

/** Makes the partial folder a batch, which is the moment from which it counts. To be called under the case's lock. */
export async function commitBatch(folder: string, partial: string, text: string): Promise<string> {
  const id = batchId(text);
  await writeNewFile(join(partial, BATCH_FILE), [text]);
  await flushFolder(partial);
  await rename(partial, join(folder, BATCHES, id));
  await flushFolder(join(folder, BATCHES));
  return id;
}

/** Removes a batch: it is out of the case with one rename. To be called under the case's lock. */
export async function removeBatch(folder: string, id: string): Promise<void> {
  const aside = join(folder, BATCHES, `${PARTIAL}drop-${id}`);
  await rm(aside, { recursive: true, force: true });
  await rename(join(folder, BATCHES, id), aside);
  await flushFolder(join(folder, BATCHES));
  await rm(aside, { recursive: true });
}

/**
 * Removes what writers that did not end left behind, and batches that others stand for. To be called under the case's lock,
 * by who holds no partial folder.
 */
export async function sweep({ folder, replaced }: CaseState): Promise<void> {
  const batches = join(folder, BATCHES);
  for (const name of await readdir(batches))
    if (name.startsWith(PARTIAL)) await rm(join(batches, name), { recursive: true, force: true });
  for (const id of replaced) await removeBatch(folder, id);
}
