import { isUtf8 } from 'node:buffer';
import { parseJson } from '../parse-json.js';
import type { BrokenRecord } from '../record-scanner.js';
import { type JsonRecords, type JsonScanner, LONGEST_OBJECT } from './json-records.js';

const [LF, CR] = [0x0a, 0x0d];

/**
 * JSON objects one to a line, or lists of them. A line that is none costs itself and no other. Memory is bounded by the longest line, and
 * by LONGEST_OBJECT; linear in the input.
 */
export class JsonLines implements JsonScanner {
  readonly damage = null;
  readonly from = (offset: number, line: number) => new JsonLines(offset, line);
  private held: Buffer[] = []; // bytes of the line that is not over yet
  private heldBytes = 0;
  private skipping = false; // inside of a line that was given up
  private offset: number; // of the first byte that is not handed out

  /** @param start bytes before the first line, as of a byte order mark; @param line its number */
  constructor(
    start = 0,
    private line = 1,
  ) {
    this.offset = start;
  }

  *scan(chunk: Buffer): Generator<JsonRecords | BrokenRecord, void> {
    const last = chunk.lastIndexOf(LF);
    if (last === -1) {
      yield* this.hold(chunk);
      return;
    }
    const whole = chunk.subarray(0, last + 1);
    const bytes = this.heldBytes === 0 ? whole : Buffer.concat([...this.held, whole]);
    this.held = [];
    this.heldBytes = 0;
    yield* this.lines(bytes);
    yield* this.hold(chunk.subarray(last + 1));
  }

  *finish(damaged: boolean): Generator<JsonRecords | BrokenRecord, void> {
    if (this.heldBytes === 0 || this.skipping) return;
    const bytes = Buffer.concat(this.held);
    const found = damaged ? null : objectsIn(bytes);
    if (found === null && bytes.toString('latin1').trim() === '') return;
    if (typeof found === 'object' && found !== null) {
      const values = found.filter((value) => value !== null);
      const at = <T>(value: T) => values.map(() => value);
      const end = this.offset + bytes.length;
      if (values.length > 0)
        yield { kind: 'records', values, offsets: at(this.offset), ends: at(end), lines: at(this.line) };
      for (let n = values.length; n < found.length; n++)
        yield this.broken('not-an-object', this.offset, this.line);
    } else
      yield this.broken(found === 'not-an-object' ? found : 'truncated-last-record', this.offset, this.line);
  }

  private *hold(rest: Buffer): Generator<BrokenRecord, void> {
    if (rest.length === 0) return;
    if (this.skipping) {
      this.offset += rest.length;
      return;
    }
    this.held.push(rest);
    this.heldBytes += rest.length;
    if (this.heldBytes <= LONGEST_OBJECT) return;
    yield this.broken('record-too-long', this.offset, this.line);
    this.offset += this.heldBytes;
    this.held = [];
    this.heldBytes = 0;
    this.skipping = true;
  }

  private *lines(bytes: Buffer): Generator<JsonRecords | BrokenRecord, void> {
    let values: object[] = [];
    let offsets: number[] = [];
    let ends: number[] = [];
    let lines: number[] = [];
    const clean = isUtf8(bytes);
    for (let at = 0; at < bytes.length; this.line++) {
      const end = bytes.indexOf(LF, at);
      const start = at;
      at = end + 1;
      if (this.skipping) {
        this.skipping = false; // the end of the line that was given up
        continue;
      }
      const line = bytes.subarray(start, end);
      const found = clean || isUtf8(line) ? objectsIn(line) : 'bad-encoding';
      if (found === null) continue;
      if (typeof found === 'object') {
        for (const value of found) {
          if (value === null) {
            if (values.length > 0) yield { kind: 'records', values, offsets, ends, lines };
            [values, offsets, ends, lines] = [[], [], [], []];
            yield this.broken('not-an-object', this.offset + start, this.line);
            continue;
          }
          values.push(value);
          offsets.push(this.offset + start);
          ends.push(this.offset + (bytes[end - 1] === CR && end > start ? end - 1 : end));
          lines.push(this.line);
        }
        continue;
      }
      if (values.length > 0) yield { kind: 'records', values, offsets, ends, lines };
      [values, offsets, ends, lines] = [[], [], [], []];
      yield this.broken(found, this.offset + start, this.line);
    }
    this.offset += bytes.length;
    if (values.length > 0) yield { kind: 'records', values, offsets, ends, lines };
  }

  private broken(reason: Fault, offset: number, line: number): BrokenRecord {
    return { kind: 'broken', offset, line, reason, detail: DETAIL[reason] };
  }
}

type Fault = 'bad-json' | 'not-an-object' | 'bad-encoding' | 'record-too-long' | 'truncated-last-record';

const DETAIL: Readonly<Record<Fault, string>> = {
  'bad-json': 'the line is no JSON',
  'not-an-object': 'the line is JSON but neither an object nor a list of objects',
  'bad-encoding': 'the line is not UTF-8',
  'record-too-long': 'the line is longer than 32 MiB',
  'truncated-last-record': 'the source ends inside this line',
};

/** The objects in a line, which holds one or a list of some, null in the place of what is none; null for an empty line. */
function objectsIn(line: Buffer): (object | null)[] | null | 'bad-json' | 'not-an-object' {
  const text = line.toString('utf8').trim();
  if (text === '') return null;
  try {
    const value = parseJson(text);
    if (!Array.isArray(value)) return typeof value === 'object' && value !== null ? [value] : 'not-an-object';
    return value.map((item) => (typeof item === 'object' ? item : null));
  } catch {
    return 'bad-json';
  }
}
