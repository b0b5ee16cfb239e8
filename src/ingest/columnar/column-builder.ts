import type { RecordBatch, TextColumn as TextValues } from '../../record/record-batch.js';
import { NUMBER_FIELDS, type NumberField, TEXT_FIELDS, type TextField } from '../../record/usage-record.js';
import { LONGEST_ACCOUNT } from '../batch-builder.js';
import type { ColumnMap } from '../columns.js';
import { isMissing, isRedacted } from '../missing.js';
import { BAD_NUMBER, NUMBER_KIND, readNumber } from '../number-cell.js';
import type { QuarantineReason } from '../quarantine.js';
import { showText } from '../show-text.js';
import type { TimeZone } from '../time-zone.js';
import type { TimeColumn as TimeReader } from '../timestamp.js';
import type { Column, ColumnBatch, TextColumn } from './column.js';
import { columnText } from './column-records.js';

/** Takes a refused row by its number in the file. */
export type RefuseRow = (row: number, reason: QuarantineReason, detail: string) => void;

/**
 * Turns columns of a file straight into a batch of records: what `BatchBuilder` makes of the same values as text, without
 * making a text of every value. Rows are refused by the first fault in the order time, account, numbers. O(rows · columns).
 */
export class ColumnBuilder {
  firstTime: number | null = null;
  lastTime: number | null = null;

  constructor(
    private readonly source: number,
    private readonly columns: ColumnMap,
    private readonly names: readonly string[],
    private readonly times: TimeReader,
    private readonly zone: TimeZone | null,
    private readonly constants: Readonly<Partial<Record<TextField, string>>>,
  ) {}

  /** The accepted rows of a batch; null where there are none. */
  build(batch: ColumnBatch, refuse: RefuseRow): RecordBatch | null {
    const of = (field: TextField | NumberField | 'time') => {
      const position = this.columns.positions.get(field);
      return position === undefined ? undefined : batch.columns.get(this.names[position]!);
    };
    const time = this.timeValues(of('time')!, batch.rows);
    const account = of('account');
    const accounts = account === undefined ? null : textValues(account, false, batch.rows);
    const numbers = NUMBER_FIELDS.flatMap((field) => {
      const column = of(field);
      return column === undefined ? [] : [{ field, column, values: numberValues(column, field, batch.rows) }];
    });
    const kept = new Int32Array(batch.rows);
    let rows = 0;
    for (let row = 0; row < batch.rows; row++) {
      const fault = this.faultOf(row, batch, time, accounts, numbers);
      if (fault === null) kept[rows++] = row;
      else refuse(batch.firstRow + row, ...fault);
    }
    if (rows === 0) return null;
    const picked = kept.subarray(0, rows);
    for (const row of picked) {
      const at = time[row]!;
      if (this.firstTime === null || at < this.firstTime) this.firstTime = at;
      if (this.lastTime === null || at > this.lastTime) this.lastTime = at;
    }
    const text: Partial<Record<Exclude<TextField, 'account'>, TextValues>> = {};
    for (const field of TEXT_FIELDS) {
      if (field === 'account') continue;
      const constant = this.constants[field];
      const column = of(field);
      if (constant !== undefined) text[field] = { codes: new Int32Array(rows), dictionary: [constant] };
      else if (column !== undefined) {
        const prompt = field === 'prompt' || field === 'system_prompt';
        text[field] = pickedText(textValues(column, prompt, batch.rows), picked);
      }
    }
    const number: Partial<Record<NumberField, Float64Array>> = {};
    for (const { field, values } of numbers) number[field] = pickedNumbers(values, picked);
    const offset = Float64Array.from(picked, (row) => batch.firstRow + row);
    return {
      rows,
      source: this.source,
      time: pickedNumbers(time, picked),
      account:
        accounts === null
          ? { codes: new Int32Array(rows), dictionary: [this.constants.account ?? ''] }
          : pickedText(accounts, picked),
      text,
      number,
      offset,
      line: offset.map((row) => row + 1),
    };
  }

