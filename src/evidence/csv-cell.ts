import { visible } from './hidden-characters.js';

/**
 * First characters that a spreadsheet takes for a formula, in both widths, or for the border of one; and the
 * apostrophe that marks them, so that a cell which brings its own still looks different.
 */
const FORMULA_START = /^['=+\-@\t\r\n＝＋－＠]/u;

/** The same behind a semicolon, where spreadsheets of many countries start a new cell, quotes or not. */
const INNER_START = /;(?=\s*["']*[=+\-@＝＋－＠])/gu;

/**
 * A cell of log text: hidden characters spelled out, an apostrophe before what a spreadsheet would compute, and
 * RFC 4180 quotes where needed. The exact text stands in findings.json.
 */
export function csvText(text: string): string {
  const inert = visible(text).replace(INNER_START, ";'");
  const shown = FORMULA_START.test(text) ? `'${inert}` : inert;
  return /[",;]|^\s|\s$/.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown;
}

/** A row of cells. Numbers are ours and go out plain, negative ones too; null is an empty cell. */
export function csvRow(cells: readonly (string | number | boolean | null)[]): string {
  const written = cells.map((cell) => {
    if (cell === null) return '';
    return typeof cell === 'string' ? csvText(cell) : String(cell);
  });
  return `${written.join(',')}\n`;
}
