import type { RecordBatch, TextColumn } from '../record/record-batch.js';
import { NUMBER_FIELDS, type NumberField, TEXT_FIELDS, type TextField } from '../record/usage-record.js';
import type { ColumnMap, ColumnOptions } from './columns.js';
import type { CellRange } from './format-reader.js';
import { isMissing } from './missing.js';
import { BAD_NUMBER, NUMBER_KIND, type NumberKind, readNumber } from './number-cell.js';
import type { QuarantineReason } from './quarantine.js';
import { showText } from './show-text.js';
import { TextDictionary } from './text-dictionary.js';
import type { TimeColumn } from './timestamp.js';

/** Rows in a batch unless told otherwise. */
export const BATCH_ROWS = 65_536;

/** Characters of cells in a batch: it is full beyond, so that long prompts cannot fill the memory. */
const BATCH_CHARACTERS = 1 << 25;

/** Characters of an account: every account is held to the end of the run. */
export const LONGEST_ACCOUNT = 1024;

const FIRST_CAPACITY = 1024; // rows; small files are many

/** Takes the rows that a builder refuses. */
export interface RefusedRows {
  refuse(
    cells: readonly string[],
    range: CellRange,
    at: number,
    reason: QuarantineReason,
    detail: string,
  ): void;
}

interface TextSlot {
  readonly field: Exclude<TextField, 'account'>;
  readonly position: number;
  readonly values: TextDictionary;
}

interface NumberSlot {
  readonly field: NumberField;
  readonly kind: NumberKind;
  readonly position: number;
  values: Float64Array<ArrayBuffer>;
}

/**
 * Turns rows of cells of one source into batches of columns. A row is checked as a whole before any of it is
 * kept, so a refused row leaves nothing behind. Memory: one batch.
 */
export class BatchBuilder {
  /** Times of the accepted rows, µs; null before the first. */
  firstTime: number | null = null;
  lastTime: number | null = null;
  private reason: QuarantineReason = 'ragged-row'; // why the last row was refused
  private detail = ''; // the same in a few words
  private picked = new Int32Array(0); // indices of the accepted records of the range in hand
  private rows = 0;
  private characters = 0; // of the cells of these rows
  private capacity: number;
  private time: Float64Array<ArrayBuffer>;
  private offset: Float64Array<ArrayBuffer>;
  private length: Float64Array<ArrayBuffer>;
  private hasBytes = true; // whether the rows have bytes of their own
  private line: Float64Array<ArrayBuffer>;
  private readonly timeAt: number; // position of the time column
  private readonly accountAt: number; // position of the account column, -1 for a constant account
  private readonly constantAccount: string;
  private readonly account: TextDictionary;
  private readonly texts: TextSlot[] = [];
  private readonly constants: [Exclude<TextField, 'account'>, string][] = [];
  private readonly numbers: NumberSlot[] = [];
  private readonly width: number; // cells in a row

  constructor(
    private readonly source: number,
    columns: ColumnMap,
    private readonly times: TimeColumn,
    constants: ColumnOptions['constants'],
    private readonly batchRows: number,
  ) {
    this.capacity = Math.min(FIRST_CAPACITY, batchRows);
    this.time = new Float64Array(this.capacity);
    this.offset = new Float64Array(this.capacity);
    this.length = new Float64Array(this.capacity);
    this.line = new Float64Array(this.capacity);
    this.width = columns.width;
    this.timeAt = columns.positions.get('time')!; // mapColumns makes sure of it
    this.accountAt = columns.positions.get('account') ?? -1;
    this.constantAccount = constants?.account ?? '';
    this.account = new TextDictionary(false, this.capacity);
    for (const field of TEXT_FIELDS) {
      if (field === 'account') continue;
      const constant = constants?.[field];
      const position = columns.positions.get(field);
      if (constant !== undefined) this.constants.push([field, constant]);
      else if (position !== undefined) {
        const prompt = field === 'prompt' || field === 'system_prompt';
        this.texts.push({ field, position, values: new TextDictionary(prompt, this.capacity) });
      }
    }
    for (const field of NUMBER_FIELDS) {
      const position = columns.positions.get(field);
      if (position === undefined) continue;
      this.numbers.push({
        field,
        kind: NUMBER_KIND[field],
        position,
        values: new Float64Array(this.capacity),
      });
    }
  }

  /** Whether `take` must be called before the next row. */
  get full(): boolean {
    return this.rows === this.batchRows || this.characters > BATCH_CHARACTERS;
  }

