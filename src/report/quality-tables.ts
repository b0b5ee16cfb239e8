import type { FindingsDocument } from '../evidence/findings-document.js';
import { quoted } from './phrase.js';
import { inputStatus } from './quality-words.js';
import { thousands } from './quantity.js';
import { type Table, table } from './table.js';

/** The first inputs, with what was read of each. */
export function inputsTable(document: FindingsDocument, limit: number): Table {
  const rows = document.inputs
    .slice(0, limit)
    .map((input) => [
      [quoted(input.name)],
      inputStatus(input),
      thousands(input.rows.read),
      thousands(input.rows.accepted),
      thousands(input.rows.quarantined),
      thousands(input.rows.filtered),
      input.sha256,
    ]);
  const head = ['Input', 'Status', 'Rows read', 'Accepted', 'Refused', 'Filtered', 'SHA-256'];
  return table(head, rows, [2, 3, 4, 5]);
}
