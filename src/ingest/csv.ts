import { parse } from 'csv-parse/sync';
import { CR, type Dialect, type HeaderRecord } from './dialect.js';
import type { RecordRange } from './record-scanner.js';

/**
 * The reference reader: splits records into cells with csv-parse. Another reader may take its place for ranges
 * that are not `quoted`, if it gives the same cells.
 */
export class CsvReader {
  private readonly delimiter: string;
  private readonly lineEnds: string[];

  constructor(dialect: Dialect) {
    this.delimiter = dialect.delimiter;
    this.lineEnds = dialect.lineEnd === CR ? ['\r'] : ['\r\n', '\n'];
  }

  /** Names in a header. */
  header(header: HeaderRecord): string[] {
    const records = this.split(header.bytes, true, false);
    return records[0] ?? [];
  }

  /** Cells of each record of a range, in order. Cost: csv-parse, with quotes off where there are none. */
  cells(range: RecordRange): string[][] {
    const records = this.split(range.bytes, range.quoted, range.gaps);
    if (records.length !== range.records) {
      throw new Error(`csv-parse read ${records.length} records where the scanner found ${range.records}`);
    }
    return records;
  }

  private split(bytes: Buffer, quoted: boolean, gaps: boolean): string[][] {
    const carriageReturns = this.lineEnds.length > 1 && bytes.includes(CR);
    return parse(bytes, {
      delimiter: this.delimiter,
      record_delimiter: this.lineEnds.length > 1 && !carriageReturns ? '\n' : this.lineEnds,
      quote: quoted ? '"' : false,
      escape: quoted ? '"' : null,
      relax_column_count: true, // rows of another width are refused by the builder, which says why
      skip_empty_lines: gaps,
    });
  }
}
