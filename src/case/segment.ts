import { join } from 'node:path';
import { writeNewFile } from '../durable-file.js';
import { encodeFacetTable, type FacetTable, type StoredTableFile } from '../fingerprint/index.js';
import type { Segment } from './case-batch.js';
import { batchPath } from './case-folder.js';

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

/** A segment of a batch as it is to be read, with what was written, by which it is checked. */
export function segmentFile(folder: string, id: string, segment: Segment): StoredTableFile {
  const { file, entries, bytes, sha256 } = segment;
  const path = batchPath(folder, id, file);
  return { path, name: path, entries, written: { bytes, sha256 } };
}
