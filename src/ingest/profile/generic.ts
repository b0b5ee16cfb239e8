import { FIELDS, type Field } from '../../record/usage-record.js';
import { type ColumnOptions, mapColumns } from '../columns.js';
import type { FieldRule, Mapping } from '../mapping/mapping.js';

/** Depth to which keys of records are looked at: `usage.input_tokens` is two deep. */
const DEPTH = 8;
const MOST_KEYS = 2000;

/**
 * The mapping of a log that no profile knows: keys by the usual names, like the columns of a delimited log.
 * @throws StillhuntError `input` for a summary export, or keys without time or account.
 */
export function genericMapping(keys: readonly string[], source: string, options: ColumnOptions): Mapping {
  const { names } = mapColumns(keys, source, options);
  const fields: Partial<Record<Field, FieldRule>> = {};
  for (const field of FIELDS) {
    const name = names[field];
    if (name === undefined || field === 'time') continue;
    // Under a name of its own a system prompt stands as it is; a prompt may be a whole conversation.
    fields[field] = field === 'prompt' ? { from: [name], turn: 'last-user' } : { from: [name] };
  }
  // mapColumns has made sure that there is a time.
  return { time: { from: [names.time!] }, fields };
}

/** Keys of some records in order of first appearance, down to the eighth level, with dots between; lists are not entered. */
export function keysOf(records: readonly object[]): string[] {
  const keys = new Set<string>();
  const visit = (object: object, before: string, depth: number) => {
    for (const [key, value] of Object.entries(object)) {
      const path = before + key;
      const inside = typeof value === 'object' && value !== null && !Array.isArray(value);
      if (inside && depth < DEPTH) visit(value, `${path}.`, depth + 1);
      else if (keys.size < MOST_KEYS) keys.add(path);
    }
  };
  for (const record of records) visit(record, '', 1);
  return [...keys];
}
