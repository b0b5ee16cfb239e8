import { StillhuntError } from '../errors.js';
import type { RecordBatch } from '../record/record-batch.js';
import type { RowCount } from '../record/row-count.js';
import { BATCH_ROWS, BatchBuilder } from './batch-builder.js';
import type { ByteStream } from './byte-stream.js';
import { CR, LF } from './dialect.js';
import type { IngestOptions, IngestSummary, SourceSummary } from './ingest-summary.js';
import { InputFile } from './input-file.js';
import { type OpenedFormat, openFormat } from './open-format.js';
import { Quarantine } from './quarantine.js';
import { MOST_KEPT, overlaps, type RowSample, RowSketch, repeatedShare } from './row-sketch.js';
import { SourceReader } from './source-reader.js';
import { expandInputs, type LogSource } from './sources.js';
import { MAX_DICTIONARY } from './text-dictionary.js';
import { TimeZone } from './time-zone.js';
import { TimeColumn } from './timestamp.js';

const BLOCK_BYTES = 256 * 1024;
/** Share of a source's rows that repeat others, and their number, from which it is told. */
const LEAST_REPEATED = 0.05;
const FEWEST_REPEATED = 10;
const PROGRESS_BYTES = 1 << 20;
/** Hashes of rows that are held of all sources together. */
const MOST_HASHES = 1 << 22;

/** What is shared by the sources of one run. */
interface Run {
  readonly options: IngestOptions;
  readonly zone: TimeZone | null;
  readonly quarantine: Quarantine;
  readonly warnings: string[];
  readonly bytesTotal: number | null;
  bytesBefore: number; // stored bytes of finished sources
  rowsBefore: number; // rows of finished sources
  reportedAt: number; // stored bytes at the last progress report
  kept: number; // rows in the sample of each source
  readonly samples: RowSample[]; // of finished sources
}

/**
 * Reads logs into batches of records; returns what became of every row. Batches come in order of source and
 * row. The same inputs and options give the same batches and summary, whatever the block size.
 *
 * @throws StillhuntError `usage` for a wrong option; `input` for inputs that cannot be read, headers that
 * cannot be understood, or when no source holds a row.
 */
export async function* readBatches(
  inputs: readonly string[],
  options: IngestOptions = {},
): AsyncGenerator<RecordBatch, IngestSummary> {
  checkOptions(options);
  const zone = options.timezone === undefined ? null : TimeZone.named(options.timezone);
  const sources = expandInputs(inputs, options.cwd);
  const run: Run = {
    options,
    zone,
    quarantine: new Quarantine(),
    warnings: [],
    bytesTotal: totalBytes(sources),
    bytesBefore: 0,
    rowsBefore: 0,
    reportedAt: 0,
    kept: MOST_KEPT,
    samples: [],
  };
  if (sources.length > 1) await checkHeaders(run, sources);
  const summaries: SourceSummary[] = [];
  run.kept = Math.max(1, Math.min(MOST_KEPT, Math.floor(MOST_HASHES / sources.length)));
  const nameOf = new Map<string, string>(); // sha256 -> first source with it
  for (const source of sources) {
    const file = openFile(source, options);
    for await (const stream of file.sources()) {
      const summary = yield* readSource(run, file, stream, summaries.length, nameOf);
      run.rowsBefore += summary.rows.read;
      summaries.push(summary);
    }
    run.bytesBefore += file.bytesRead;
    run.warnings.push(...file.warnings);
  }
  const rows: RowCount = { read: 0, accepted: 0, quarantined: 0, filtered: 0 };
  for (const summary of summaries) addRows(rows, summary.rows);
  if (rows.read === 0) throw noRows(summaries);
  return {
    sources: withOverlaps(summaries, run),
    rows,
    quarantine: run.quarantine.summary(),
    warnings: run.warnings,
  };
}

function noRows(sources: readonly SourceSummary[]): StillhuntError {
  const damaged = sources.find(({ status }) => status === 'damaged');
  const which = sources.length === 1 ? `${sources[0]!.name} holds` : `all ${sources.length} sources hold`;
  return new StillhuntError(
    'input',
    damaged === undefined
      ? `No rows: ${which} nothing or a header alone.`
      : `No rows: ${damaged.name} is damaged: ${damaged.statusDetail}.`,
    'Check that the export had finished and covers the right period.',
  );
}

