import { createHash } from 'node:crypto';
import { CATALOGUE, facetIndex } from '../facet/catalogue.js';
import type { RecordBatch } from '../record/record-batch.js';
import { NUMBER_FIELDS, TEXT_FIELDS, type TextField } from '../record/usage-record.js';
import { isoMicroseconds } from './instant.js';

/** Fields of which a pack never shows the text: keys and what was said. A system prompt that is a hash is shown. */
const HASHED: ReadonlySet<TextField> = new Set(['api_key', 'session', 'system_prompt', 'prompt']);

/**
 * The canonical fields of a row of a batch, in their order; missing ones are left out. Times are ISO 8601 UTC; keys,
 * sessions and prompts stand as `sha256:` and the SHA-256 of their UTF-8. O(fields).
 */
export function recordFields(batch: RecordBatch, row: number): Record<string, string | number> {
  const fields: Record<string, string | number> = { time: isoMicroseconds(batch.time[row]!)! };
  for (const field of TEXT_FIELDS) {
    const column = field === 'account' ? batch.account : batch.text[field];
    const text = column?.dictionary[column.codes[row]!];
    if (text !== undefined) fields[field] = shownField(field, text);
  }
  for (const field of NUMBER_FIELDS) {
    const value = batch.number[field]?.[row];
    if (value !== undefined && !Number.isNaN(value)) fields[field] = value;
  }
  return fields;
}

function shownField(field: TextField, text: string): string {
  if (!HASHED.has(field)) return text;
  if (field === 'system_prompt' && isHash(text)) return text;
  return `sha256:${createHash('sha256').update(text, 'utf8').digest('hex')}`;
}

function isHash(systemPrompt: string): boolean {
  return CATALOGUE[facetIndex('system_prompt')]!.text!.readable!(systemPrompt);
}
