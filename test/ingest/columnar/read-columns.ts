import type { Column, ColumnBatch, ColumnBatches } from '../../../src/ingest/columnar/column.js';

export interface ReadColumns {
  readonly batches: ColumnBatch[];
  readonly damage: string | null;
}

export async function readColumns(reading: ColumnBatches): Promise<ReadColumns> {
  const batches: ColumnBatch[] = [];
  for (;;) {
    const next = await reading.next();
    if (next.done) return { batches, damage: next.value };
    if (next.value.columns.size > 0) batches.push(next.value); // others cannot be read
  }
}

/** Values of a column over all batches: text, number, µs as bigint, or null. */
export function valuesOf(batches: readonly ColumnBatch[], name: string): unknown[] {
  return batches.flatMap(({ rows, columns }) =>
    Array.from({ length: rows }, (_, at) => valueAt(columns.get(name)!, at)),
  );
}

function valueAt(column: Column, at: number): unknown {
  if (column.kind === 'text') return column.codes[at] === -1 ? null : column.dictionary[column.codes[at]!]!;
  if (column.nulls?.[at] === 1) return null;
  return column.kind === 'number' ? column.values[at]! : column.micros[at]!;
}
