import { markdownPhrase } from './phrase.js';
import type { Table } from './table.js';

/**
 * A table as Markdown, for example
 *
 *     | Group | Accounts |
 *     |---|---:|
 *     | G-7f3a | 412 |
 */
export function markdownTable({ head, rows, right }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = `|${head.map((_, i) => (right.includes(i) ? '---:' : '---')).join('|')}|`;
  return [line(head), rule, ...rows.map((row) => line(row.map(markdownPhrase)))].join('\n');
}
