import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { StillhuntError } from './errors.js';

const CHUNK = 1 << 16;

/** What a file holds: texts, which are written as UTF-8, and bytes, in turn. */
export type FileContent = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

/** A file that is written, by size and hash (SHA-256, hex). */
export interface WrittenContent {
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Writes a new file and flushes it to disk; returns what was written.
 * @throws the system's error where there is a file already or the disk refuses; see `diskError`
 */
export async function writeNewFile(path: string, content: FileContent): Promise<WrittenContent> {
  const { written, flush } = await writeUnflushed(path, content);
  await flush();
  return written;
}

/**
 * Writes a new file; `flush` waits for the disk and closes the file, and must be called. Whoever writes many files can
 * flush some of them at a time.
 * @throws the system's error where there is a file already or the disk refuses; see `diskError`
 */
export async function writeUnflushed(
  path: string,
  content: FileContent,
): Promise<{ readonly written: WrittenContent; readonly flush: () => Promise<void> }> {
  const hash = createHash('sha256');
  let bytes = 0;
  const put = async (chunk: Uint8Array) => {
    if (chunk.length === 0) return;
    bytes += chunk.length;
    hash.update(chunk);
    await file.writeFile(chunk); // unlike write(), goes on until all bytes are out; continues at the position
  };
  const file = await open(path, 'wx');
  try {
    let text = '';
    for await (const chunk of content) {
      if (typeof chunk === 'string') text += chunk;
      if (text.length >= CHUNK || typeof chunk !== 'string') {
        await put(Buffer.from(text));
        text = '';
      }
      if (typeof chunk !== 'string') await put(chunk);
    }
    await put(Buffer.from(text));
  } catch (error) {
    await file.close();
    throw error;
  }
  return {
    written: { bytes, sha256: hash.digest('hex') },
    flush: () => file.sync().finally(() => file.close()),
  };
}

/** Flushes a folder's list of names, where the system lets folders be opened. */
export async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EROFS: 'the file system is read-only',
  ENOENT: 'part of the path is not there',
  ENOTDIR: 'part of the path is a file',
  EEXIST: 'part of the path is a file',
  ENAMETOOLONG: 'the name is too long',
  EFBIG: 'the file would be larger than is permitted',
  EIO: 'the disk reported an error',
  EMFILE: 'too many files are open',
};

/**
 * What the system refused, as an error for the user of kind `input`; anything else as it is, because that is a bug.
 * @param message what could not be done; the reason follows after a colon
 * @param next what is as before, and what to do
 */
export function diskError(error: unknown, message: string, next: string): unknown {
  if (error instanceof StillhuntError || !(error instanceof Error) || !('code' in error)) return error;
  const code = String(error.code);
  if (!/^E[A-Z0-9]+$/.test(code)) return error;
  return new StillhuntError('input', `${message}: ${REASONS[code] ?? `the system reported ${code}`}.`, next);
}
