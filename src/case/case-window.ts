import { StillhuntError } from '../errors.js';
import { type FacetTable, mergeStoredTables } from '../fingerprint/index.js';
import type { IngestSummary } from '../ingest/index.js';
import type { BatchSource, CaseBatch, Reading } from './case-batch.js';
import type { CaseState } from './case-folder.js';
import { type BatchLogs, ingestOf, placedSources } from './case-ingest.js';
import { segmentFile } from './segment.js';

/** Whole days (UTC) of a case, both inclusive, such as `2026-06-22`; absent where it is open. */
export interface Window {
  readonly since?: string;
  readonly until?: string;
}

/** What an analysis of a case rests on. */
export interface CaseLogs {
  readonly table: FacetTable;
  readonly ingest: IngestSummary;
  /** How the logs were read, each with the names of its sources as `ingest` has them; one where all were read alike. */
  readonly readings: readonly { readonly reading: Reading; readonly sources: readonly string[] }[];
  /** First day of what the case still holds of its logs; null where nothing was dropped. */
  readonly droppedBefore: string | null;
}

const DAY_US = 86_400_000_000;

/**
 * The facet table of a case, or of some days of it, as one run over its logs would make it, and what became of the rows of
 * the logs with requests in those days, whole logs being told. Each segment is read once and checked against its hash
 * meanwhile. Memory is that of the table, and a record batch of each segment. O(entries · log segments).
 * @throws StillhuntError `input` where no request is in the window, or another process changed the case meanwhile;
 *   `integrity` where a segment was changed, naming the file
 */
export async function readCase(state: CaseState, window: Window): Promise<CaseLogs> {
  const { folder, batches } = state;
  const segments = batches
    .flatMap(({ id, batch }) => batch.segments.map((segment) => ({ id, segment })))
    .filter(({ segment }) => inWindow(segment.day, window))
    .sort((x, y) => (x.segment.day < y.segment.day ? -1 : x.segment.day > y.segment.day ? 1 : 0));
  if (segments.length === 0) throw nothing(state, window);
  const table = await mergeStoredTables(segments.map(({ id, segment }) => segmentFile(folder, id, segment)));
  const parts = batches.map(({ batch }) => windowed(batch, window));
  const ingest = ingestOf(parts);
  return { table, ingest, readings: readingsOf(parts), droppedBefore: droppedBefore(batches) };
}

function droppedBefore(batches: CaseState['batches']): string | null {
  const days = batches.map(({ batch }) => batch.dropped_before).filter((day) => day !== null);
  return days.sort().at(-1) ?? null;
}

export function inWindow(day: string, { since, until }: Window): boolean {
  return (since === undefined || day >= since) && (until === undefined || day <= until);
}

/** The batch with the sources alone that may have requests in the window, and their refused rows. */
function windowed(batch: CaseBatch, window: Window): BatchLogs {
  const { since, until } = window;
  if (since === undefined && until === undefined) return batch;
  const low = since === undefined ? Number.NEGATIVE_INFINITY : Date.parse(since) * 1000;
  const high = until === undefined ? Number.POSITIVE_INFINITY : Date.parse(until) * 1000 + DAY_US;
  const kept = (source: BatchSource) => {
    const { firstTime, lastTime } = source.summary;
    return firstTime === null || lastTime === null || (lastTime >= low && firstTime < high);
  };
  const places = new Map<number, number>();
  for (const [i, source] of batch.sources.entries()) if (kept(source)) places.set(i, places.size);
  return {
    readings: batch.readings,
    sources: batch.sources.filter((_, i) => places.has(i)),
    refused: batch.refused
      .filter(({ source }) => places.has(source))
      .map((row) => ({ ...row, source: places.get(row.source)! })),
  };
}

/** Readings by what they say, in order of the first source of each. */
function readingsOf(logs: readonly BatchLogs[]): CaseLogs['readings'] {
  const told = new Map<string, { reading: Reading; sources: string[] }>();
  for (const { source, name, batch } of placedSources(logs)) {
    const reading = batch.readings[source.reading]!;
    const key = JSON.stringify(reading);
    const known = told.get(key);
    if (known === undefined) told.set(key, { reading, sources: [name] });
    else known.sources.push(name);
  }
  return [...told.values()];
}

function nothing({ folder, batches }: CaseState, window: Window): StillhuntError {
  const days = batches.flatMap(({ batch }) => batch.segments.map(({ day }) => day)).sort();
  const held =
    days.length === 0 ? 'it holds no batches' : `it holds requests of ${days[0]} to ${days.at(-1)} (UTC)`;
  const { since = 'its start', until = 'its end' } = window;
  return new StillhuntError(
    'input',
    `The case ${folder} has no requests from ${since} to ${until}; ${held}.`,
    days.length === 0 ? 'Add logs: stillhunt ingest LOGS --case FOLDER.' : 'Choose other days.',
  );
}
