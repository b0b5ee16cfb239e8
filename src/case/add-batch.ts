import { diskError } from '../durable-file.js';
import { StillhuntError } from '../errors.js';
import { fileHash } from '../file-hash.js';
import type { IngestSummary } from '../ingest/index.js';
import { expandInputs, type LogSource } from '../ingest/sources.js';
import { dailyFingerprints, type FingerprintOptions } from '../tabulate/index.js';
import { batchSources, type CaseBatch, type Reading } from './case-batch.js';
import { checkKey, openCase, sweep } from './case-folder.js';
import type { CaseKeys } from './case-keys.js';
import { commitNew, holders, logFiles } from './new-batch.js';
import { isoDay, writeSegment } from './segment.js';

/** A log whose content the case has already, or which was named twice. */
export interface KnownLog {
  readonly name: string;
  /** The batch that has it; null where an earlier input of the same call is it. */
  readonly batch: string | null;
}

export interface AddedBatch {
  /** Null where nothing was added, because all was known. */
  readonly id: string | null;
  readonly batch: CaseBatch | null;
  readonly known: readonly KnownLog[];
  /** What became of the rows of the logs that were read; null where none was. */
  readonly ingest: IngestSummary | null;
}

/**
 * Reads logs into a new batch of a case. Logs whose content the case has are passed over. The batch counts from one rename
 * on; whatever ends the process before leaves the case as it was. To be called under the case's lock. Cost: that of
 * reading the logs, whatever the case holds.
 * @param reading how `options` say that they are read
 * @param keys those of a case that keeps pseudonyms; null for one with names as logged
 * @throws StillhuntError as `fingerprints` and `checkKey` do; `input` where no row could be used, a log changed while it was read, or
 *   the disk refuses
 */
export async function addBatch(
  folder: string,
  inputs: readonly string[],
  reading: Reading,
  options: FingerprintOptions,
  version: string,
  keys: CaseKeys | null = null,
): Promise<AddedBatch> {
  const state = await openCase(folder);
  checkKey(state, keys?.keyId ?? null);
  await sweep(state);
  const holderOf = holders(state, keys);
  const { fresh, known, hashes } = await sortOut(expandInputs(inputs, options.cwd), holderOf);
  if (fresh.length === 0) return { id: null, batch: null, known, ingest: null };

  const { days, ingest, samples } = await dailyFingerprints(
    fresh,
    keys === null ? options : { ...options, key: keys.values },
  );
  const files = logFiles(ingest);
  for (const { name, sha256 } of files)
    if ((hashes.get(name) ?? sha256) !== sha256)
      throw new StillhuntError(
        'input',
        `${name} changed while it was read.`,
        'Nothing was added to the case. Run again when the log is whole.',
      );
  const piped = files.filter(({ sha256 }) => holderOf(sha256) !== null); // of standard input it is known only now
  if (piped.length > 0) {
    const again = piped.map(({ name, sha256 }) => ({ name, batch: holderOf(sha256) }));
    if (piped.length === files.length) return { id: null, batch: null, known: [...known, ...again], ingest };
    throw new StillhuntError(
      'input',
      `${piped[0]!.name} has the content of a log in batch ${again[0]!.batch} of the case.`,
      'Nothing was added to the case. Run again with the other logs alone.',
    );
  }
  if (days.length === 0) return { id: null, batch: null, known, ingest };

  const made = await commitNew(
    state,
    keys,
    version,
    { files, readings: [reading], ...batchSources(ingest, samples) },
    ingest,
    async (partial) => {
      const segments = [];
      for (const { day, table } of days)
        segments.push(await writeSegment(partial, isoDay(day), keys?.table(table) ?? table));
      return segments;
    },
  );
  return { ...made, known };
}

/** Paths of logs that are new, with their hashes by name. Pipes cannot be hashed before they are read. */
async function sortOut(
  sources: readonly LogSource[],
  holderOf: (sha256: string) => string | null,
): Promise<{
  readonly fresh: readonly string[];
  readonly known: readonly KnownLog[];
  readonly hashes: ReadonlyMap<string, string>;
}> {
  const fresh: string[] = [];
  const known: KnownLog[] = [];
  const hashes = new Map<string, string>();
  const seen = new Set<string>();
  for (const { name, path, bytes } of sources) {
    if (path === null || bytes === null) {
      fresh.push(path ?? '-');
      continue;
    }
    const sha256 = await hashOf(path, name);
    const batch = holderOf(sha256);
    if (batch !== null || seen.has(sha256)) known.push({ name, batch });
    else {
      fresh.push(path);
      hashes.set(name, sha256);
    }
    seen.add(sha256);
  }
  return { fresh, known, hashes };
}

async function hashOf(path: string, name: string): Promise<string> {
  try {
    return (await fileHash(path)).sha256;
  } catch (error) {
    throw diskError(error, `${name} cannot be read`, 'Nothing was added to the case.');
  }
}
