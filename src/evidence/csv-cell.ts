import { visible } from './hidden-characters.js';

/** First characters that a spreadsheet takes for a formula, in both widths, or for the border of one. */
const FORMULA_START = /^[=+\-@\t\r\n＝＋－＠]/u;

/**
 * A cell of log text: hidden characters spelled out, an apostrophe before what a spreadsheet would compute, and
 * RFC 4180 quotes where needed. The exact text stands in findings.json.
 */
export function csvText(text: string): string {
  const shown = FORMULA_START.test(text) ? `'${visible(text)}` : visible(text);
  return /[",]|^\s|\s$/.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown;
}

/** A row of cells. Numbers are ours and go out plain, negative ones too; null is an empty cell. */
export function csvRow(cells: readonly (string | number | boolean | null)[]): string {
  const written = cells.map((cell) => {
    if (cell === null) return '';
    return typeof cell === 'string' ? csvText(cell) : String(cell);
  });
  return `${written.join(',')}\n`;
}