  /**
   * Adds the records of a range from index `from` on, until the batch is full or the range ends; gives the index
   * of the first record that was not looked at. Refused rows are told to `refused`, in order.
   */
  add(records: readonly (readonly string[])[], range: CellRange, from: number, refused: RefusedRows): number {
    const start = this.rows;
    if (this.picked.length < records.length) this.picked = new Int32Array(records.length);
    const picked = this.picked;
    const { ends, offsets } = range;
    this.hasBytes = ends !== null;
    let at = from;
    for (; at < records.length && !this.full; at++) {
      const cells = records[at]!;
      if (this.check(cells)) {
        this.offset[this.rows] = offsets[at]!;
        if (ends !== null) this.length[this.rows] = ends[at]! - offsets[at]!;
        this.line[this.rows] = range.lines[at]!;
        picked[this.rows++ - start] = at;
        for (const cell of cells) this.characters += cell.length;
      } else {
        refused.refuse(cells, range, at, this.reason, this.detail);
      }
    }
    const count = this.rows - start;
    if (this.accountAt !== -1) this.account.setAll(start, records, this.accountAt, picked, count);
    for (const { values, position } of this.texts) values.setAll(start, records, position, picked, count);
    return at;
  }

  /** The rows added since the last call as a batch; null when there are none. */
  take(): RecordBatch | null {
    const rows = this.rows;
    if (rows === 0) return null;
    const text: Partial<Record<Exclude<TextField, 'account'>, TextColumn>> = {};
    for (const { field, values } of this.texts) text[field] = values.take(rows);
    for (const [field, value] of this.constants)
      text[field] = { codes: new Int32Array(rows), dictionary: [value] };
    const number: Partial<Record<NumberField, Float64Array>> = {};
    for (const { field, values } of this.numbers) number[field] = values.slice(0, rows);
    this.rows = 0;
    this.characters = 0;
    return {
      rows,
      source: this.source,
      time: this.time.slice(0, rows),
      account:
        this.accountAt === -1
          ? { codes: new Int32Array(rows), dictionary: [this.constantAccount] }
          : this.account.take(rows),
      text,
      number,
      offset: this.offset.slice(0, rows),
      ...(this.hasBytes ? { length: this.length.slice(0, rows) } : {}),
      line: this.line.slice(0, rows),
    };
  }

  /** Checks one row and puts its time and numbers in place; they are overwritten when it is refused. */
  private check(cells: readonly string[]): boolean {
    if (cells.length !== this.width) return this.refuseWidth(cells.length);
    const row = this.rows;
    if (row === this.capacity) this.grow();
    const time = this.times.read(cells[this.timeAt]!);
    if (Number.isNaN(time)) return this.refuse(this.times.reason, `time: ${showText(cells[this.timeAt]!)}`);
    if (this.accountAt !== -1) {
      const account = cells[this.accountAt]!.trim();
      if (isMissing(account)) return this.refuse('missing-account', 'no account');
      if (account.length > LONGEST_ACCOUNT)
        return this.refuse('field-too-long', `account: ${showText(account)}`);
    }
    for (let at = 0; at < this.numbers.length; at++) {
      const slot = this.numbers[at]!;
      const value = readNumber(cells[slot.position]!, slot.kind);
      if (value === BAD_NUMBER)
        return this.refuse('bad-number', `${slot.field}: ${showText(cells[slot.position]!)}`);
      slot.values[row] = value;
    }
    this.time[row] = time;
    if (this.firstTime === null || time < this.firstTime) this.firstTime = time;
    if (this.lastTime === null || time > this.lastTime) this.lastTime = time;
    return true;
  }

  private refuseWidth(found: number): false {
    return this.refuse('ragged-row', `expected ${this.width} cells, found ${found}`);
  }

  private refuse(reason: QuarantineReason, detail: string): false {
    this.reason = reason;
    this.detail = detail;
    return false;
  }

  private grow(): void {
    this.capacity = Math.min(this.capacity * 2, this.batchRows);
    this.time = grown(this.time, this.capacity);
    this.offset = grown(this.offset, this.capacity);
    this.length = grown(this.length, this.capacity);
    this.line = grown(this.line, this.capacity);
    this.account.resize(this.capacity);
    for (const slot of this.texts) slot.values.resize(this.capacity);
    for (const slot of this.numbers) slot.values = grown(slot.values, this.capacity);
  }
}

function grown(array: Float64Array<ArrayBuffer>, capacity: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(capacity);
  larger.set(array);
  return larger;
}
