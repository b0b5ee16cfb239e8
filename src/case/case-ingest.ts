import type { IngestSummary, SourceSummary } from '../ingest/index.js';
import { QUARANTINE_REASONS, type ReasonCounts } from '../ingest/quarantine.js';
import type { RowSample } from '../ingest/row-sketch.js';
import { RowSketches, withRepeats } from '../ingest/row-sketches.js';
import type { RowCount } from '../record/row-count.js';
import { type BatchSource, type CaseBatch, readSample } from './case-batch.js';

/** Refused rows that are kept one by one at most, as by a run over logs. */
export const MOST_REFUSED = 1000;

/** What is told of the logs of a batch. */
export type BatchLogs = Pick<CaseBatch, 'sources' | 'refused' | 'readings'>;

/** A source of one of several batches. */
export interface PlacedSource {
  /** Its name among all of them: those of files that share one, such as nightly dumps, get the start of their hash. */
  readonly name: string;
  readonly source: BatchSource;
  readonly batch: BatchLogs;
}

/** The sources of several batches in code-unit order of name, ties by hash. */
export function placedSources(batches: readonly BatchLogs[]): PlacedSource[] {
  const all = batches.flatMap((batch) => batch.sources.map((source) => ({ source, batch })));
  all.sort((a, b) => bySource(a.source.summary, b.source.summary));
  const hashes = new Map<string, Set<string>>(); // name of a file -> hashes
  for (const { source } of all) {
    const { name, sha256 } = fileOf(source.summary);
    const known = hashes.get(name);
    if (known === undefined) hashes.set(name, new Set([sha256]));
    else known.add(sha256);
  }
  return all.map(({ source, batch }) => {
    const { name, sha256 } = fileOf(source.summary);
    const inside = source.summary.name.slice(name.length);
    const shown = hashes.get(name)!.size === 1 ? name : `${name}#${sha256.slice(0, 8)}`;
    return { name: shown + inside, source, batch };
  });
}

/**
 * What became of the rows of several batches: what one run over all their logs would say. Sources are in the order of
 * `placedSources`. O(sources + refused rows kept).
 */
export function ingestOf(batches: readonly BatchLogs[]): IngestSummary {
  const all = placedSources(batches);
  const names = all.map(({ name }) => name);
  const place = new Map(all.map(({ source }, i) => [source, i]));
  const refused = batches
    .flatMap(({ sources, refused }) => refused.map((row) => ({ row, at: place.get(sources[row.source]!)! })))
    .sort((a, b) => a.at - b.at || a.row.offset - b.row.offset);
  const total = all.reduce((sum, { source }) => sum + source.summary.rows.quarantined, 0);
  const examples = refused.slice(0, MOST_REFUSED).map(({ row, at }) => ({ ...row, source: names[at]! }));
  const sketches = new RowSketches();
  sketches.merge(all.map(({ source }): RowSample | null => readSample(source.sample)));
  const summary: IngestSummary = {
    sources: all.map(({ source, name }) => named(source.summary, name)),
    rows: sumOfRows(all.map(({ source }) => source.summary.rows)),
    quarantine: {
      total,
      reasons: sumOfReasons(all.map(({ source }) => source.refused)),
      bySource: all.flatMap(({ source: { refused }, name }) =>
        Object.keys(refused).length === 0 ? [] : [{ source: name, reasons: refused }],
      ),
      examples,
      examplesOmitted: total - examples.length,
    },
    warnings: [],
  };
  return withRepeats(summary, sketches.samples());
}

function bySource(a: SourceSummary, b: SourceSummary): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  const [x, y] = [fileOf(a), fileOf(b)];
  return x.sha256 < y.sha256 ? -1 : x.sha256 > y.sha256 ? 1 : 0;
}

function fileOf(summary: SourceSummary): { readonly name: string; readonly sha256: string } {
  return summary.archive ?? summary;
}

function named(summary: SourceSummary, name: string): SourceSummary {
  const { archive } = summary;
  const inside = archive === null ? 0 : summary.name.length - archive.name.length;
  return {
    ...summary,
    name,
    archive: archive && { ...archive, name: name.slice(0, name.length - inside) },
    duplicateOf: null,
    overlaps: [],
    repeatedShare: 0,
  };
}

function sumOfRows(all: readonly Readonly<RowCount>[]): RowCount {
  const sum: RowCount = { read: 0, accepted: 0, quarantined: 0, filtered: 0 };
  for (const rows of all) {
    sum.read += rows.read;
    sum.accepted += rows.accepted;
    sum.quarantined += rows.quarantined;
    sum.filtered += rows.filtered;
  }
  return sum;
}

function sumOfReasons(all: readonly Readonly<ReasonCounts>[]): ReasonCounts {
  const sum: ReasonCounts = {};
  for (const reason of QUARANTINE_REASONS) {
    const rows = all.reduce((n, reasons) => n + (reasons[reason] ?? 0), 0);
    if (rows > 0) sum[reason] = rows;
  }
  return sum;
}
