import { isUtf8 } from 'node:buffer';
import { parseJson } from '../parse-json.js';
import type { BrokenRecord } from '../record-scanner.js';
import { ENVELOPES } from './envelope.js';
import { type JsonRecords, type JsonScanner, LONGEST_OBJECT } from './json-records.js';

const [LF, QUOTE, BACKSLASH, COMMA, COLON] = [0x0a, 0x22, 0x5c, 0x2c, 0x3a];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * The objects of one JSON document, however large: items of the list that it is, or of the lists in it under names that
 * exports use for one (`records`, `data`, …), or the document itself where it has no such list. Several documents
 * may follow each other. Nothing is held but the object in hand. A document that is not well formed between its objects
 * breaks off there, because what follows cannot be told apart. Linear in the input.
 */
export class JsonDocument implements JsonScanner {
  readonly from = null;
  damage: string | null = null;
  private readonly held: Buffer[] = []; // of the object in hand, from earlier chunks
  private heldBytes = 0;
  private depth = 0;
  private inString = false;
  private escaped = false;
  private listDepth = -1; // depth at which records stand; -1 outside of such a list
  private key = ''; // last text at depth 1, while looking for the list
  private keyStart = -1;
  private keyBytes: number[] = [];
  private listed = false; // the document in hand has or had such a list
  private inObject = false; // inside of an object that is kept
  private at = 0; // bytes before the chunk in hand
  private line = 1;
  private startOffset = 0;
  private startLine = 1;
  private lost = false; // after a fault, or an object that is too long

  /** @param descends whether lists under known names hold the records of an object, or the object is one itself */
  constructor(
    start = 0,
    private readonly descends = true,
  ) {
    this.at = start;
  }

  *scan(chunk: Buffer): Generator<JsonRecords | BrokenRecord, void> {
    if (this.lost) return;
    const values: object[] = [];
    const offsets: number[] = [];
    const ends: number[] = [];
    const lines: number[] = [];
    let from = 0; // where the object in hand starts in this chunk
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i]!;
      if (byte === LF) this.line++;
      if (this.inString) {
        if (this.escaped) this.escaped = false;
        else if (byte === BACKSLASH) this.escaped = true;
        else if (byte === QUOTE) {
          this.inString = false;
          if (this.keyStart >= 0) {
            this.key = Buffer.from(this.keyBytes).toString('utf8');
            this.keyStart = -1;
          }
          continue;
        }
        if (this.keyStart >= 0 && this.keyBytes.length < 64) this.keyBytes.push(byte);
        continue;
      }
      if (byte === QUOTE) {
        this.inString = true;
        if (this.depth === 1 && this.listDepth === -1) {
          this.keyStart = i;
          this.keyBytes = [];
        }
        continue;
      }
      if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
        const lists = byte === OPEN_LIST && this.listDepth === -1;
        if (lists && (this.depth === 0 || (this.descends && this.depth === 1 && ENVELOPES.has(this.key)))) {
          this.depth++;
          this.listDepth = this.depth;
          this.listed = true;
          this.inObject = false;
          this.drop();
          continue;
        }
        if (!this.inObject && (this.depth === this.listDepth || this.depth === 0)) {
          this.inObject = true;
          this.startOffset = this.at + i;
          this.startLine = this.line;
          from = i;
        }
        this.depth++;
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
        this.depth--;
        if (this.depth < 0) {
          yield* portion(values, offsets, ends, lines);
          yield* this.fault(this.at + i, this.line, 'bad-json');
          return;
        }
        const whole = this.inObject && this.depth === Math.max(this.listDepth, 0);
        if (whole) {
          const bytes = Buffer.concat([...this.held, chunk.subarray(from, i + 1)]);
          this.drop();
          this.inObject = false;
          const value = objectIn(bytes);
          if (typeof value === 'string') {
            yield* portion(values, offsets, ends, lines);
            yield this.broken(value, this.startOffset, this.startLine);
          } else {
            values.push(value);
            offsets.push(this.startOffset);
            ends.push(this.at + i + 1);
            lines.push(this.startLine);
          }
        } else if (!this.inObject && this.depth === this.listDepth - 1) this.listDepth = -1;
        if (this.depth === 0) {
          this.listed = false;
          this.key = '';
        }
      } else if (!this.inObject && !isFiller(byte) && this.depth === this.listDepth) {
        yield* portion(values, offsets, ends, lines);
        yield* this.fault(this.at + i, this.line, 'not-an-object');
        return;
      } else if (this.depth === 0 && !isFiller(byte)) {
        yield* portion(values, offsets, ends, lines);
        yield* this.fault(this.at + i, this.line, 'bad-json');
        return;
      }
    }
    yield* portion(values, offsets, ends, lines);
    if (this.inObject) {
      const rest = chunk.subarray(from);
      this.held.push(rest);
      this.heldBytes += rest.length;
      if (this.heldBytes > LONGEST_OBJECT)
        yield* this.fault(this.startOffset, this.startLine, 'record-too-long');
    }
    this.at += chunk.length;
  }

  *finish(_damaged: boolean): Generator<JsonRecords | BrokenRecord, void> {
    if (this.lost || (this.depth === 0 && !this.inString)) return;
    const cut = this.inObject && (this.listed || this.heldBytes > 0);
    yield this.broken(
      'truncated-last-record',
      cut ? this.startOffset : this.at,
      cut ? this.startLine : this.line,
    );
  }

  private drop(): void {
    this.held.length = 0;
    this.heldBytes = 0;
  }

  private *fault(offset: number, line: number, reason: Fault): Generator<BrokenRecord, void> {
    this.lost = true;
    this.damage = `at byte ${offset}, line ${line}, ${DETAIL[reason]}`;
    this.drop();
    yield this.broken(reason, offset, line);
  }

  private broken(reason: Fault, offset: number, line: number): BrokenRecord {
    return { kind: 'broken', offset, line, reason, detail: DETAIL[reason] };
  }
}

type Fault = 'bad-json' | 'not-an-object' | 'bad-encoding' | 'record-too-long' | 'truncated-last-record';

const DETAIL: Readonly<Record<Fault, string>> = {
  'bad-json': 'the document is no JSON from here on',
  'not-an-object': 'the list holds something else than objects from here on',
  'bad-encoding': 'the object is not UTF-8',
  'record-too-long': 'the object is longer than 32 MiB; nothing after it was read',
  'truncated-last-record': 'the source ends inside this object or list',
};

function* portion(
  values: object[],
  offsets: number[],
  ends: number[],
  lines: number[],
): Generator<JsonRecords, void> {
  if (values.length === 0) return;
  yield { kind: 'records', values: [...values], offsets: [...offsets], ends: [...ends], lines: [...lines] };
  values.length = 0;
  offsets.length = 0;
  ends.length = 0;
  lines.length = 0;
}

function isFiller(byte: number): boolean {
  return byte <= 0x20 || byte === COMMA || byte === COLON;
}

function objectIn(bytes: Buffer): object | 'bad-json' | 'bad-encoding' | 'not-an-object' {
  if (!isUtf8(bytes)) return 'bad-encoding';
  try {
    const value = parseJson(bytes.toString('utf8'));
    return typeof value === 'object' && value !== null ? value : 'not-an-object';
  } catch {
    return 'bad-json';
  }
}
