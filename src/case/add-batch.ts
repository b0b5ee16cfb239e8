import { rm } from 'node:fs/promises';
import { diskError } from '../durable-file.js';
import { StillhuntError } from '../errors.js';
import { fileHash } from '../file-hash.js';
import type { IngestSummary } from '../ingest/index.js';
import { expandInputs, type LogSource } from '../ingest/sources.js';
import { dailyFingerprints, type FingerprintOptions } from '../tabulate/index.js';
import {
  BATCH_SCHEMA,
  batchSources,
  batchText,
  type CaseBatch,
  type LogFile,
  type Reading,
} from './case-batch.js';
import { checkKey, commitBatch, newPartial, openCase, sweep } from './case-folder.js';
import { ingestOf } from './case-ingest.js';
import type { CaseKeys } from './case-keys.js';
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
  const holder = new Map(
    state.batches.flatMap(({ id, batch }) => batch.files.map(({ sha256 }) => [sha256, id] as const)),
  );
  const holderOf = (sha256: string) => holder.get(sha256) ?? holder.get(keys?.fileHash(sha256) ?? '') ?? null;
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

  try {
    const partial = await newPartial(folder);
    try {
      const segments = [];
      for (const { day, table } of days)
        segments.push(await writeSegment(partial, isoDay(day), keys?.table(table) ?? table));
      const logs = { files, readings: [reading], ...batchSources(ingest, samples) };
      const batch: CaseBatch = {
        schema: BATCH_SCHEMA,
        tool: { name: 'stillhunt', version },
        ...(keys?.logs(logs) ?? logs),
        segments,
        replaces: [],
        dropped_before: null,
      };
      const id = await commitBatch(folder, partial, batchText(batch));
      const before = state.batches.map((other) => other.batch);
      const told = withNewWarnings(ingest, before, batch);
      const warnings = [...told.warnings, ...unknownOverlaps(ingest, before)];
      return { id, batch, known, ingest: { ...told, warnings } };
    } catch (error) {
      await rm(partial, { recursive: true, force: true }).catch(() => undefined);
      throw error;
    }
  } catch (error) {
    throw diskError(
      error,
      `The batch cannot be written to ${folder}`,
      'The case is as it was before. Free space or mend the disk, then run again.',
    );
  }
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

/** The files behind the sources, archives once. */
function logFiles({ sources }: IngestSummary): LogFile[] {
  const files = new Map<string, LogFile>();
  for (const source of sources) {
    const { name, bytes, sha256 } = source.archive ?? source;
    files.set(name, { name, bytes, sha256 });
  }
  return [...files.values()];
}

/** The summary with the warnings that a batch brings: rows that its sources repeat, or share with others of the case. */
function withNewWarnings(
  ingest: IngestSummary,
  before: readonly CaseBatch[],
  batch: CaseBatch,
): IngestSummary {
  const told = new Set(ingestOf(before).warnings);
  const warnings = ingestOf([...before, batch]).warnings.filter((text) => !told.has(text));
  return { ...ingest, warnings: [...ingest.warnings, ...warnings, ...broughtBack(before, batch)] };
}

/** Says where a batch has requests of days that were dropped: another export of the same requests may bring them back. */
function broughtBack(before: readonly CaseBatch[], { segments }: CaseBatch): string[] {
  const dropped = before.map((batch) => batch.dropped_before).filter((day) => day !== null);
  const first = dropped.sort().at(-1);
  const days = segments.map(({ day }) => day).filter((day) => first !== undefined && day < first);
  if (days.length === 0) return [];
  return [
    `The batch has requests of days before ${first}, which were dropped from the case: ${days[0]} to ${days.at(-1)}. ` +
      'They count again until they are dropped again.',
  ];
}

/** What is told of logs whose rows can no longer be compared with those of the same time, see `logsSince`. */
function unknownOverlaps({ sources }: IngestSummary, before: readonly CaseBatch[]): string[] {
  const blind = before.flatMap((batch) =>
    batch.sources.filter(({ sample, summary }) => sample === null && summary.rows.accepted > 0),
  );
  return sources.flatMap(({ name, firstTime, lastTime }) => {
    const met = blind.filter(
      ({ summary }) =>
        firstTime !== null &&
        lastTime !== null &&
        (summary.firstTime ?? lastTime) <= lastTime &&
        (summary.lastTime ?? firstTime) >= firstTime,
    );
    return met.length === 0
      ? []
      : [
          `${name}: whether its rows stand in ${met[0]!.summary.name} too is not known, because days of that were dropped; ` +
            'if they do, they are counted twice.',
        ];
  });
}
