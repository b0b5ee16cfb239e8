import type { RecordBatch } from '../../record/record-batch.js';
import type { RowCount } from '../../record/row-count.js';
import type { TextField } from '../../record/usage-record.js';
import { BATCH_ROWS, BatchBuilder } from '../batch-builder.js';
import type { ColumnarFile } from '../byte-stream.js';
import type { CellRange } from '../format-reader.js';
import { type FormatOptions, type OpenedRows, openColumns } from '../open-format.js';
import type { RefusedRowSink } from '../quarantine.js';
import type { TimeZone } from '../time-zone.js';
import { TimeColumn, type TimeState } from '../timestamp.js';
import { arrowBatches } from './arrow.js';
import type { ColumnBatch, ColumnBatches } from './column.js';
import { ColumnBuilder } from './column-builder.js';
import { mappedRows, recordsOf } from './column-records.js';
import { parquetBatches } from './parquet.js';

const SAMPLE = 200; // rows from which the profile is told

export interface ColumnarSettings {
  readonly name: string;
  /** Position in the run's list of sources. */
  readonly index: number;
  readonly options: FormatOptions & { readonly constants?: Readonly<Partial<Record<TextField, string>>> };
  readonly zone: TimeZone | null;
  /** To be counted up. */
  readonly rows: RowCount;
  readonly quarantine: RefusedRowSink;
  /** What is known of the times beforehand. */
  readonly times?: TimeState;
}

/** What a columnar source was. */
export interface ColumnarEnd {
  readonly opened: OpenedRows | null; // null where it has no rows
  readonly firstTime: number | null;
  readonly lastTime: number | null;
  /** Rows that could not be read, and why; null where all could. */
  readonly damage: string | null;
}

/**
 * Reads a Parquet or Arrow file into batches of records, a row group or record batch at a time. The number of a row, from
 * 0, stands for its byte offset, and from 1 for its line.
 * @throws StillhuntError as `openFormat` does, and for a file whose directory or schema cannot be read.
 */
export async function* readColumnar(
  { format, path }: ColumnarFile,
  settings: ColumnarSettings,
): AsyncGenerator<RecordBatch, ColumnarEnd> {
  const { name, options, zone } = settings;
  const file = { format, path };
  const first = await firstBatch(file, name);
  if (first === null) {
    const batches = columnBatches(file, name);
    for (;;) {
      const next = await batches.next();
      if (next.done) return { opened: null, firstTime: null, lastTime: null, damage: next.value };
      loseRows(next.value, settings);
    }
  }
  const names = [...first.columns.keys()];
  const opened = openColumns(recordsOf(first, SAMPLE), names, name, options, zone);
  const reader = columnarRows(opened, names, settings);
  const { positions } = opened.columns;
  const read = new Set([...positions.values()].map((position) => names[position]!));
  const batches = columnBatches(
    file,
    name,
    opened.rowMapping === null ? (column) => read.has(column) : undefined,
  );
  try {
    for (;;) {
      const next = await batches.next();
      if (next.done) {
        const { firstTime, lastTime } = reader;
        return { opened, firstTime, lastTime, damage: next.value };
      }
      if (next.value.columns.size === 0) loseRows(next.value, settings);
      else yield* reader.read(next.value);
    }
  } finally {
    await batches.return(null); // closes the file where reading stops early
  }
}

/** Counts rows that the file says are there and that cannot be read. */
function loseRows({ firstRow, rows: lost }: ColumnBatch, { name, rows, quarantine }: ColumnarSettings): void {
  rows.read += lost;
  rows.quarantined += lost;
  for (let row = firstRow; row < firstRow + lost; row++)
    quarantine.add(
      name,
      row + 1,
      row,
      'unreadable-row',
      'the part of the file that holds the row is damaged',
    );
}

/** What comes first in a file that can be read, by which it is understood; null where no row can. */
async function firstBatch(file: ColumnarFile, name: string): Promise<ColumnBatch | null> {
  for await (const batch of columnBatches(file, name)) if (batch.columns.size > 0) return batch;
  return null;
}

