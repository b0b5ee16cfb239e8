/**
 * What would have been missed, where that was measured, for example
 *
 *     ## What would have been missed
 *
 *     Groups smaller than 15 accounts, with less than 210 requests, or mixing extraction below 50 % would not have been
 *     detected reliably (plain planted groups: accounts of one source that behave alike; 39 of 72 recovered).
 *
 *     ### Plain groups: accounts of one source that behave alike
 *
 *     | Accounts | Requests per account and day | Requests | Share 100 % | Share 50 % | Share 25 % |
 *     |---:|---:|---:|---:|---:|---:|
 *     | 8 | 2 | 112 | 0 of 2 (0–66 %) | 0 of 2 (0–66 %) | 0 of 2 (0–66 %) |
 */

import type { FindingsDocument } from '../evidence/findings-document.js';
import { floorParts } from './floor-parts.js';
import { markdownTable } from './markdown-table.js';

/** The section, or nothing where the floor was not measured. */
export function floorSection(document: FindingsDocument): string[] {
  const parts = floorParts(document);
  if (parts === null) return [];
  const tables = parts.tables.map(({ title, table: each }) => `### ${title}\n\n${markdownTable(each)}`);
  return [['## What would have been missed', ...parts.before, ...tables, ...parts.after].join('\n\n')];
}
