/** A value of a record as the text of a cell: objects and lists as JSON, nothing as the empty text. */
export function cellText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint')
    return String(value);
  if (value === undefined || value === null) return '';
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return ''; // nested deeper than the stack: nobody's value
  }
}
