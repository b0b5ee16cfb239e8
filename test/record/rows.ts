import type { RecordBatch, TextColumn } from '../../src/record/record-batch.js';
import {
  type Field,
  NUMBER_FIELDS,
  type NumberField,
  TEXT_FIELDS,
  type TextField,
} from '../../src/record/usage-record.js';

/** One request as a test writes it; a field that is absent is a missing value. */
export type Row = { readonly time: number; readonly account: string } & Partial<
  Record<Exclude<TextField, 'account'>, string>
> &
  Partial<Record<NumberField, number>>;

/** Every field but the required ones. */
export const OPTIONAL_FIELDS: readonly Field[] = [
  ...TEXT_FIELDS.filter((field) => field !== 'account'),
  ...NUMBER_FIELDS,
];

/** Rows as a batch that has these columns; by default, those that any row uses. */
export function batchOf(rows: readonly Row[], columns: Iterable<Field> = fieldsOf(rows)): RecordBatch {
  const has = new Set(columns);
  const text: Partial<Record<Exclude<TextField, 'account'>, TextColumn>> = {};
  for (const field of TEXT_FIELDS) {
    if (field !== 'account' && has.has(field)) text[field] = textColumn(rows.map((row) => row[field]));
  }
  const number: Partial<Record<NumberField, Float64Array>> = {};
  for (const field of NUMBER_FIELDS) {
    if (has.has(field)) number[field] = Float64Array.from(rows, (row) => row[field] ?? Number.NaN);
  }
  return {
    rows: rows.length,
    source: 0,
    time: Float64Array.from(rows, (row) => row.time),
    account: textColumn(rows.map((row) => row.account)),
    text,
    number,
    offset: Float64Array.from(rows, (_, i) => 100 * i),
    line: Float64Array.from(rows, (_, i) => i + 2),
  };
}

export function fieldsOf(rows: readonly Row[]): Set<Field> {
  const fields = new Set<Field>();
  for (const row of rows) for (const field of Object.keys(row) as Field[]) fields.add(field);
  return fields;
}

function textColumn(cells: readonly (string | undefined)[]): TextColumn {
  const codeOf = new Map<string, number>();
  const codes = Int32Array.from(cells, (cell) => {
    if (cell === undefined) return -1;
    const known = codeOf.get(cell);
    if (known !== undefined) return known;
    codeOf.set(cell, codeOf.size);
    return codeOf.size - 1;
  });
  return { codes, dictionary: [...codeOf.keys()] };
}
