import { jsonString } from '../../evidence/hidden-characters.js';

/** A value as JSON on one line, with hidden characters escaped. The value holds only what JSON can hold. */
export function jsonRecord(value: unknown): string {
  if (typeof value === 'string') return jsonString(value);
  if (Array.isArray(value)) return `[${value.map(jsonRecord).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const pairs = Object.entries(value).map(([key, item]) => `${jsonString(key)}:${jsonRecord(item)}`);
    return `{${pairs.join(',')}}`;
  }
  return JSON.stringify(value);
}