/** Finds a header that cannot be understood before hours are spent on the sources that come first. */
async function checkHeaders({ options, zone }: Run, sources: readonly LogSource[]): Promise<void> {
  for (const source of sources) {
    if (source.bytes === null) continue; // stdin and pipes can be read only once
    // Of an archive the first entry with a header: to see the others it would have to be unpacked twice.
    for await (const stream of openFile(source, options).sources()) {
      if (await checkHeader(stream, options, zone)) break;
    }
  }
}

/** Whether what starts the source can be understood. */
async function checkHeader(
  stream: ByteStream,
  options: IngestOptions,
  zone: TimeZone | null,
): Promise<boolean> {
  let head: Buffer = Buffer.alloc(0);
  for await (const chunk of stream.chunks()) {
    head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
    if (openFormat(head, false, stream.name, options, zone) !== null) return true;
  }
  return stream.damage === null && openFormat(head, true, stream.name, options, zone) !== null;
}

function openFile(source: LogSource, options: IngestOptions): InputFile {
  return new InputFile(source, options.stdin ?? process.stdin, options.blockBytes ?? BLOCK_BYTES);
}

async function* readSource(
  run: Run,
  file: InputFile,
  source: ByteStream,
  index: number,
  nameOf: Map<string, string>,
): AsyncGenerator<RecordBatch, SourceSummary> {
  const { options, warnings } = run;
  const sketch = new RowSketch(run.kept);
  const rows: RowCount = { read: 0, accepted: 0, quarantined: 0, filtered: 0 };
  const ambiguousBefore = run.zone?.ambiguous ?? 0;
  let reader: SourceReader | null = null;
  let head: Buffer = Buffer.alloc(0);
  for await (const chunk of source.chunks()) {
    if (reader === null) {
      head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
      const opened = openFormat(head, false, source.name, options, run.zone);
      if (opened === null) continue;
      reader = openReader(run, source, index, opened, rows);
      yield* sketched(reader.read(head.subarray(opened.reader.start)), sketch);
    } else {
      yield* sketched(reader.read(chunk), sketch);
    }
    report(run, source, file.bytesRead, rows.read, false);
  }
  if (reader === null && head.length > 0) {
    const opened =
      source.damage === null
        ? openFormat(head, true, source.name, options, run.zone)
        : salvaged(run, source, head);
    if (opened !== null) {
      reader = openReader(run, source, index, opened, rows);
      yield* sketched(reader.read(head.subarray(opened.reader.start)), sketch);
    }
  }
  if (reader !== null) yield* sketched(reader.finish(source.damage !== null), sketch);
  report(run, source, file.bytesRead, rows.read, true);

  const duplicateOf = nameOf.get(source.sha256) ?? null;
  if (duplicateOf === null) nameOf.set(source.sha256, source.name);
  else if (rows.read > 0)
    warnings.push(`${source.name} has the same bytes as ${duplicateOf}: its rows are counted twice.`);
  const damage = source.damage ?? reader?.format.damage ?? null;
  const status = damage !== null ? 'damaged' : reader?.truncated ? 'truncated' : 'complete';
  const statusDetail = damage ?? (reader?.truncated ? 'the source ends inside its last row' : '');
  if (status !== 'complete') warnings.push(`${source.name} is ${status}: ${statusDetail}.`);
  const sample = sketch.sample();
  run.samples.push(sample);
  const share = repeatedShare(sample);
  if (share >= LEAST_REPEATED && share * rows.accepted >= FEWEST_REPEATED)
    warnings.push(
      `${source.name}: about ${Math.round(share * 100)} % of its rows repeat an earlier one (same time, account and tokens).`,
    );
  if (rows.read === 0) {
    if (source.damage === null)
      warnings.push(`${source.name} holds ${reader === null ? 'nothing' : 'a header and no rows'}.`);
  } else if (rows.accepted === 0)
    warnings.push(`${source.name}: none of its ${rows.read} rows could be used.`);
  const ambiguous = (run.zone?.ambiguous ?? 0) - ambiguousBefore;
  if (ambiguous > 0) {
    warnings.push(
      `${source.name}: ${ambiguous} local times occur twice in ${run.zone!.name}; the earlier was taken.`,
    );
  }
  return {
    name: source.name,
    bytes: source.bytesRead,
    sha256: source.sha256,
    format: reader?.format.format ?? 'csv',
    profile: reader?.format.profile ?? null,
    delimiter: reader?.format.delimiter ?? null,
    compression: source.compression,
    encoding: source.encoding,
    archive: source.archive,
    columns: reader?.format.columns.names ?? {},
    ignored: reader?.format.columns.ignored ?? [],
    rows,
    firstTime: reader?.builder.firstTime ?? null,
    lastTime: reader?.builder.lastTime ?? null,
    status,
    statusDetail,
    duplicateOf,
    repeatedShare: share,
    overlaps: [],
  };
}

