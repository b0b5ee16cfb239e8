import { createHash } from 'node:crypto';
import type { IngestSummary, SourceSummary } from '../ingest/index.js';
import type { QuarantinedRow, ReasonCounts } from '../ingest/quarantine.js';
import type { RowSample } from '../ingest/row-sketch.js';

export const BATCH_SCHEMA = 'stillhunt/batch/1';

/** How the logs of a batch were read, as findings name it; what is absent was not given. */
export interface Reading {
  readonly columns: Readonly<Record<string, string>>;
  readonly constants: Readonly<Record<string, string>>;
  readonly timezone: string | null;
  readonly profile?: string;
  /** The user's map: its file's name, content and the hash of that; no content in a case that keeps pseudonyms. */
  readonly map?: { readonly file: string; readonly sha256: string; readonly text: string | null };
  readonly epoch?: string;
}

/** The requests of one day (UTC) of a batch. */
export interface Segment {
  /** `2026-06-22`. */
  readonly day: string;
  /** File in the batch's folder, a facet table. */
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly accounts: number;
  readonly requests: number;
  /** Counts by facet, in the order of the catalogue. */
  readonly entries: readonly number[];
}

/** A file of logs as stored; archives as a whole. */
export interface LogFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** One log of a batch and what became of its rows. */
export interface BatchSource {
  readonly summary: SourceSummary;
  readonly refused: Readonly<ReasonCounts>;
  /** A sample of its rows, see `RowSample`; null where it has none. `limit` is null where all rows are in it. */
  readonly sample: { readonly hashes: string; readonly counts: string; readonly limit: number | null } | null;
  /** Place in `readings`. */
  readonly reading: number;
}

/** A refused row of the source with this place in `sources`. */
export interface StoredRefusal extends Omit<QuarantinedRow, 'source'> {
  readonly source: number;
}

/** What one `ingest` added to a case: `batch.json`. It never changes. */
export interface CaseBatch {
  readonly schema: typeof BATCH_SCHEMA;
  readonly tool: { readonly name: 'stillhunt'; readonly version: string };
  readonly files: readonly LogFile[];
  readonly readings: readonly Reading[];
  readonly sources: readonly BatchSource[];
  /** The first refused rows in order of source and place, 1,000 at most. */
  readonly refused: readonly StoredRefusal[];
  readonly segments: readonly Segment[];
  /** Batches that this one stands for: they count no more, whether their folders are still there or not. */
  readonly replaces: readonly string[];
  /** Days before this one (UTC) were dropped; null where none were. */
  readonly dropped_before: string | null;
}

/** A batch with its name: 16 hexadecimal digits of the SHA-256 of what it holds. */
export interface NamedBatch {
  readonly id: string;
  readonly batch: CaseBatch;
}

/** The text of `batch.json`. */
export function batchText(batch: CaseBatch): string {
  return `${JSON.stringify(batch, null, 1)}\n`;
}

export function batchId(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** The sources of a run and its refused rows, to be kept; all were read as reading 0 says. */
export function batchSources(
  { sources, quarantine }: IngestSummary,
  samples: readonly (RowSample | null)[],
): Pick<CaseBatch, 'sources' | 'refused'> {
  const reasons = new Map(quarantine.bySource.map(({ source, reasons }) => [source, reasons]));
  const place = new Map(sources.map(({ name }, i) => [name, i]));
  return {
    sources: sources.map((summary, i) => ({
      summary,
      refused: reasons.get(summary.name) ?? {},
      sample: storedSample(samples[i] ?? null),
      reading: 0,
    })),
    refused: quarantine.examples.map((row) => ({ ...row, source: place.get(row.source)! })),
  };
}

function storedSample(sample: RowSample | null): BatchSource['sample'] {
  if (sample === null) return null;
  const { hashes, counts, limit } = sample;
  return {
    hashes: base64(hashes),
    counts: base64(counts),
    limit: limit === Number.POSITIVE_INFINITY ? null : limit,
  };
}

export function readSample(stored: BatchSource['sample']): RowSample | null {
  if (stored === null) return null;
  const { hashes, counts, limit } = stored;
  return { hashes: doubles(hashes), counts: doubles(counts), limit: limit ?? Number.POSITIVE_INFINITY };
}

/** Doubles, little-endian whatever the machine. */
function base64(values: Float64Array): string {
  const bytes = Buffer.alloc(values.length * 8);
  for (const [i, value] of values.entries()) bytes.writeDoubleLE(value, i * 8);
  return bytes.toString('base64');
}

function doubles(text: string): Float64Array {
  const bytes = Buffer.from(text, 'base64');
  return Float64Array.from({ length: bytes.length / 8 }, (_, i) => bytes.readDoubleLE(i * 8));
}
