import { isUtf8 } from 'node:buffer';
import { CR, type Dialect, LF, QUOTE } from './dialect.js';
import { measureRecord, RecordMeasure } from './measure-record.js';
import type { QuarantineReason } from './quarantine.js';

/** Bytes of a cell. */
export const MAX_FIELD = 1 << 20;
const MAX_RECORD = 8 << 20; // bytes of a record and of a line; bounds what is held to find the end of a record

/** Whole records that lie side by side in memory, ready to be split into cells. */
export interface RecordRange {
  readonly kind: 'range';
  /** From the start of the first record to the end of the last, its line end included. */
  readonly bytes: Buffer;
  /** Whether any cell is quoted; without, a line is a record and delimiters separate cells everywhere. */
  readonly quoted: boolean;
  /** Whether empty lines stand between the records. */
  readonly gaps: boolean;
  readonly records: number;
  /** Start of each record in bytes from the start of the source; the first `records` entries count. */
  readonly offsets: Float64Array;
  /** End of each, its line end left out; the first `records` entries count. */
  readonly ends: Float64Array;
  /** Line on which each record starts; the first `records` entries count. */
  readonly lines: Float64Array;
  /** Whether the range is the last record of a source that ends without a line end. */
  readonly unterminated: boolean;
}

/** A record that cannot be split into cells. */
export interface BrokenRecord {
  readonly kind: 'broken';
  readonly offset: number;
  readonly line: number;
  readonly reason: QuarantineReason;
  readonly detail: string;
}

/**
 * Finds where the records of a source start and end, so that plain stretches can be split in bulk and each
 * record's byte offset and line are known without asking the parser. What it gives does not depend on how the
 * bytes arrive.
 *
 * Quotes follow RFC 4180. A record whose quotes do not, or whose quoted cell runs over lines into a record of
 * another width, is given up by its first line alone: reading goes on at the next line, so that a stray quote
 * costs the row that it stands in and no other. Memory is bounded by MAX_RECORD; cost is linear in the input.
 */
export class RecordScanner {
  private pending: Buffer = Buffer.alloc(0); // bytes from the first record that is not handed out yet
  private held: Buffer[] = []; // chunks after `pending`, not looked at yet
  private heldBytes = 0;
  private wanted = 0; // bytes to hold before looking again: doubles while one record has no end
  private skipping = false; // inside a line above MAX_RECORD, up to its end
  private rangeStart = 0; // position in `pending` where the range that is being built starts
  private records = 0; // of that range
  private quoted = false; // of that range
  private gaps = false; // of that range
  private offsets = new Float64Array(4096);
  private ends = new Float64Array(4096);
  private lines = new Float64Array(4096);
  private readonly measure = new RecordMeasure(); // of the record that was judged last

  /**
   * @param width cells in the header
   * @param offset byte at which the first record starts
   * @param line line on which it starts
   */
  constructor(
    private readonly dialect: Dialect,
    private readonly width: number,
    private offset: number,
    private line: number,
  ) {}

  /** Takes further bytes and gives the records that they complete; the arrays of a range are reused for the next. */
  *scan(chunk: Buffer): Generator<RecordRange | BrokenRecord, void> {
    this.held.push(chunk);
    this.heldBytes += chunk.length;
    if (this.pending.length + this.heldBytes >= this.wanted) yield* this.look(false, false);
  }

  /** Gives what is left. `damaged` says that the source broke off: an unterminated record is then cut for sure. */
  *finish(damaged: boolean): Generator<RecordRange | BrokenRecord, void> {
    yield* this.look(true, damaged);
  }

  /**
   * Gives back what was taken in and not handed out, from the start of a record on, where nothing keeps it from being
   * read anew: a scanner that is told its offset and line would go on the same way. Null inside a line that was given
   * up, and where more than `limit` bytes are held.
   */
  release(limit: number): { readonly bytes: Buffer; readonly offset: number; readonly line: number } | null {
    if (this.skipping || this.pending.length + this.heldBytes > limit) return null;
    const bytes = this.heldBytes > 0 ? this.takeBytes() : this.pending;
    this.pending = Buffer.alloc(0);
    this.wanted = 0;
    return { bytes, offset: this.offset, line: this.line };
  }

