import { StillhuntError } from '../errors.js';
import type { RecordBatch } from '../record/record-batch.js';
import type { RowCount } from '../record/row-count.js';
import { BATCH_ROWS, BatchBuilder } from './batch-builder.js';
import type { ByteStream } from './byte-stream.js';
import { mapColumns } from './columns.js';
import { CsvReader } from './csv.js';
import { findHeader, type HeaderRecord } from './dialect.js';
import type { IngestOptions, IngestSummary, SourceSummary } from './ingest-summary.js';
import { InputFile } from './input-file.js';
import { Quarantine } from './quarantine.js';
import { RecordScanner } from './record-scanner.js';
import { SourceReader } from './source-reader.js';
import { expandInputs, type LogSource } from './sources.js';
import { MAX_DICTIONARY } from './text-dictionary.js';
import { TimeZone } from './time-zone.js';
import { TimeColumn } from './timestamp.js';

const BLOCK_BYTES = 256 * 1024;
const PROGRESS_BYTES = 1 << 20;

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
  };
  if (sources.length > 1) await checkHeaders(run, sources);
  const summaries: SourceSummary[] = [];
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
  return { sources: summaries, rows, quarantine: run.quarantine.summary(), warnings: run.warnings };
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
async function checkHeaders({ options }: Run, sources: readonly LogSource[]): Promise<void> {
  for (const source of sources) {
    if (source.bytes === null) continue; // stdin and pipes can be read only once
    // Of an archive the first entry with a header: to see the others it would have to be unpacked twice.
    for await (const stream of openFile(source, options).sources()) {
      if (await checkHeader(stream, options)) break;
    }
  }
}

/** Whether there is a header in what starts the source. */
async function checkHeader(stream: ByteStream, options: IngestOptions): Promise<boolean> {
  let head: Buffer = Buffer.alloc(0);
  for await (const chunk of stream.chunks()) {
    head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
    const header = findHeader(head, false, stream.name);
    if (header === null) continue;
    mapColumns(new CsvReader(header.dialect).header(header, stream.name), stream.name, options);
    return true;
  }
  return false;
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
  const { warnings } = run;
  const rows: RowCount = { read: 0, accepted: 0, quarantined: 0, filtered: 0 };
  const ambiguousBefore = run.zone?.ambiguous ?? 0;
  let reader: SourceReader | null = null;
  let head: Buffer = Buffer.alloc(0);
  for await (const chunk of source.chunks()) {
    if (reader === null) {
      head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
      const header = findHeader(head, false, source.name);
      if (header === null) continue;
      reader = openReader(run, source, index, header, rows);
      yield* reader.batches(reader.scanner.scan(head.subarray(header.end)));
    } else {
      yield* reader.batches(reader.scanner.scan(chunk));
    }
    report(run, source, file.bytesRead, rows.read, false);
  }
  // A header that damage cut short is not judged: it would end the run for the other sources too.
  if (reader === null && head.length > 0 && source.damage === null) {
    const header = findHeader(head, true, source.name);
    if (header !== null) {
      reader = openReader(run, source, index, header, rows);
      yield* reader.batches(reader.scanner.scan(head.subarray(header.end)));
    }
  }
  if (reader !== null) yield* reader.finish(source.damage !== null);
  report(run, source, file.bytesRead, rows.read, true);

  const duplicateOf = nameOf.get(source.sha256) ?? null;
  if (duplicateOf === null) nameOf.set(source.sha256, source.name);
  else if (rows.read > 0)
    warnings.push(`${source.name} has the same bytes as ${duplicateOf}: its rows are counted twice.`);
  const status = source.damage !== null ? 'damaged' : reader?.truncated ? 'truncated' : 'complete';
  const statusDetail = source.damage ?? (reader?.truncated ? 'the source ends inside its last row' : '');
  if (status !== 'complete') warnings.push(`${source.name} is ${status}: ${statusDetail}.`);
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
    format: 'csv',
    delimiter: reader?.dialect.delimiter ?? null,
    compression: source.compression,
    encoding: source.encoding,
    archive: source.archive,
    columns: reader?.columns.names ?? {},
    ignored: reader?.columns.ignored ?? [],
    rows,
    firstTime: reader?.builder.firstTime ?? null,
    lastTime: reader?.builder.lastTime ?? null,
    status,
    statusDetail,
    duplicateOf,
  };
}

function openReader(
  run: Run,
  source: ByteStream,
  index: number,
  header: HeaderRecord,
  rows: RowCount,
): SourceReader {
  const { options } = run;
  const csv = new CsvReader(header.dialect);
  const columns = mapColumns(csv.header(header, source.name), source.name, options);
  const times = new TimeColumn(source.name, run.zone);
  const builder = new BatchBuilder(index, columns, times, options.constants, options.batchRows ?? BATCH_ROWS);
  const scanner = new RecordScanner(header.dialect, columns.width, header.end, header.nextLine);
  return new SourceReader(source.name, header.dialect, columns, csv, builder, scanner, rows, run.quarantine);
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
