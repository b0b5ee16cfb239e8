import { rm } from 'node:fs/promises';
import { diskError } from '../durable-file.js';
import { mergeStoredTables } from '../fingerprint/index.js';
import type { SourceSummary } from '../ingest/index.js';
import {
  BATCH_SCHEMA,
  type BatchSource,
  batchText,
  type CaseBatch,
  type NamedBatch,
  type Segment,
} from './case-batch.js';
import { type CaseState, commitBatch, newPartial, removeBatch } from './case-folder.js';
import { type BatchLogs, MOST_REFUSED } from './case-ingest.js';
import { segmentFile, writeSegment } from './segment.js';

/**
 * Makes one batch of all batches of a case, a segment a day; findings stay the same. Returns its id, null where there is
 * nothing to join. Memory is that of the largest day. To be called under the case's lock.
 */
export async function compactCase(state: CaseState, version: string): Promise<string | null> {
  const { batches } = state;
  const days = batches.flatMap(({ batch }) => batch.segments.map(({ day }) => day));
  if (batches.length < 2 && new Set(days).size === days.length) return null;
  return await replaceBatches(state, batches, null, version);
}

/**
 * Takes the requests before a day (UTC) out of a case, with what it says of single rows that may be of these, see
 * `logsSince`. Hashes of the logs stay, so that they do not come back by another `ingest`. Returns the days that went. To be
 * called under the case's lock.
 * @param before such as `2026-06-22`; this day stays
 */
export async function dropDays(state: CaseState, before: string, version: string): Promise<string[]> {
  const affected = state.batches.filter(({ batch }) => batch.segments.some(({ day }) => day < before));
  if (affected.length === 0) return [];
  await replaceBatches(state, affected, before, version);
  const days = affected.flatMap(({ batch }) => batch.segments.map(({ day }) => day));
  return [...new Set(days)].filter((day) => day < before).sort();
}

/** Writes one batch in place of several, which counts, and they no more, from one rename on. */
async function replaceBatches(
  state: CaseState,
  old: readonly NamedBatch[],
  before: string | null,
  version: string,
): Promise<string> {
  const { folder } = state;
  try {
    const partial = await newPartial(folder);
    try {
      const segments = await joinedSegments(folder, partial, old, before);
      const logs = old.map(({ batch }) => (before === null ? batch : logsSince(batch, before)));
      const dropped = [before, ...old.map(({ batch }) => batch.dropped_before)].filter((day) => day !== null);
      const batch: CaseBatch = {
        schema: BATCH_SCHEMA,
        tool: { name: 'stillhunt', version },
        files: logs.flatMap(({ files }) => files),
        ...joinedLogs(logs),
        segments,
        replaces: [...new Set(old.flatMap(({ id, batch }) => [id, ...batch.replaces]))].sort(),
        dropped_before: dropped.sort().at(-1) ?? null,
      };
      const id = await commitBatch(folder, partial, batchText(batch));
      for (const { id } of old) await removeBatch(folder, id);
      return id;
    } catch (error) {
      await rm(partial, { recursive: true, force: true }).catch(() => undefined);
      throw error;
    }
  } catch (error) {
    throw diskError(
      error,
      `The case ${folder} cannot be written`,
      'Nothing that was in it is lost. Free space or mend the disk, then run again.',
    );
  }
}

/** Each day's segments as one, those before a day left out. */
async function joinedSegments(
  folder: string,
  partial: string,
  old: readonly NamedBatch[],
  before: string | null,
): Promise<Segment[]> {
  const byDay = new Map<string, { readonly id: string; readonly segment: Segment }[]>();
  for (const { id, batch } of old)
    for (const segment of batch.segments) {
      if (before !== null && segment.day < before) continue;
      byDay.set(segment.day, [...(byDay.get(segment.day) ?? []), { id, segment }]);
    }
  const segments: Segment[] = [];
  for (const day of [...byDay.keys()].sort()) {
    const files = byDay.get(day)!.map(({ id, segment }) => segmentFile(folder, id, segment));
    segments.push(await writeSegment(partial, day, await mergeStoredTables(files)));
  }
  return segments;
}

function joinedLogs(all: readonly BatchLogs[]): BatchLogs {
  const readings: BatchLogs['readings'][number][] = [];
  const places = new Map<string, number>();
  const placeOf = (reading: BatchLogs['readings'][number]) => {
    const key = JSON.stringify(reading);
    const known = places.get(key);
    if (known !== undefined) return known;
    places.set(key, readings.length);
    return readings.push(reading) - 1;
  };
  const sources: BatchLogs['sources'][number][] = [];
  const refused: BatchLogs['refused'][number][] = [];
  for (const batch of all) {
    const first = sources.length;
    for (const source of batch.sources)
      sources.push({ ...source, reading: placeOf(batch.readings[source.reading]!) });
    for (const row of batch.refused) refused.push({ ...row, source: first + row.source });
  }
  const name = (row: (typeof refused)[number]) => sources[row.source]!.summary.name;
  refused.sort((a, b) =>
    name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : a.source - b.source || a.offset - b.offset,
  );
  return { readings, sources, refused: refused.slice(0, MOST_REFUSED) };
}

/**
 * What a batch still says of its logs. Logs that ended before the day are gone but for their sizes and hashes, by which they
 * are known again. Logs with requests on both sides stay, without what is of single rows that may be dropped ones:
 * samples, details of refused rows, and times before the day, of which the day is left. Of a log without any request
 * nobody can say of when its rows are: it is taken for one of these.
 */
function logsSince(batch: CaseBatch, before: string): Pick<CaseBatch, 'files'> & BatchLogs {
  const low = Date.parse(before) * 1000;
  const straddles = ({ firstTime }: SourceSummary) => firstTime === null || firstTime < low;
  const places = new Map<number, number>();
  const stays = new Set<string>(); // names of files
  for (const [i, { summary }] of batch.sources.entries()) {
    if (summary.lastTime !== null && summary.lastTime < low) continue;
    places.set(i, places.size);
    stays.add((summary.archive ?? summary).name);
  }
  return {
    files: batch.files.map((file) => (stays.has(file.name) ? file : { ...file, name: DROPPED })),
    readings: batch.readings,
    sources: batch.sources
      .filter((_, i) => places.has(i))
      .map((source) => (straddles(source.summary) ? withoutRows(source, low) : source)),
    refused: batch.refused
      .filter(({ source }) => places.has(source))
      .map((row) => ({
        ...row,
        source: places.get(row.source)!,
        detail: straddles(batch.sources[row.source]!.summary) ? DROPPED : row.detail,
      })),
  };
}

/** What stands for a name or a detail that went with dropped days. */
const DROPPED = 'dropped';
const DAY_US = 86_400_000_000;

function withoutRows(source: BatchSource, low: number): BatchSource {
  const { summary } = source;
  const day = (time: number | null) =>
    time === null || time >= low ? time : Math.floor(time / DAY_US) * DAY_US;
  return {
    ...source,
    summary: {
      ...summary,
      firstTime: day(summary.firstTime),
      lastTime: day(summary.lastTime),
      duplicateOf: null,
    },
    sample: null,
  };
}
