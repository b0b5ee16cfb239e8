import type { ColumnMap } from '../columns.js';
import type { CellRange, FormatReader } from '../format-reader.js';
import type { RecordMapper } from '../mapping/record-mapper.js';
import type { BrokenRecord } from '../record-scanner.js';
import type { Unwrap } from './envelope.js';
import type { JsonRecords, JsonScanner } from './json-records.js';

/** Reads JSON through a mapping: each object is a record, or holds some. */
export class JsonReader implements FormatReader {
  readonly delimiter = null;
  readonly plain = null;
  readonly from;
  readonly columns: ColumnMap;

  constructor(
    readonly format: 'json-lines' | 'json' | 'text',
    readonly profile: string,
    readonly start: number,
    private readonly scanner: JsonScanner,
    private readonly unwrap: Unwrap,
    private readonly mapper: RecordMapper,
  ) {
    this.columns = mapper.columns;
    const scannerFrom = mapper.anywhere ? scanner.from : null;
    this.from =
      scannerFrom === null
        ? null
        : (offset: number, line: number): FormatReader =>
            new JsonReader(format, profile, start, scannerFrom(offset, line), unwrap, mapper);
  }

  get damage(): string | null {
    return this.scanner.damage;
  }

  *read(chunk: Buffer): Generator<CellRange | BrokenRecord, void> {
    for (const piece of this.scanner.scan(chunk)) yield* this.cells(piece);
  }

  *finish(damaged: boolean): Generator<CellRange | BrokenRecord, void> {
    for (const piece of this.scanner.finish(damaged)) yield* this.cells(piece);
  }

  private *cells(piece: JsonRecords | BrokenRecord): Generator<CellRange | BrokenRecord, void> {
    if (piece.kind === 'broken') {
      yield piece;
      return;
    }
    let rows: string[][] = [];
    let offsets: number[] = [];
    let ends: number[] = [];
    let lines: number[] = [];
    let filtered = 0;
    for (const [at, value] of piece.values.entries()) {
      const records = this.unwrap(value);
      if (records === null) {
        yield { kind: 'cells', records: rows, offsets, ends, lines, unterminated: false, filtered };
        [rows, offsets, ends, lines, filtered] = [[], [], [], [], 0];
        yield this.noRecord(piece, at);
        continue;
      }
      for (const record of records) {
        if (record === null) {
          yield { kind: 'cells', records: rows, offsets, ends, lines, unterminated: false, filtered };
          [rows, offsets, ends, lines, filtered] = [[], [], [], [], 0];
          yield this.noRecord(piece, at);
          continue;
        }
        const row = this.mapper.cells(record);
        if (row === null) filtered++;
        else {
          rows.push(row);
          offsets.push(piece.offsets[at]!);
          ends.push(piece.ends[at]!);
          lines.push(piece.lines[at]!);
        }
      }
    }
    yield { kind: 'cells', records: rows, offsets, ends, lines, unterminated: false, filtered };
  }

  private noRecord({ offsets, lines }: JsonRecords, at: number): BrokenRecord {
    const detail = 'the object holds no record inside, as others of this source do';
    return { kind: 'broken', offset: offsets[at]!, line: lines[at]!, reason: 'not-a-record', detail };
  }
}
