import type { RecordBatch } from '../record/record-batch.js';
import type { RowCount } from '../record/row-count.js';
import type { BatchBuilder, RefusedRows } from './batch-builder.js';
import type { CellRange } from './format-reader.js';
import type { QuarantineReason, RefusedRowSink } from './quarantine.js';
import type { BrokenRecord } from './record-scanner.js';

/** Records of one source on their way into batches; keeps the account of its rows. */
export class SourceReader implements RefusedRows {
  /** Whether the last record is cut off. */
  truncated = false;

  constructor(
    private readonly name: string,
    private readonly width: number,
    private readonly builder: BatchBuilder,
    private readonly rows: RowCount,
    private readonly quarantine: RefusedRowSink,
  ) {}

  /** Gives each batch as soon as it is full. */
  *batches(found: Iterable<CellRange | BrokenRecord>): Generator<RecordBatch, void> {
    for (const piece of found) {
      if (piece.kind === 'broken') {
        this.rows.read++;
        this.quarantineRow(piece.line, piece.offset, piece.reason, piece.detail);
      } else {
        yield* this.batchesOfRange(piece);
      }
    }
  }

  /** Gives what is left. */
  *rest(): Generator<RecordBatch, void> {
    const rest = this.builder.take();
    if (rest !== null) yield rest;
  }

  private *batchesOfRange(range: CellRange): Generator<RecordBatch, void> {
    const { records } = range;
    this.rows.read += range.filtered;
    this.rows.filtered += range.filtered;
    for (let at = 0; at < records.length; ) {
      const next = this.builder.add(records, range, at, this);
      this.rows.read += next - at;
      at = next;
      this.rows.accepted = this.rows.read - this.rows.quarantined - this.rows.filtered;
      if (this.builder.full) yield this.builder.take()!;
    }
  }

  /** Takes a row that the builder refused. */
  refuse(
    cells: readonly string[],
    range: CellRange,
    at: number,
    reason: QuarantineReason,
    detail: string,
  ): void {
    const { width } = this;
    const line = range.lines[at]!;
    const offset = range.offsets[at]!;
    if (cells.length === 1 && width > 1 && cells[0]!.trim() === '') {
      this.rows.read--; // a blank line is no row
    } else if (range.unterminated && cells.length < width) {
      const cut = `the source ends inside this row, after ${cells.length} of ${width} cells`;
      this.quarantineRow(line, offset, 'truncated-last-record', cut);
    } else {
      this.quarantineRow(line, offset, reason, detail);
    }
  }

  private quarantineRow(line: number, offset: number, reason: QuarantineReason, detail: string): void {
    this.rows.quarantined++;
    if (reason === 'truncated-last-record') this.truncated = true;
    this.quarantine.add(this.name, line, offset, reason, detail);
  }
}
