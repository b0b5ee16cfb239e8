import { isUtf8 } from 'node:buffer';
import type { JsonRecords, JsonScanner } from './json/json-records.js';
import type { BrokenRecord } from './record-scanner.js';

const [LF, CR] = [0x0a, 0x0d];
const LONGEST_LINE = 1 << 20; // bytes

/**
 * Records of a log of text lines: the named groups of what a line must match. A line that does not match is told and costs
 * no other. Memory is bounded by the longest line; linear in the input where the pattern is.
 */
export class TextLines implements JsonScanner {
  readonly damage = null;
  readonly from = (offset: number, line: number) => new TextLines(this.pattern, offset, line);
  private held: Buffer = Buffer.alloc(0);
  private skipping = false;

  /** @param offset bytes before the first line, as of a byte order mark */
  constructor(
    private readonly pattern: RegExp,
    private offset = 0,
    private line = 1,
  ) {}

  *scan(chunk: Buffer): Generator<JsonRecords | BrokenRecord, void> {
    const bytes = this.held.length === 0 ? chunk : Buffer.concat([this.held, chunk]);
    const last = bytes.lastIndexOf(LF) + 1;
    yield* this.lines(bytes.subarray(0, last));
    this.held = bytes.subarray(last);
    if (this.held.length <= LONGEST_LINE) return;
    if (!this.skipping) yield this.broken('record-too-long', 0);
    this.skipping = true;
    this.offset += this.held.length;
    this.held = Buffer.alloc(0);
  }

  *finish(damaged: boolean): Generator<JsonRecords | BrokenRecord, void> {
    const rest = this.held;
    if (rest.length === 0 || this.skipping) return;
    if (damaged) yield this.broken('truncated-last-record', 0);
    else yield* this.lines(Buffer.concat([rest, Buffer.from('\n')]));
  }

  private *lines(bytes: Buffer): Generator<JsonRecords | BrokenRecord, void> {
    let values: object[] = [];
    let offsets: number[] = [];
    let ends: number[] = [];
    let lines: number[] = [];
    for (let at = 0; at < bytes.length; this.line++) {
      const end = bytes.indexOf(LF, at);
      const line = bytes.subarray(at, end);
      const start = at;
      at = end + 1;
      if (this.skipping) {
        this.skipping = false;
        continue;
      }
      if (line.length === 0 || (line.length === 1 && line[0] === CR)) continue;
      const utf8 = isUtf8(line);
      const groups = utf8 ? this.pattern.exec(line.toString('utf8').trimEnd())?.groups : undefined;
      if (groups !== undefined) {
        values.push({ ...groups });
        offsets.push(this.offset + start);
        ends.push(this.offset + (line.at(-1) === CR ? end - 1 : end));
        lines.push(this.line);
        continue;
      }
      if (values.length > 0) yield { kind: 'records', values, offsets, ends, lines };
      [values, offsets, ends, lines] = [[], [], [], []];
      yield this.broken(utf8 ? 'unmatched-line' : 'bad-encoding', start);
    }
    if (values.length > 0) yield { kind: 'records', values, offsets, ends, lines };
    this.offset += bytes.length;
  }

  private broken(reason: keyof typeof DETAIL, at: number): BrokenRecord {
    return { kind: 'broken', offset: this.offset + at, line: this.line, reason, detail: DETAIL[reason] };
  }
}

const DETAIL = {
  'unmatched-line': 'the line is not written like the lines of this format',
  'bad-encoding': 'the line is not UTF-8',
  'record-too-long': 'the line is longer than 1 MiB',
  'truncated-last-record': 'the source ends inside this line',
} as const;
