import { CsvError, parse } from 'csv-parse/sync';
import { StillhuntError } from '../errors.js';
import { CR, type Dialect, type HeaderRecord } from './dialect.js';
import { isPlain, plainRecords } from './plain-records.js';
import type { RecordRange } from './record-scanner.js';

/**
 * Splits records into cells: plain ranges directly, everything else with csv-parse, which is the reference that the
 * direct way is held to.
 */
export class CsvReader {
  private readonly delimiter: string;
  private readonly lineEnds: string[];

  constructor(private readonly dialect: Dialect) {
    this.delimiter = dialect.delimiter;
    this.lineEnds = dialect.lineEnd === CR ? ['\r'] : ['\r\n', '\n'];
  }

  /**
   * Names in the header of a source.
   * @throws StillhuntError `input` for quotes that RFC 4180 does not allow.
   */
  header(header: HeaderRecord, source: string): string[] {
    try {
      return this.split(header.bytes, true, false)[0] ?? [];
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      throw new StillhuntError(
        'input',
        `${source}: the header has a quote inside a name, after a closing quote, or never closed.`,
        'Put quotes around whole names only, and double those inside.',
      );
    }
  }

  /** Cells of each record of a range, in order. */
  cells(range: RecordRange): string[][] {
    const records = isPlain(range, this.dialect)
      ? plainRecords(range, this.delimiter)
      : this.reference(range);
    if (records.length !== range.records) {
      throw new Error(`the reader found ${records.length} records where the scanner found ${range.records}`);
    }
    return records;
  }

  /** The same by csv-parse, with quotes off where there are none. */
  reference(range: RecordRange): string[][] {
    return this.split(range.bytes, range.quoted, range.gaps);
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
