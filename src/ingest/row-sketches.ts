import type { RecordBatch } from '../record/record-batch.js';
import type { IngestSummary } from './ingest-summary.js';
import { MOST_KEPT, overlaps, type RowSample, RowSketch, repeatedShare } from './row-sketch.js';

/** Sources whose samples are of full size; the further ones of a run have small ones, so that memory stays bounded. */
const FULL_SIZE = 1024;
const SMALL = 64;

/** Samples of the rows of each source of a run. */
export class RowSketches {
  private readonly sketches: RowSketch[] = []; // by number of the source

  /** @param standIn what stands for the hash of a row that is added; by default itself */
  constructor(private readonly standIn?: (hash: number) => number) {}

  add(batch: RecordBatch): void {
    this.of(batch.source).add(batch);
  }

  /** The sketch of a source by its number in the run. */
  of(source: number): RowSketch {
    let sketch = this.sketches[source];
    if (sketch === undefined) {
      sketch = new RowSketch(source < FULL_SIZE ? MOST_KEPT : SMALL, this.standIn);
      this.sketches[source] = sketch;
    }
    return sketch;
  }

  /** Takes in what others made of parts of the same sources. */
  merge(samples: readonly (RowSample | null)[]): void {
    samples.forEach((sample, source) => {
      if (sample !== null) this.of(source).merge(sample);
    });
  }

  /** By number of the source; null for one without rows. */
  samples(): (RowSample | null)[] {
    return Array.from(this.sketches, (sketch) => sketch?.sample() ?? null);
  }
}

/** Share of a source's rows that repeat others, and their number, from which it is told. */
const LEAST_REPEATED = 0.05;
const FEWEST_REPEATED = 10;

const NONE: RowSample = new RowSketch().sample();

/** The summary with what samples say of rows that sources repeat or share, each told in a warning. */
export function withRepeats(summary: IngestSummary, given: readonly (RowSample | null)[]): IngestSummary {
  const warnings: string[] = [];
  // A source with the bytes of an earlier one holds its rows anyway, which is told already.
  const samples = summary.sources.map(({ duplicateOf }, i) =>
    duplicateOf === null ? (given[i] ?? NONE) : NONE,
  );
  const shared = summary.sources.map((): { source: string; share: number }[] => []);
  for (const { earlier, later, share } of overlaps(samples))
    shared[later]!.push({ source: summary.sources[earlier]!.name, share });
  const sources = summary.sources.map((source, i) => {
    const { name, rows } = source;
    const repeated = repeatedShare(samples[i]!);
    if (repeated >= LEAST_REPEATED && repeated * rows.accepted >= FEWEST_REPEATED)
      warnings.push(
        `${name}: about ${Math.round(repeated * 100)} % of its rows repeat an earlier one (same time, account and tokens).`,
      );
    const [first, ...rest] = shared[i]!.toSorted((x, y) => y.share - x.share);
    if (first !== undefined) {
      const more = rest.length === 0 ? '' : `, and some in ${rest.length} more`;
      warnings.push(
        `${name}: about ${Math.round(first.share * 100)} % of its rows stand in ${first.source} too${more} ` +
          '(same time, account and tokens) and are counted twice.',
      );
    }
    return { ...source, repeatedShare: repeated, overlaps: shared[i]! };
  });
  return { ...summary, sources, warnings: [...summary.warnings, ...warnings] };
}
