import { join } from 'node:path';
import { writeNewFile } from '../durable-file.js';
import { StillhuntError } from '../errors.js';
import { fileHash } from '../file-hash.js';
import { encodeFacetTable, type FacetTable } from '../fingerprint/index.js';
import type { Segment } from './case-batch.js';

/** Rows in a record batch of a segment: what `mergeStoredTables` holds of each of many segments at a time. */
const SEGMENT_BATCH_ROWS = 1 << 14;
const DAY_MS = 86_400_000;

/** Writes the facet table of a day, such as `2026-06-22`, as a segment of a batch in the making. */
export async function writeSegment(folder: string, day: string, table: FacetTable): Promise<Segment> {
  const file = `day-${day}.arrow`;
  const written = await writeNewFile(join(folder, file), [encodeFacetTable(table, SEGMENT_BATCH_ROWS)]);
  return {
    day,
    file,
    ...written,
    accounts: table.accounts.length,
    requests: table.totals.requests.reduce((sum, n) => sum + n, 0),
    entries: table.facets.map(({ lo }) => lo.length),
  };
}

/** A day (UTC) since the epoch as `2026-06-22`. */
export function isoDay(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/**
 * Checks that a segment is what was written. O(bytes).
 * @throws StillhuntError `integrity` where it is not, naming the file
 */
export async function checkSegment(path: string, { bytes, sha256 }: Segment): Promise<void> {
  let found: Awaited<ReturnType<typeof fileHash>>;
  try {
    found = await fileHash(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
    throw new StillhuntError(
      'integrity',
      `${path} cannot be read: ${code}.`,
      'Where another process has just compacted the case or dropped days, run again; else take the file from a copy.',
    );
  }
  if (found.bytes !== bytes || found.sha256 !== sha256)
    throw new StillhuntError(
      'integrity',
      `${path} was changed since it was written: ${found.bytes} bytes, where ${bytes} were written, or other ones.`,
      'Take the file from a copy, or drop the batch and ingest its logs again.',
    );
}