  /** µs; NaN where a row has no time that can be read. The reason is asked again for those rows alone. */
  private timeValues(column: Column, rows: number): Float64Array {
    const times = new Float64Array(rows);
    if (column.kind === 'time' && (column.utc || this.zone !== null)) {
      for (let row = 0; row < rows; row++) {
        const local = column.nulls?.[row] === 1 ? Number.NaN : Number(column.micros[row]!);
        times[row] = this.times.micros(column.utc || Number.isNaN(local) ? local : this.zone!.toUtc(local));
      }
      return times;
    }
    const text = columnText(column);
    for (let row = 0; row < rows; row++) times[row] = this.times.read(text(row) ?? '');
    return times;
  }

  private faultOf(
    row: number,
    batch: ColumnBatch,
    time: Float64Array,
    accounts: TextColumn | null,
    numbers: readonly { field: NumberField; column: Column; values: Float64Array }[],
  ): [QuarantineReason, string] | null {
    if (Number.isNaN(time[row]!)) {
      const shown = columnText(batch.columns.get(this.columns.names.time!)!)(row) ?? '';
      const again = this.times.read(shown);
      return [Number.isNaN(again) ? this.times.reason : 'time-not-in-zone', `time: ${showText(shown)}`];
    }
    if (accounts !== null) {
      const name = accounts.dictionary[accounts.codes[row]!];
      if (name === undefined) return ['missing-account', 'no account'];
      if (name.length > LONGEST_ACCOUNT) return ['field-too-long', `account: ${showText(name)}`];
    }
    for (const { field, column, values } of numbers) {
      if (values[row] === BAD_NUMBER)
        return ['bad-number', `${field}: ${showText(columnText(column)(row) ?? '')}`];
    }
    return null;
  }
}

/** A column as trimmed text, −1 where it is missing. */
function textValues(column: Column, prompt: boolean, rows: number): TextColumn {
  const given = column.kind === 'text' ? column : asText(column, rows);
  const place = new Int32Array(given.dictionary.length);
  const dictionary: string[] = [];
  for (const [code, value] of given.dictionary.entries()) {
    const text = value.trim();
    place[code] = isMissing(text) || (prompt && isRedacted(text)) ? -1 : dictionary.push(text) - 1;
  }
  const codes = given.codes.map((code) => (code === -1 ? -1 : place[code]!));
  return { kind: 'text', codes, dictionary };
}

function asText(column: Column, rows: number): TextColumn {
  const text = columnText(column);
  const codes = new Int32Array(rows).fill(-1);
  const codeOf = new Map<string, number>();
  for (let row = 0; row < rows; row++) {
    const value = text(row);
    if (value === null) continue;
    let code = codeOf.get(value);
    if (code === undefined) {
      code = codeOf.size;
      codeOf.set(value, code);
    }
    codes[row] = code;
  }
  return { kind: 'text', codes, dictionary: [...codeOf.keys()] };
}

/** A column as numbers of a field's kind: NaN where it is missing, BAD_NUMBER where it is wrong. */
function numberValues(column: Column, field: NumberField, rows: number): Float64Array {
  const kind = NUMBER_KIND[field];
  if (column.kind === 'text') {
    const values = column.dictionary.map((text) => readNumber(text, kind));
    return Float64Array.from(column.codes, (code) => (code === -1 ? Number.NaN : values[code]!));
  }
  const text = columnText(column);
  const values = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const plain = column.kind === 'number' && kind !== 'flag' && column.nulls?.[row] !== 1;
    const value = plain ? column.values[row]! : Number.NaN;
    // Small whole numbers are nearly every value; the rest is read as its text is.
    values[row] =
      plain && value >= 0 && value < 1000 && Number.isInteger(value)
        ? value + 0
        : readNumber(text(row) ?? '', kind);
  }
  return values;
}

function pickedText({ codes, dictionary }: TextColumn, picked: Int32Array): TextValues {
  return { codes: picked.length === codes.length ? codes : picked.map((row) => codes[row]!), dictionary };
}

function pickedNumbers(values: Float64Array, picked: Int32Array): Float64Array {
  return picked.length === values.length ? values : Float64Array.from(picked, (row) => values[row]!);
}