/**
 * The format of a source that broke off early. Where damage cut the head short it is not judged: that would end the run
 * for the other sources too.
 */
function salvaged({ options, zone }: Run, { name }: ByteStream, head: Buffer): OpenedFormat | null {
  if (!head.includes(LF) && !head.includes(CR)) return null;
  try {
    return openFormat(head, true, name, options, zone);
  } catch (error) {
    if (error instanceof StillhuntError && error.kind === 'input') return null;
    throw error;
  }
}

/** Tells of sources that hold rows of earlier ones. */
function withOverlaps(summaries: readonly SourceSummary[], { samples, warnings }: Run): SourceSummary[] {
  const found = summaries.map((): { source: string; share: number }[] => []);
  for (const { earlier, later, share } of overlaps(samples))
    found[later]!.push({ source: summaries[earlier]!.name, share });
  for (const [i, { name, duplicateOf }] of summaries.entries()) {
    const others = found[i]!.filter(({ source }) => source !== duplicateOf); // which was told already
    const [first, ...rest] = others.toSorted((x, y) => y.share - x.share);
    if (first === undefined || duplicateOf !== null) continue;
    const more = rest.length === 0 ? '' : `, and some in ${rest.length} more`;
    warnings.push(
      `${name}: about ${Math.round(first.share * 100)} % of its rows stand in ${first.source} too${more} ` +
        '(same time, account and tokens) and are counted twice.',
    );
  }
  return summaries.map((summary, i) => ({ ...summary, overlaps: found[i]! }));
}

function* sketched(batches: Iterable<RecordBatch>, sketch: RowSketch): Generator<RecordBatch, void> {
  for (const batch of batches) {
    sketch.add(batch);
    yield batch;
  }
}

function openReader(
  run: Run,
  source: ByteStream,
  index: number,
  { reader, zone }: OpenedFormat,
  rows: RowCount,
): SourceReader {
  const { constants, batchRows = BATCH_ROWS } = run.options;
  const times = new TimeColumn(source.name, zone);
  const builder = new BatchBuilder(index, reader.columns, times, constants, batchRows);
  return new SourceReader(source.name, reader, builder, rows, run.quarantine);
}

function checkOptions({
  batchRows = BATCH_ROWS,
  blockBytes = BLOCK_BYTES,
  constants = {},
}: IngestOptions): void {
  const whole = Number.isInteger(batchRows) && Number.isInteger(blockBytes);
  if (!whole || batchRows < 1 || batchRows > MAX_DICTIONARY || blockBytes < 1) {
    throw new StillhuntError('usage', `Batches hold 1 to ${MAX_DICTIONARY} rows, blocks 1 byte or more.`);
  }
  for (const [field, value] of Object.entries(constants)) {
    if (value.trim() !== '') continue;
    throw new StillhuntError(
      'usage',
      `The constant for ${field} is empty.`,
      `Give it a value: --const ${field}=NAME.`,
    );
  }
}

function report(run: Run, source: ByteStream, bytes: number, rows: number, atEnd: boolean): void {
  const { onProgress } = run.options;
  const bytesRead = run.bytesBefore + bytes;
  if (onProgress === undefined || (!atEnd && bytesRead - run.reportedAt < PROGRESS_BYTES)) return;
  run.reportedAt = bytesRead;
  onProgress({ bytesRead, bytesTotal: run.bytesTotal, rows: run.rowsBefore + rows, source: source.name });
}

function totalBytes(sources: readonly LogSource[]): number | null {
  let total = 0;
  for (const { bytes } of sources) {
    if (bytes === null) return null;
    total += bytes;
  }
  return total;
}

function addRows(sum: RowCount, rows: Readonly<RowCount>): void {
  sum.read += rows.read;
  sum.accepted += rows.accepted;
  sum.quarantined += rows.quarantined;
  sum.filtered += rows.filtered;
}
