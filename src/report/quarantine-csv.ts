import { csvRow } from '../evidence/csv-cell.js';
import type { QuarantineEntry } from '../evidence/findings-document.js';

/** Refused rows with their places; the first ones where there are many. */
export function* quarantineCsv(quarantine: QuarantineEntry): Generator<string> {
  yield csvRow(['file', 'line', 'byte_offset', 'reason', 'detail']);
  for (const { input, line, byte_offset, reason, detail } of quarantine.examples) {
    yield csvRow([input, line, byte_offset, reason, detail]);
  }
}
