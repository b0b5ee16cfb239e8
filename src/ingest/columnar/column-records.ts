import { type RowMapping, UNWRAPPED } from '../delimited-reader.js';
import type { CellRange } from '../format-reader.js';
import type { BrokenRecord } from '../record-scanner.js';
import type { Column, ColumnBatch } from './column.js';
import { timeText } from './value-text.js';

/** Text of a column's value in a row; null where there is none. */
export function columnText(column: Column): (row: number) => string | null {
  if (column.kind === 'text') {
    const { codes, dictionary } = column;
    return (row) => dictionary[codes[row]!] ?? null;
  }
  if (column.kind === 'time') {
    const { micros, nulls, utc } = column;
    return (row) => (nulls?.[row] === 1 ? null : timeText(micros[row]!, utc));
  }
  const { values, nulls } = column;
  return (row) => (nulls?.[row] === 1 ? null : String(values[row]!));
}

/** The first rows of a batch as records by the names of the columns; nulls are null. */
export function recordsOf({ columns, rows }: ColumnBatch, most: number): Record<string, string | null>[] {
  const texts = [...columns].map(([name, column]) => [name, columnText(column)] as const);
  return Array.from({ length: Math.min(rows, most) }, (_, row) => {
    const record: Record<string, string | null> = Object.create(null);
    for (const [name, text] of texts) record[name] = text(row);
    return record;
  });
}

const PORTION = 4096; // rows whose cells are held at once

/** Rows of a batch through a mapping, in portions. Rows have no bytes of their own: their number stands for the offset. */
export function* mappedRows(
  batch: ColumnBatch,
  { mapper, unwrap }: RowMapping,
): Generator<CellRange | BrokenRecord, void> {
  const texts = [...batch.columns].map(([name, column]) => [name, columnText(column)] as const);
  for (let from = 0; from < batch.rows; from += PORTION) {
    const records: string[][] = [];
    const offsets: number[] = [];
    let filtered = 0;
    for (let row = from; row < Math.min(from + PORTION, batch.rows); row++) {
      const record: Record<string, string | null> = Object.create(null);
      for (const [name, text] of texts) record[name] = text(row);
      const inner = unwrap === null ? [record] : unwrap(record);
      const offset = batch.firstRow + row;
      if (inner === null) {
        yield { kind: 'broken', offset, line: offset + 1, reason: 'not-a-record', detail: UNWRAPPED };
        continue;
      }
      for (const one of inner) {
        if (one === null) {
          yield { kind: 'broken', offset, line: offset + 1, reason: 'not-a-record', detail: UNWRAPPED };
          continue;
        }
        const cells = mapper.cells(one);
        if (cells === null) filtered++;
        else {
          records.push(cells);
          offsets.push(offset);
        }
      }
    }
    const lines = offsets.map((offset) => offset + 1);
    yield { kind: 'cells', records, offsets, ends: null, lines, unterminated: false, filtered };
  }
}