/** The batches of columns of a file; of those columns that are `wanted`, by default all. */
export function columnBatches(
  { format, path }: ColumnarFile,
  name: string,
  wanted?: (column: string) => boolean,
): ColumnBatches {
  return format === 'parquet' ? parquetBatches(path, name, wanted) : arrowBatches(path, name, wanted);
}

/** What turns the batches of a file with such columns into records. */
export function columnarRows(opened: OpenedRows, names: readonly string[], settings: ColumnarSettings): Rows {
  return opened.rowMapping === null
    ? new StraightRows(opened, names, settings)
    : new MappedRows(opened, settings);
}

export interface Rows {
  readonly opened: OpenedRows;
  readonly firstTime: number | null;
  readonly lastTime: number | null;
  read(batch: ColumnBatch): Iterable<RecordBatch>;
}

/** Columns that are fields as they are. */
class StraightRows implements Rows {
  private readonly builder: ColumnBuilder;

  constructor(
    readonly opened: OpenedRows,
    names: readonly string[],
    private readonly settings: ColumnarSettings,
  ) {
    const { name, index, options } = settings;
    const times = new TimeColumn(name, opened.zone, settings.times);
    this.builder = new ColumnBuilder(
      index,
      opened.columns,
      names,
      times,
      opened.zone,
      options.constants ?? {},
    );
  }

  get firstTime(): number | null {
    return this.builder.firstTime;
  }

  get lastTime(): number | null {
    return this.builder.lastTime;
  }

  *read(batch: ColumnBatch): Generator<RecordBatch, void> {
    const { name, rows, quarantine } = this.settings;
    const before = rows.quarantined;
    const records = this.builder.build(batch, (row, reason, detail) => {
      rows.quarantined++;
      quarantine.add(name, row + 1, row, reason, detail);
    });
    rows.read += batch.rows;
    rows.accepted += batch.rows - (rows.quarantined - before);
    if (records !== null) yield records;
  }
}

/** Columns that become fields through a mapping. */
class MappedRows implements Rows {
  private readonly builder: BatchBuilder;

  constructor(
    readonly opened: OpenedRows,
    private readonly settings: ColumnarSettings,
  ) {
    const { name, index, options } = settings;
    const times = new TimeColumn(name, opened.zone, settings.times);
    this.builder = new BatchBuilder(index, opened.columns, times, options.constants, BATCH_ROWS);
  }

  get firstTime(): number | null {
    return this.builder.firstTime;
  }

  get lastTime(): number | null {
    return this.builder.lastTime;
  }

  *read(batch: ColumnBatch): Generator<RecordBatch, void> {
    for (const range of mappedRows(batch, this.opened.rowMapping!)) {
      if (range.kind === 'broken') {
        this.settings.rows.read++;
        this.settings.rows.quarantined++;
        this.settings.quarantine.add(
          this.settings.name,
          range.line,
          range.offset,
          range.reason,
          range.detail,
        );
        continue;
      }
      this.settings.rows.read += range.filtered;
      this.settings.rows.filtered += range.filtered;
      yield* this.build(range);
    }
    const rest = this.builder.take();
    if (rest !== null) yield rest;
  }

  private *build(range: CellRange): Generator<RecordBatch, void> {
    const { name, rows, quarantine } = this.settings;
    const refused = {
      refuse: (_: readonly string[], of: CellRange, at: number, reason: RefuseReason, detail: string) => {
        rows.quarantined++;
        rows.accepted--;
        quarantine.add(name, of.lines[at]!, of.offsets[at]!, reason, detail);
      },
    };
    for (let at = 0; at < range.records.length; ) {
      const next = this.builder.add(range.records, range, at, refused);
      rows.read += next - at;
      rows.accepted += next - at;
      at = next;
      if (this.builder.full) yield this.builder.take()!;
    }
  }
}

type RefuseReason = Parameters<RefusedRowSink['add']>[3];
