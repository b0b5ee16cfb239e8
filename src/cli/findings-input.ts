import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { StillhuntError } from '../errors.js';
import { FINDINGS_SCHEMA, type FindingsDocument } from '../evidence/findings-document.js';

/** A findings document that was read from disk. */
export interface FindingsInput {
  readonly document: FindingsDocument;
  /** The file that was read. */
  readonly file: string;
  /** The evidence folder that it lies in; null where the file was named and has another name than in a pack. */
  readonly folder: string | null;
  /** What a reader should know, each in a sentence; may hold names from the file, so print it escaped. */
  readonly warnings: readonly string[];
}

/** What a string can hold: findings are parsed in one piece. */
const MOST_BYTES = 512 * 1024 * 1024;

/**
 * Reads `findings.json`, or that of an evidence folder, and checks it against the JSON Schema. Fields that this version
 * does not know are kept and warned of. Memory: about ten times the file's size.
 * @throws StillhuntError `input`, naming the place, for what cannot be read, is no findings document, is of another
 * schema version or breaks the schema.
 */
export async function readFindings(path: string): Promise<FindingsInput> {
  const { file, folder } = await fileAt(path);
  const value = parsed(await bytesOf(file), file);
  const schema = schemaOf(value);
  if (schema !== FINDINGS_SCHEMA) throw otherSchema(file, schema);
  const { checkFindings } = await import('../evidence/findings-check.js'); // the validator costs start-up time
  const check = checkFindings(value);
  if (!check.valid) {
    throw refused(
      `${file} does not fit its schema ${FINDINGS_SCHEMA}: at ${check.place}: ${check.problem}.`,
      ['It was changed, or written by another program. Give a findings.json as stillhunt wrote it.'],
    );
  }
  const warnings =
    check.unknown.length === 0
      ? []
      : [
          `${file} has fields that this version does not know and does not show: ${check.unknown.join(', ')}.`,
        ];
  return { document: check.document, file, folder, warnings };
}

async function fileAt(path: string): Promise<{ readonly file: string; readonly folder: string | null }> {
  let folder: boolean;
  try {
    folder = (await stat(path)).isDirectory();
  } catch (error) {
    throw unreadable(path, error);
  }
  if (folder) return { file: join(path, 'findings.json'), folder: path };
  return { file: path, folder: basename(path) === 'findings.json' ? dirname(path) : null };
}

async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(file);
    if (size > MOST_BYTES) {
      throw refused(`${file} has ${size} bytes; findings of at most ${MOST_BYTES} can be read.`, []);
    }
    return await readFile(file);
  } catch (error) {
    throw unreadable(file, error);
  }
}

function parsed(bytes: Uint8Array, file: string): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw refused(`${file} is no findings document: it is not UTF-8.`, []);
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw refused(`${file} is no findings document: it is not JSON (${reason}).`, []);
  }
}

function schemaOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('schema' in value)) return null;
  return typeof value.schema === 'string' ? value.schema : null;
}

function otherSchema(file: string, schema: string | null): StillhuntError {
  const name = FINDINGS_SCHEMA.slice(0, FINDINGS_SCHEMA.lastIndexOf('/') + 1);
  if (schema?.startsWith(name)) {
    return refused(`${file} has the schema ${schema}; this version knows ${FINDINGS_SCHEMA}.`, [
      'Use the version of stillhunt that wrote it, or run investigate again.',
    ]);
  }
  const found = schema === null ? 'names no schema' : `has the schema ${schema}`;
  return refused(`${file} is no findings document: it ${found}, expected ${FINDINGS_SCHEMA}.`, []);
}

function unreadable(path: string, error: unknown): unknown {
  if (error instanceof StillhuntError || !(error instanceof Error) || !('code' in error)) return error;
  const reason = error.code === 'ENOENT' ? 'there is no such file' : String(error.code);
  return refused(`${path} cannot be read: ${reason}.`, []);
}

function refused(message: string, next: readonly [] | readonly [string]): StillhuntError {
  return new StillhuntError(
    'input',
    message,
    next[0] ?? 'Give a findings.json of stillhunt, or the evidence folder that holds it.',
  );
}
