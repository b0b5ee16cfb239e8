import type { ColumnMap } from './columns.js';
import { CsvReader } from './csv.js';
import type { HeaderRecord } from './dialect.js';
import type { CellRange, FormatReader } from './format-reader.js';
import type { Unwrap } from './json/envelope.js';
import type { RecordMapper } from './mapping/record-mapper.js';
import { type BrokenRecord, type RecordRange, RecordScanner } from './record-scanner.js';

/** Cells of a delimited row as a record with the names of the header. */
type RowRecord = Readonly<Record<string, string>>;

/** How rows whose columns are no fields yet become records. */
export interface RowMapping {
  readonly mapper: RecordMapper;
  readonly names: readonly string[];
  /** Null where the row is the record. */
  readonly unwrap: Unwrap | null;
}

/** A range of records with its cells. */
export function cellRange(csv: CsvReader, range: RecordRange): CellRange {
  const { offsets, ends, lines, unterminated } = range;
  return { kind: 'cells', records: csv.cells(range), offsets, ends, lines, unterminated, filtered: 0 };
}

/** Reads delimited text: columns straight into fields, or row by row through a mapping. */
export class DelimitedReader implements FormatReader {
  readonly format = 'csv';
  readonly damage = null;
  readonly from = null;
  readonly delimiter;
  readonly start;
  readonly plain;
  private readonly csv: CsvReader;
  private readonly scanner: RecordScanner;

  constructor(
    header: HeaderRecord,
    readonly profile: string,
    readonly columns: ColumnMap,
    width: number,
    private readonly mapping: RowMapping | null,
  ) {
    this.csv = new CsvReader(header.dialect);
    this.scanner = new RecordScanner(header.dialect, width, header.end, header.nextLine);
    this.delimiter = header.dialect.delimiter;
    this.start = header.end;
    this.plain = mapping === null ? { dialect: header.dialect, line: header.nextLine } : null;
    this.width = width;
  }

  private readonly width: number;

  *read(chunk: Buffer): Generator<CellRange | BrokenRecord, void> {
    for (const piece of this.scanner.scan(chunk)) yield* this.cells(piece);
  }

  *finish(damaged: boolean): Generator<CellRange | BrokenRecord, void> {
    for (const piece of this.scanner.finish(damaged)) yield* this.cells(piece);
  }

  private *cells(piece: RecordRange | BrokenRecord): Generator<CellRange | BrokenRecord, void> {
    if (piece.kind === 'broken') {
      yield piece;
      return;
    }
    const records = this.csv.cells(piece);
    const { offsets, ends, lines, unterminated } = piece;
    if (this.mapping === null)
      yield { kind: 'cells', records, offsets, ends, lines, unterminated, filtered: 0 };
    else yield* this.mapped(records, piece, this.mapping);
  }

  private *mapped(
    records: readonly (readonly string[])[],
    { offsets, ends, lines, unterminated }: RecordRange,
    { mapper, names, unwrap }: RowMapping,
  ): Generator<CellRange | BrokenRecord, void> {
    let rows: string[][] = [];
    let rowOffsets: number[] = [];
    let rowEnds: number[] = [];
    let rowLines: number[] = [];
    let filtered = 0;
    const done = function* (): Generator<CellRange, void> {
      if (rows.length > 0 || filtered > 0)
        yield {
          kind: 'cells',
          records: rows,
          offsets: rowOffsets,
          ends: rowEnds,
          lines: rowLines,
          unterminated: false,
          filtered,
        };
      rows = [];
      rowOffsets = [];
      rowEnds = [];
      rowLines = [];
      filtered = 0;
    };
    for (const [at, cells] of records.entries()) {
      if (cells.length !== this.width) {
        if (cells.length === 1 && this.width > 1 && cells[0]!.trim() === '') continue; // a blank line is no row
        yield* done();
        const cut = unterminated && cells.length < this.width;
        yield {
          kind: 'broken',
          offset: offsets[at]!,
          line: lines[at]!,
          reason: cut ? 'truncated-last-record' : 'ragged-row',
          detail: cut
            ? `the source ends inside this row, after ${cells.length} of ${this.width} cells`
            : `expected ${this.width} cells, found ${cells.length}`,
        };
        continue;
      }
      const record = rowRecord(names, cells);
      const inner = unwrap === null ? [record] : unwrap(record);
      if (inner === null) {
        yield* done();
        yield {
          kind: 'broken',
          offset: offsets[at]!,
          line: lines[at]!,
          reason: 'bad-json',
          detail: UNWRAPPED,
        };
        continue;
      }
      for (const one of inner) {
        if (one === null) {
          yield* done();
          yield {
            kind: 'broken',
            offset: offsets[at]!,
            line: lines[at]!,
            reason: 'not-a-record',
            detail: UNWRAPPED,
          };
          continue;
        }
        const row = mapper.cells(one);
        if (row === null) filtered++;
        else {
          rows.push(row);
          rowOffsets.push(offsets[at]!);
          rowEnds.push(ends[at]!);
          rowLines.push(lines[at]!);
        }
      }
    }
    yield* done();
  }
}

/** What is wrong with a record that holds no others where all before did. */
export const UNWRAPPED = 'the row holds no record inside, as others of this source do';

/** A row as an object; of two columns with one name the first is read. */
export function rowRecord(names: readonly string[], cells: readonly string[]): RowRecord {
  const record: Record<string, string> = Object.create(null);
  for (let i = names.length - 1; i >= 0; i--) record[names[i]!] = cells[i]!;
  return record;
}
