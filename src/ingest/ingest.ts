import { StillhuntError } from '../errors.js';
import type { RecordBatch } from '../record/record-batch.js';
import type { RowCount } from '../record/row-count.js';
import { BATCH_ROWS } from './batch-builder.js';
import { ByteStream } from './byte-stream.js';
import { type ColumnMap, mapColumns } from './columns.js';
import { CsvReader } from './csv.js';
import { type Dialect, findHeader, type HeaderRecord } from './dialect.js';
import type { IngestOptions, IngestSummary, SourceSummary } from './ingest-summary.js';
import { BatchReader, type LogReader, type OpenReader } from './log-reader.js';
import { Quarantine } from './quarantine.js';
import { expandInputs, type LogSource } from './sources.js';
import { MAX_DICTIONARY } from './text-dictionary.js';
import { TimeZone } from './time-zone.js';

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
export function readBatches(
  inputs: readonly string[],
  options: IngestOptions = {},
): AsyncGenerator<RecordBatch, IngestSummary> {
  return readLogs(inputs, options, (source) => new BatchReader(source, options.batchRows ?? BATCH_ROWS));
}

/**
 * Reads logs from front to back, one after the other, and gives what the readers that `open` makes for them give.
 * Returns what became of every row. Throws as `readBatches` does.
 */
export async function* readLogs<T>(
  inputs: readonly string[],
  options: IngestOptions,
  open: OpenReader<T>,
): AsyncGenerator<T, IngestSummary> {
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
  for (const [index, source] of sources.entries()) {
    const summary = yield* readSource(run, source, index, nameOf, open);
    run.bytesBefore += summary.bytes;
    run.rowsBefore += summary.rows.read;
    summaries.push(summary);
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
    let head: Buffer = Buffer.alloc(0);
    for await (const chunk of openStream(source, options).chunks()) {
      head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
      const header = findHeader(head, false, source.name);
      if (header === null) continue;
      mapColumns(new CsvReader(header.dialect).header(header, source.name), source.name, options);
      break;
    }
  }
}

function openStream(source: LogSource, options: IngestOptions): ByteStream {
  return new ByteStream(source, options.stdin ?? process.stdin, options.blockBytes ?? BLOCK_BYTES);
}

async function* readSource<T>(
  run: Run,
  source: LogSource,
  index: number,
  nameOf: Map<string, string>,
  open: OpenReader<T>,
): AsyncGenerator<T, SourceSummary> {
  const { options, warnings } = run;
  const stream = openStream(source, options);
  const rows: RowCount = { read: 0, accepted: 0, quarantined: 0, filtered: 0 };
  const ambiguousBefore = run.zone?.ambiguous ?? 0;
  let opened: Opened<T> | null = null;
  let head: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of stream.chunks()) {
      if (opened === null) {
        head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
        const header = findHeader(head, false, source.name);
        if (header === null) continue;
        opened = openReader(run, source, index, header, rows, open);
        yield* opened.reader.scan(head.subarray(header.end));
      } else {
        yield* opened.reader.scan(chunk);
      }
      report(run, source, stream.bytesRead, rows.read, false);
    }
  } catch (error) {
    await opened?.reader.settle(); // what is wrong with rows before comes first
    throw error;
  }
  if (opened === null && head.length > 0) {
    const header = findHeader(head, true, source.name);
    if (header !== null) {
      opened = openReader(run, source, index, header, rows, open);
      yield* opened.reader.scan(head.subarray(header.end));
    }
  }
  if (opened !== null) yield* opened.reader.finish(stream.damage !== null);
  const reader = opened?.reader;
  report(run, source, stream.bytesRead, rows.read, true);

  const duplicateOf = nameOf.get(stream.sha256) ?? null;
  if (duplicateOf === null) nameOf.set(stream.sha256, source.name);
  else if (rows.read > 0)
    warnings.push(`${source.name} has the same bytes as ${duplicateOf}: its rows are counted twice.`);
  const status = stream.damage !== null ? 'damaged' : reader?.truncated ? 'truncated' : 'complete';
  const statusDetail = stream.damage ?? (reader?.truncated ? 'the source ends inside its last row' : '');
  if (status !== 'complete') warnings.push(`${source.name} is ${status}: ${statusDetail}.`);
  if (rows.read === 0)
    warnings.push(`${source.name} holds ${reader === undefined ? 'nothing' : 'a header and no rows'}.`);
  else if (rows.accepted === 0) warnings.push(`${source.name}: none of its ${rows.read} rows could be used.`);
  const ambiguous = (run.zone?.ambiguous ?? 0) - ambiguousBefore;
  if (ambiguous > 0) {
    warnings.push(
      `${source.name}: ${ambiguous} local times occur twice in ${run.zone!.name}; the earlier was taken.`,
    );
  }
  return {
    name: source.name,
    bytes: stream.bytesRead,
    sha256: stream.sha256,
    format: 'csv',
    delimiter: opened?.dialect.delimiter ?? null,
    compression: stream.compression,
    columns: opened?.columns.names ?? {},
    ignored: opened?.columns.ignored ?? [],
    rows,
    firstTime: reader?.firstTime ?? null,
    lastTime: reader?.lastTime ?? null,
    status,
    statusDetail,
    duplicateOf,
  };
}

interface Opened<T> {
  readonly dialect: Dialect;
  readonly columns: ColumnMap;
  readonly reader: LogReader<T>;
}

function openReader<T>(
  { options, zone, quarantine }: Run,
  { name }: LogSource,
  index: number,
  header: HeaderRecord,
  rows: RowCount,
  open: OpenReader<T>,
): Opened<T> {
  const { dialect, end, nextLine } = header;
  const columns = mapColumns(new CsvReader(dialect).header(header, name), name, options);
  const { constants } = options;
  const reader = open({
    form: { name, index, dialect, columns, constants: constants ?? {} },
    offset: end,
    line: nextLine,
    zone,
    rows,
    quarantine,
  });
  return { dialect, columns, reader };
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

function report(run: Run, source: LogSource, bytes: number, rows: number, atEnd: boolean): void {
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