  private *look(end: boolean, damaged: boolean): Generator<RecordRange | BrokenRecord, void> {
    const bytes = this.takeBytes();
    const length = bytes.length;
    const { lineEnd } = this.dialect;
    const dirty =
      bytes.includes(0) || !isUtf8(end ? bytes : bytes.subarray(0, bytes.lastIndexOf(lineEnd) + 1));
    let at = this.skipping ? this.skipLine(bytes) : 0;
    let quoteAt = -1; // next quote at or after `at`
    this.startRange(at);
    while (at < length) {
      let lineAt = bytes.indexOf(lineEnd, at);
      const terminated = lineAt !== -1;
      if (!terminated && !end && length - at <= MAX_RECORD) break;
      if (!terminated) lineAt = length;
      if (lineAt === at || (lineAt === at + 1 && lineEnd === LF && bytes[at] === CR)) {
        this.gaps = true;
        this.line++;
        at = lineAt + 1;
        continue;
      }
      if (quoteAt < at) quoteAt = indexFrom(bytes, QUOTE, at);
      // Nearly every line: no quote, nothing odd, its end in sight.
      if (quoteAt >= lineAt && terminated && !dirty && lineAt - at <= MAX_FIELD) {
        this.addRecord(bytes, at, lineAt);
        this.line++;
        at = lineAt + 1;
        continue;
      }
      const verdict = this.judge(bytes, at, lineAt, end);
      if (verdict === 'open' && !end && length - at <= MAX_RECORD) break;
      const oneLine = verdict === 'open' || verdict === 'broken-quote' || verdict === 'record-too-long';
      const next = oneLine ? Math.min(lineAt + 1, length) : this.measure.end;
      const cut = end && next === length && bytes[length - 1] !== lineEnd;
      if (verdict === 'whole' && !(cut && damaged)) {
        if (cut) yield* this.closeRange(bytes, at); // the unterminated record gets a range of its own
        this.quoted ||= quoteAt < next;
        this.addRecord(bytes, at, cut ? next : next - 1);
        if (cut) yield* this.closeRange(bytes, next, true);
      } else {
        yield* this.closeRange(bytes, at);
        yield this.broken(at, verdict, cut, damaged);
        this.startRange(next);
        this.skipping = !terminated && !end;
      }
      this.line += oneLine ? 1 : 1 + this.measure.innerLines;
      at = next;
    }
    at = Math.min(at, length);
    yield* this.closeRange(bytes, at);
    this.pending = bytes.subarray(at);
    this.offset += at;
    this.wanted = this.pending.length * 2;
  }

  private takeBytes(): Buffer {
    const parts = this.pending.length > 0 ? [this.pending, ...this.held] : this.held;
    const bytes = parts.length === 1 ? parts[0]! : Buffer.concat(parts);
    this.held = [];
    this.heldBytes = 0;
    return bytes;
  }

  /** Position behind the rest of a line that was given up. */
  private skipLine(bytes: Buffer): number {
    const lineAt = bytes.indexOf(this.dialect.lineEnd);
    this.skipping = lineAt === -1;
    return this.skipping ? bytes.length : lineAt + 1;
  }

  private startRange(at: number): void {
    this.rangeStart = at;
    this.records = 0;
    this.quoted = false;
    this.gaps = false;
  }

  /** Adds the record that starts at `at`; its line end is at `lineAt`, or the bytes end there. */
  private addRecord(bytes: Buffer, at: number, lineAt: number): void {
    if (this.records === this.offsets.length) {
      this.offsets = grown(this.offsets);
      this.ends = grown(this.ends);
      this.lines = grown(this.lines);
    }
    const pair = lineAt < bytes.length && this.dialect.lineEnd === LF && bytes[lineAt - 1] === CR;
    this.offsets[this.records] = this.offset + at;
    this.ends[this.records] = this.offset + (pair ? lineAt - 1 : lineAt);
    this.lines[this.records++] = this.line;
  }

  private *closeRange(bytes: Buffer, at: number, unterminated = false): Generator<RecordRange, void> {
    const { rangeStart, records, quoted, gaps, offsets, ends, lines } = this;
    this.startRange(at);
    if (records === 0) return;
    yield {
      kind: 'range',
      bytes: bytes.subarray(rangeStart, at),
      quoted,
      gaps,
      records,
      offsets,
      ends,
      lines,
      unterminated,
    };
  }

  /** What becomes of the record at `at`, whose first line ends at `lineAt`. */
  private judge(bytes: Buffer, at: number, lineAt: number, end: boolean): Verdict {
    if (lineAt - at > MAX_RECORD) return 'record-too-long';
    const limit = Math.min(bytes.length, at + MAX_RECORD + 1);
    const { measure } = this;
    const measured = measureRecord(bytes, at, limit, end && limit === bytes.length, this.dialect, measure);
    if (measured !== 'whole') return measured;
    if (measure.innerLines > 0 && measure.width !== this.width) return 'broken-quote';
    if (measure.longest > MAX_FIELD) return 'field-too-long';
    const record = bytes.subarray(at, measure.end);
    if (record.includes(0)) return 'nul-byte';
    return isUtf8(record) ? 'whole' : 'bad-encoding';
  }

  private broken(at: number, verdict: Verdict, cut: boolean, damaged: boolean): BrokenRecord {
    let reason: Fault = verdict === 'open' || verdict === 'whole' ? 'broken-quote' : verdict;
    if (cut && (damaged || verdict === 'open')) reason = 'truncated-last-record';
    return { kind: 'broken', offset: this.offset + at, line: this.line, reason, detail: DETAIL[reason] };
  }
}

type Verdict =
  | 'whole'
  | 'open'
  | 'broken-quote'
  | 'field-too-long'
  | 'record-too-long'
  | 'nul-byte'
  | 'bad-encoding';

type Fault = Exclude<Verdict, 'whole' | 'open'> | 'truncated-last-record';

const DETAIL: Readonly<Record<Fault, string>> = {
  'broken-quote':
    'a quote inside a cell, after a closing quote, or never closed; reading went on at the next line',
  'truncated-last-record': 'the source ends inside this row',
  'field-too-long': 'a cell is longer than 1 MiB',
  'record-too-long': 'the row is longer than 8 MiB',
  'nul-byte': 'the row holds a zero byte',
  'bad-encoding': 'the row is not UTF-8',
};

function indexFrom(bytes: Buffer, byte: number, from: number): number {
  const at = bytes.indexOf(byte, from);
  return at === -1 ? Number.POSITIVE_INFINITY : at;
}

function grown(array: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(array.length * 2);
  larger.set(array);
  return larger;
}
