import { isUtf8 } from 'node:buffer';
import { CR, type Dialect, LF, QUOTE } from './dialect.js';
import type { QuarantineReason } from './quarantine.js';

const MAX_FIELD = 1 << 20; // bytes
const MAX_RECORD = 8 << 20; // bytes; also the most that is held back while looking for the end of a record

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
  /** Line on which each record starts; the first `records` entries count. */
  readonly lines: Float64Array;
  /** Whether the source ends in this range without a line end. */
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
 * record's byte offset and line are known without asking the parser.
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
  private quoted = false; // of the range that is being built
  private gaps = false; // of the range that is being built
  private records = 0; // of the range that is being built
  private rangeStart = 0; // position in `pending` where that range starts
  private offsets = new Float64Array(4096);
  private lines = new Float64Array(4096);
  private recordEnd = 0; // set by `measure`: position behind the record and its line end
  private recordLines = 0; // set by `measure`: line ends inside quotes
  private recordWidth = 0; // set by `measure`: cells
  private longest = 0; // set by `measure`: bytes of the longest cell

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

  private *look(end: boolean, damaged: boolean): Generator<RecordRange | BrokenRecord, void> {
    const bytes = this.takeBytes();
    const length = bytes.length;
    const lineEnd = this.dialect.lineEnd;
    const lastLineEnd = bytes.lastIndexOf(lineEnd);
    const dirty = bytes.includes(0) || !isUtf8(end ? bytes : bytes.subarray(0, lastLineEnd + 1));
    let quoteAt = nextIndex(bytes, QUOTE, 0);
    let at = 0;
    this.startRange(0);
    while (at < length) {
      let next = bytes.indexOf(lineEnd, at);
      const terminated = next !== -1;
      if (this.skipping) {
        if (!terminated) {
          at = length;
          this.startRange(at);
          break;
        }
        this.skipping = false;
        at = next + 1;
        this.line++;
        this.startRange(at);
        continue;
      }
      if (!terminated) {
        if (!end) break;
        next = length;
      }
      if (next === at || (next === at + 1 && lineEnd === LF && bytes[at] === CR)) {
        this.gaps = true;
        this.line++;
        at = next + 1;
        continue;
      }
      if (quoteAt < at) quoteAt = nextIndex(bytes, QUOTE, at);
      const plain = quoteAt >= next && next - at <= MAX_FIELD && !dirty;
      if (plain && terminated) {
        this.addRecord(at);
        this.line++;
        at = next + 1;
        continue;
      }
      const verdict = this.judge(bytes, at, next, end);
      if (verdict === 'open' && length - at <= MAX_RECORD) break;
      const lineFault = verdict === 'open' || verdict === 'broken-quote';
      const cut = end && (lineFault ? next : this.recordEnd) >= length && bytes[length - 1] !== lineEnd;
      if (verdict === 'whole' && !(cut && damaged)) {
        if (cut) yield* this.closeRange(bytes, at); // the cut record gets a range of its own
        this.quoted ||= quoteAt < this.recordEnd;
        this.addRecord(at);
        this.line += 1 + this.recordLines;
        at = this.recordEnd;
        if (cut) {
          yield* this.closeRange(bytes, at, true);
          this.startRange(at);
        }
        continue;
      }
      yield* this.closeRange(bytes, at);
      const reason = cut && (lineFault || verdict === 'whole') ? 'truncated-last-record' : faultOf(verdict);
      yield { kind: 'broken', offset: this.offset + at, line: this.line, reason, detail: DETAIL[reason] };
      this.line += lineFault ? 1 : 1 + this.recordLines;
      at = lineFault ? Math.min(next + 1, length) : this.recordEnd;
      this.startRange(at);
    }
    yield* this.closeRange(bytes, at);
    if (!end && length - at > MAX_RECORD) {
      // One line without an end: nothing of it is kept, and the rest up to its end is passed over.
      yield this.brokenLine(at);
      this.skipping = true;
      at = length;
    }
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

  private brokenLine(at: number): BrokenRecord {
    const reason = 'record-too-long';
    return { kind: 'broken', offset: this.offset + at, line: this.line, reason, detail: DETAIL[reason] };
  }

  private startRange(at: number): void {
    this.rangeStart = at;
    this.records = 0;
    this.quoted = false;
    this.gaps = false;
  }

  private addRecord(at: number): void {
    if (this.records === this.offsets.length) {
      this.offsets = grown(this.offsets);
      this.lines = grown(this.lines);
    }
    this.offsets[this.records] = this.offset + at;
    this.lines[this.records++] = this.line;
  }

  private *closeRange(bytes: Buffer, at: number, unterminated = false): Generator<RecordRange, void> {
    if (this.records > 0) {
      yield {
        kind: 'range',
        bytes: bytes.subarray(this.rangeStart, at),
        quoted: this.quoted,
        gaps: this.gaps,
        records: this.records,
        offsets: this.offsets,
        lines: this.lines,
        unterminated,
      };
    }
    this.startRange(at);
  }

  /** What becomes of the record at `at`, whose first line ends at `lineAt`. */
  private judge(bytes: Buffer, at: number, lineAt: number, end: boolean): Verdict {
    const measured = this.measure(bytes, at, end);
    if (measured === 'open') return end ? 'broken-quote' : 'open';
    if (measured === 'broken-quote') return measured;
    if (this.recordEnd > lineAt + 1 && this.recordWidth !== this.width) return 'broken-quote';
    if (this.recordEnd - at > MAX_RECORD) return 'record-too-long';
    if (this.longest > MAX_FIELD) return 'field-too-long';
    const record = bytes.subarray(at, this.recordEnd);
    if (record.includes(0)) return 'nul-byte';
    return isUtf8(record) ? 'whole' : 'bad-encoding';
  }

  /** Walks over one record by RFC 4180 and sets the `record…` fields; `open` when the bytes end before it does. */
  private measure(bytes: Buffer, start: number, end: boolean): 'whole' | 'open' | 'broken-quote' {
    const delimiter = this.dialect.delimiter.charCodeAt(0);
    const lineEnd = this.dialect.lineEnd;
    const length = bytes.length;
    let at = start;
    this.recordLines = 0;
    this.recordWidth = 0;
    this.longest = 0;
    for (;;) {
      const cell = at;
      let byte = bytes[at];
      if (byte === QUOTE) {
        at++;
        for (;;) {
          const quote = bytes.indexOf(QUOTE, at);
          if (quote === -1) return 'open';
          this.recordLines += countBetween(bytes, lineEnd, at, quote);
          at = quote + 1;
          if (bytes[at] !== QUOTE) break;
          at++;
        }
        if (at >= length && !end) return 'open';
        byte = bytes[at];
        if (byte === CR && lineEnd === LF) {
          if (at + 1 >= length && !end) return 'open';
          if (bytes[at + 1] !== LF) return 'broken-quote';
          byte = bytes[++at];
        }
        if (at < length && byte !== delimiter && byte !== lineEnd) return 'broken-quote';
      } else {
        while (at < length && byte !== delimiter && byte !== lineEnd) {
          if (byte === QUOTE) return 'broken-quote';
          byte = bytes[++at];
        }
      }
      this.recordWidth++;
      if (at - cell > this.longest) this.longest = at - cell;
      if (at >= length || byte === lineEnd) {
        if (at >= length && !end) return 'open';
        this.recordEnd = Math.min(at + 1, length);
        return 'whole';
      }
      at++; // over the delimiter
    }
  }
}

type Verdict =
  | 'whole'
  | 'open' // the bytes at hand end before the record does
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

/** A quoted cell that is still open after MAX_RECORD was never meant to be that long: its quote is the fault. */
function faultOf(verdict: Verdict): Fault {
  return verdict === 'open' || verdict === 'whole' ? 'broken-quote' : verdict;
}

function nextIndex(bytes: Buffer, byte: number, from: number): number {
  const at = bytes.indexOf(byte, from);
  return at === -1 ? Number.POSITIVE_INFINITY : at;
}

function countBetween(bytes: Buffer, byte: number, from: number, to: number): number {
  let count = 0;
  for (let at = bytes.indexOf(byte, from); at !== -1 && at < to; at = bytes.indexOf(byte, at + 1)) count++;
  return count;
}

function grown(array: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(array.length * 2);
  larger.set(array);
  return larger;
}
