/**
 * A Markdown table with the given cells, which are already safe; `right` names the columns of numbers.
 *
 *     | Group | Accounts |
 *     |---|---:|
 *     | G-7f3a | 412 |
 */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = `|${head.map((_, i) => (right.includes(i) ? '---:' : '---')).join('|')}|`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}
