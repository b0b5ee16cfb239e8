import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { StillhuntError } from '../errors.js';
import type { FindingsDocument } from '../evidence/findings-document.js';
import { jsonLines } from '../evidence/json-lines.js';
import { profiled } from '../pack/profiled.js';

/**
 * Writes the full findings, for --baseline of the next run, in one rename and for this user alone; null where that went
 * well, else what did not. A result that rests on part of the input leaves the file as it was, because groups that it
 * misses would be new in the next run.
 */
export async function keepBaseline(
  file: string,
  full: FindingsDocument,
  partial: boolean,
): Promise<StillhuntError | null> {
  if (partial)
    return new StillhuntError(
      'partial',
      `The baseline ${file} was left as it was, because the result rests on part of the input.`,
    );
  const unfinished = join(dirname(file), `.${basename(file)}.partial-${process.pid}`);
  try {
    await mkdir(dirname(file), { recursive: true });
    const handle = await open(unfinished, 'w', 0o600);
    try {
      await writeFile(handle, jsonLines(profiled(full, 'internal', null)));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(unfinished, file);
    return null;
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    return new StillhuntError('input', `The baseline ${file} cannot be written: ${reason}.`);
  }
}
