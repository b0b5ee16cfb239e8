import type { RecordBatch, TextColumn } from '../record/record-batch.js';
import type { FacetValues } from './facet.js';
import { type EntryCode, encodeText } from './text-facet.js';

const DAY_US = 86_400_000_000;

/**
 * Values of a text column, each with the day since the epoch on which it was used in the low 16 bits of the high
 * word (room until 2149); `code` leaves those bits clear. O(rows + distinct texts).
 */
export function encodeDaily(
  column: TextColumn | undefined,
  batch: RecordBatch,
  out: FacetValues,
  code: EntryCode,
): void {
  encodeText(column, batch.rows, out, code, null);
  for (let i = 0; i < batch.rows; i++) {
    if (out.present[i] === 0) continue;
    out.hi[i] = (out.hi[i]! | (Math.floor(batch.time[i]! / DAY_US) & 0xffff)) >>> 0;
  }
}
