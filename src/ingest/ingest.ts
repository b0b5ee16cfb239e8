import { StillhuntError } from '../errors.js';
import type { RecordBatch } from '../record/record-batch.js';
import type { RowCount } from '../record/row-count.js';
import { BATCH_ROWS } from './batch-builder.js';
import type { ByteStream } from './byte-stream.js';
import { readColumnar } from './columnar/columnar-source.js';
import { CR, LF } from './dialect.js';
import { FormatHead, type JudgedHead } from './format-head.js';
import type { IngestOptions, IngestSummary, SourceSummary } from './ingest-summary.js';
import { InputFile } from './input-file.js';
import { BatchReader, type LogReader, type LogVisitor, type PlainSource } from './log-reader.js';
import { type OpenedFormat, openFormat } from './open-format.js';
import { Quarantine } from './quarantine.js';
import { RowSketches, withRepeats } from './row-sketches.js';
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
export async function* readBatches(
  inputs: readonly string[],
  options: IngestOptions = {},
): AsyncGenerator<RecordBatch, IngestSummary> {
  const sketches = new RowSketches();
  const reading = readLogs<RecordBatch>(inputs, options, {
    open: (source) => new BatchReader(source, options.batchRows ?? BATCH_ROWS),
    batch: (batch) => [batch],
  });
  let step = await reading.next();
  for (; step.done !== true; step = await reading.next()) {
    sketches.add(step.value);
    yield step.value;
  }
  return withRepeats(step.value, sketches.samples());
}

/**
 * Reads logs from front to back, one after the other, and gives what the visitor makes of them. Returns what became of
 * every row; which rows sources share is not told. Throws as `readBatches` does.
 */
