import type { RecordBatch } from './record-batch.js';
import type { Field } from './usage-record.js';

/** Fields of which a batch holds a value: a column with nothing in it is as good as none. O(rows · fields) at most. */
export function fieldsWithValues({ text, number }: RecordBatch): Set<Field> {
  const has = new Set<Field>(['time', 'account']);
  for (const [field, { codes }] of Object.entries(text)) {
    if (codes.some((code) => code !== -1)) has.add(field as Field);
  }
  for (const [field, values] of Object.entries(number)) {
    if (values.some((value) => !Number.isNaN(value))) has.add(field as Field);
  }
  return has;
}
