import { renameSync } from 'node:fs';
import { mkdir, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { diskError, flushFolder, type WrittenContent, writeUnflushed } from '../durable-file.js';
import type { ViewContent } from '../report/view.js';
import { checkFolder, placeOf } from './folder-claim.js';

/** A file that stands in the pack: its path inside, with `/`. */
export interface WrittenFile extends WrittenContent {
  readonly path: string;
  /** Name of the schema of what it holds, where it has one. */
  readonly schema: string | null;
}

/**
 * One file to write: its path inside, with `/`, and what it holds, made only when it is written, from the files that
 * were written before it, in their order.
 */
export interface PackFile {
  readonly path: string;
  readonly schema?: string;
  readonly content: (written: readonly WrittenFile[]) => ViewContent;
}

/**
 * Writes an evidence folder whole or not at all: everything goes into a hidden sibling `.<name>.partial-<pid>`, is
 * flushed to disk, and takes its name in one rename. A previous pack stays until the new one is complete.
 *
 * Throws StillhuntError `usage` where the folder may not be used (see folder-claim.ts) and `input` where the disk
 * refuses; neither leaves anything behind that looks like a pack. Cost: O(bytes), one pass.
 */
export async function writeFolder(
  out: string,
  files: Iterable<PackFile>,
  { force }: { readonly force: boolean },
): Promise<void> {
  const claim = await checkFolder(out, { force });
  const target = placeOf(out);
  const parent = dirname(target);
  const partial = partialFolder(out);
  try {
    await mkdir(parent, { recursive: true });
    await rm(partial, { recursive: true, force: true }); // of a dead process that had our number
    await mkdir(partial);
    await fill(partial, files);
    if (claim === 'empty') await rmdir(target);
    if (claim === 'previous pack') await rm(replace(target, partial), { recursive: true, force: true });
    else await rename(partial, target);
    await flushFolder(parent);
  } catch (error) {
    await rm(partial, { recursive: true, force: true }).catch(() => undefined);
    throw diskError(
      error,
      `Cannot write the evidence folder ${out}`,
      'No pack was left there that was not there before. Free space or choose another --out, then run again.',
    );
  }
}

/** Where this process keeps what it has not finished; to be removed when the process is told to stop. */
export function partialFolder(out: string): string {
  const target = placeOf(out);
  return join(dirname(target), `.${basename(target)}.partial-${process.pid}`);
}

async function fill(folder: string, files: Iterable<PackFile>): Promise<void> {
  const written: WrittenFile[] = [];
  const folders = new Set([folder]);
  const disk = new Flushing();
  try {
    for (const { path, schema = null, content } of files) {
      const at = join(folder, path);
      for (let above = dirname(at); !folders.has(above); above = dirname(above)) folders.add(above);
      await mkdir(dirname(at), { recursive: true });
      const file = await writeUnflushed(at, content(written));
      written.push({ path, schema, ...file.written });
      await disk.add(file.flush);
    }
  } finally {
    await disk.done(); // also where writing fails: nothing may be open when the folder is removed
  }
  for (const each of folders) await disk.add(() => flushFolder(each));
  await disk.done();
}

/** Work that waits for the disk, some of it at a time: one by one, a thousand files would wait a thousand times. */
class Flushing {
  private static readonly AT_ONCE = 32;
  private readonly running = new Set<Promise<void>>();
  private failure: { readonly error: unknown } | null = null;

  /** Starts the work, after waiting for room for it. Its failure is for `done` to throw. */
  async add(work: () => Promise<void>): Promise<void> {
    while (this.running.size >= Flushing.AT_ONCE) await Promise.race(this.running);
    const run: Promise<void> = work()
      .catch((error: unknown) => {
        this.failure ??= { error };
      })
      .finally(() => this.running.delete(run));
    this.running.add(run);
  }

  /** Waits for all of it; throws the first failure. */
  async done(): Promise<void> {
    await Promise.all(this.running);
    if (this.failure !== null) throw this.failure.error;
  }
}

/**
 * Swaps a complete new folder in; on failure the old one gets its name back. Returns where the old one is now.
 * Synchronous, so that no signal is answered between the two renames.
 */
function replace(target: string, complete: string): string {
  const aside = join(dirname(target), `.${basename(target)}.replaced-${process.pid}`);
  renameSync(target, aside);
  try {
    renameSync(complete, target);
  } catch (error) {
    renameSync(aside, target);
    throw error;
  }
  return aside;
}