export async function* readLogs<T>(
  inputs: readonly string[],
  options: IngestOptions,
  visitor: LogVisitor<T>,
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
  for (const source of sources) {
    const file = openFile(source, options);
    for await (const stream of file.sources()) {
      const summary = yield* readSource(run, file, stream, summaries.length, nameOf, visitor);
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
    sources: summaries,
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
      ? `No rows: ${which} nothing, a header alone, or nothing in which a record was found.`
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
  if (stream.columnar !== null) return true; // its directory says at once what is wrong with it
  const head = headOf(stream.name, options, zone);
  for await (const chunk of stream.chunks()) if (head.add(chunk) !== null) return true;
  return stream.damage === null && !head.empty && head.end() !== null;
}

function headOf(name: string, options: IngestOptions, zone: TimeZone | null): FormatHead {
  return new FormatHead(name, (bytes, end) => openFormat(bytes, end, name, options, zone));
}

function openFile(source: LogSource, options: IngestOptions): InputFile {
  return new InputFile(source, options.stdin ?? process.stdin, options.blockBytes ?? BLOCK_BYTES);
}

async function* readSource<T>(
  run: Run,
  file: InputFile,
  source: ByteStream,
  index: number,
  nameOf: Map<string, string>,
  visitor: LogVisitor<T>,
): AsyncGenerator<T, SourceSummary> {
  const { warnings } = run;
  const rows: RowCount = { read: 0, accepted: 0, quarantined: 0, filtered: 0 };
  const ambiguousBefore = run.zone?.ambiguous ?? 0;
  const { damage, truncated, ...read } =
    source.columnar === null
      ? yield* readText(run, file, source, index, rows, visitor)
      : yield* readColumns(run, source, index, rows, visitor);
  report(run, source, file.bytesRead, rows.read, true);

  const duplicateOf = nameOf.get(source.sha256) ?? null;
  if (duplicateOf === null) nameOf.set(source.sha256, source.name);
  else if (rows.read > 0)
    warnings.push(`${source.name} has the same bytes as ${duplicateOf}: its rows are counted twice.`);
  const status = damage !== null ? 'damaged' : truncated ? 'truncated' : 'complete';
  const statusDetail = damage ?? (truncated ? 'the source ends inside its last row' : '');
  if (status !== 'complete') warnings.push(`${source.name} is ${status}: ${statusDetail}.`);
  if (rows.read === 0) {
    if (source.damage === null)
      warnings.push(`${source.name} holds ${read.profile === null ? 'nothing' : 'a header and no rows'}.`);
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
    compression: source.compression,
    encoding: source.encoding,
    archive: source.archive,
    ...read,
    rows,
    status,
    statusDetail,
    duplicateOf,
    repeatedShare: 0,
    overlaps: [],
  };
}

/** What a source was, as far as reading its rows tells. */
interface ReadSource
  extends Pick<
    SourceSummary,
    'format' | 'profile' | 'delimiter' | 'columns' | 'ignored' | 'firstTime' | 'lastTime'
  > {
  readonly damage: string | null;
  readonly truncated: boolean;
}

async function* readText<T>(
  run: Run,
  file: InputFile,
  source: ByteStream,
  index: number,
  rows: RowCount,
  visitor: LogVisitor<T>,
): AsyncGenerator<T, ReadSource> {
  const { options } = run;
  let opened: Opened<T> | null = null;
  const head = headOf(source.name, options, run.zone);
  try {
    for await (const chunk of source.chunks()) {
      if (opened === null) {
        const found = head.add(chunk);
        if (found === null) continue;
        opened = openReader(run, source, index, found, head.judged, rows, visitor);
        yield* opened.reader.scan(head.bytes.subarray(found.reader.start));
      } else {
        yield* opened.reader.scan(chunk);
      }
      report(run, source, file.bytesRead, rows.read, false);
    }
  } catch (error) {
    await opened?.reader.settle(); // what is wrong with rows before comes first
    throw error;
  }
  if (opened === null && !head.empty) {
    const found = source.damage === null ? head.end() : salvaged(head);
    if (found !== null) {
      opened = openReader(run, source, index, found, head.judged, rows, visitor);
      yield* opened.reader.scan(head.bytes.subarray(found.reader.start));
    }
  }
  if (opened !== null) yield* opened.reader.finish(source.damage !== null);
  const format = opened?.format;
  const reader = opened?.reader;
  return {
    format: format?.format ?? 'csv',
    profile: format?.profile ?? null,
    delimiter: format?.delimiter ?? null,
    columns: format?.columns.names ?? {},
    ignored: format?.columns.ignored ?? [],
    firstTime: reader?.firstTime ?? null,
    lastTime: reader?.lastTime ?? null,
    damage: source.damage ?? reader?.damage ?? null,
    truncated: reader?.truncated ?? false,
  };
}

async function* readColumns<T>(
  { options, zone, quarantine }: Run,
  source: ByteStream,
  index: number,
  rows: RowCount,
  visitor: LogVisitor<T>,
): AsyncGenerator<T, ReadSource> {
  for await (const _ of source.chunks()); // hashed; columns are read from places all over the file
  const columnar = source.columnar!;
  const { name } = source;
  const reading = readColumnar(columnar, { name, index, options, zone, rows, quarantine });
  let step = await reading.next();
  for (; step.done !== true; step = await reading.next()) yield* visitor.batch(step.value);
  const { opened, firstTime, lastTime, damage } = step.value;
  return {
    format: columnar.format,
    profile: opened?.id ?? null,
    delimiter: null,
    columns: opened?.columns.names ?? {},
    ignored: opened?.columns.ignored ?? [],
    firstTime,
    lastTime,
    damage: source.damage ?? damage,
    truncated: false,
  };
}

/**
 * The format of a source that broke off early. Where damage cut the head short it is not judged: that would end the run
 * for the other sources too.
 */
function salvaged(head: FormatHead): OpenedFormat | null {
  if (!head.bytes.includes(LF) && !head.bytes.includes(CR)) return null;
  try {
    return head.end();
  } catch (error) {
    if (error instanceof StillhuntError && error.kind === 'input') return null;
    throw error;
  }
}

interface Opened<T> {
  readonly format: OpenedFormat['reader'];
  readonly reader: LogReader<T>;
}

function openReader<T>(
  { options, quarantine }: Run,
  { name }: ByteStream,
  index: number,
  { reader: format, zone }: OpenedFormat,
  head: JudgedHead,
  rows: RowCount,
  visitor: LogVisitor<T>,
): Opened<T> {
  const { constants = {} } = options;
  const account = { zone, rows, quarantine };
  const plain: PlainSource | null =
    format.plain === null
      ? null
      : {
          ...account,
          form: {
            name,
            index,
            dialect: format.plain.dialect,
            columns: format.columns,
            constants,
            timezone: zone?.name ?? null,
          },
          offset: format.start,
          line: format.plain.line,
        };
  return { format, reader: visitor.open({ ...account, name, index, constants, format, head, plain }) };
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
