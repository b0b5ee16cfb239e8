import { rm } from 'node:fs/promises';
import { diskError } from '../durable-file.js';
import type { IngestSummary } from '../ingest/index.js';
import { BATCH_SCHEMA, batchText, type CaseBatch, type LogFile, type Segment } from './case-batch.js';
import { type CaseState, commitBatch, newPartial } from './case-folder.js';
import { ingestOf } from './case-ingest.js';
import type { CaseKeys } from './case-keys.js';

/** Which batch of a case holds a log of this content, by its SHA-256; null for none. */
export function holders({ batches }: CaseState, keys: CaseKeys | null): (sha256: string) => string | null {
  const holder = new Map(
    batches.flatMap(({ id, batch }) => batch.files.map(({ sha256 }) => [sha256, id] as const)),
  );
  return (sha256) => holder.get(sha256) ?? holder.get(keys?.fileHash(sha256) ?? '') ?? null;
}

/**
 * Makes a batch of a case of what was counted. It counts from one rename on; whatever ends the process before leaves the case
 * as it was. To be called under the case's lock.
 * @param logs as they were read: what a case with pseudonyms may not show of them is taken out here
 * @param write writes the segments, of tables as the case keeps them, into the folder that it is given
 * @throws StillhuntError `input` where the disk refuses
 */
export async function commitNew(
  { folder, batches }: CaseState,
  keys: CaseKeys | null,
  version: string,
  logs: Pick<CaseBatch, 'files' | 'readings' | 'sources' | 'refused'>,
  ingest: IngestSummary,
  write: (partial: string) => Promise<readonly Segment[]>,
): Promise<{ readonly id: string; readonly batch: CaseBatch; readonly ingest: IngestSummary }> {
  try {
    const partial = await newPartial(folder);
    try {
      const batch: CaseBatch = {
        schema: BATCH_SCHEMA,
        tool: { name: 'stillhunt', version },
        ...(keys?.logs(logs) ?? logs),
        segments: await write(partial),
        replaces: [],
        dropped_before: null,
      };
      const id = await commitBatch(folder, partial, batchText(batch));
      const before = batches.map((other) => other.batch);
      const told = withNewWarnings(ingest, before, batch);
      const warnings = [...told.warnings, ...unknownOverlaps(ingest, before)];
      return { id, batch, ingest: { ...told, warnings } };
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

/** The files behind the sources, archives once. */
export function logFiles({ sources }: IngestSummary): LogFile[] {
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
