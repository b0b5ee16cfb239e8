/**
 * A page for the terminal, for example
 *
 *     GROUP G-7f3a: ALERT, rank 1
 *
 *     Why it is in
 *       4 of 6 families with data speak for one operator.
 *       Evidence                      Nats  Measured (comparison)
 *       lengths (tokens in and out)  +14.2  lengths of the others predict those of a member by
 *                                           +3.9 nats (random groups: -0.4)
 */

import type { ChalkInstance } from 'chalk';
import { spelled, visible } from '../evidence/hidden-characters.js';
import { terminalText } from './escape-terminal.js';
import type { Block, Section } from './page.js';
import type { Phrase } from './phrase.js';
import type { Table } from './table.js';

export interface PageView {
  /** Columns of the terminal; held to 80 … 120. */
  readonly width: number;
  readonly chalk: ChalkInstance;
}

const INDENT = '  ';
const GAP = 2;
/** Columns that the last column of a table has at least; where they are not left, it goes below. */
const LEAST = 18;

/** The first section is the title; each ends with an empty line before the next. Cost: O(size of the page). */
export function terminalPage(sections: readonly Section[], { width, chalk }: PageView): string {
  const held = Math.max(80, Math.min(120, width));
  const parts = sections.map(({ heading, blocks }) =>
    [
      ...wrapped(terminalPhrase(heading), held).map((line) => chalk.bold(line)),
      ...blocks
        .flatMap((block) => blockLines(block, held - INDENT.length, chalk))
        .map((line) => INDENT + line),
    ].join('\n'),
  );
  return `${parts.join('\n\n')}\n`;
}

/**
 * The phrase for a terminal. Values of the log stand in quotes and cannot end them, so that no value reads as words of
 * ours. Hidden characters are spelled out everywhere: sentences of a document that was read again may hold some.
 */
export function terminalPhrase(words: Phrase): string {
  return words
    .map((part) => (typeof part === 'string' ? visible(part) : quotes(part.quoted, part.limit)))
    .join('');
}

function quotes(text: string, limit: number): string {
  return `"${terminalText(text, limit).replaceAll('"', spelled('"'))}"`;
}

function blockLines(block: Block, width: number, chalk: ChalkInstance): string[] {
  if ('text' in block) return wrapped(terminalPhrase(block.text), width);
  if ('items' in block) return block.items.flatMap((item) => hanging('- ', terminalPhrase(item), width));
  return tableLines(block.table, width, chalk);
}

/** The lead before the first line, as much space before the others. */
function hanging(lead: string, text: string, width: number): string[] {
  const space = ' '.repeat(lead.length);
  return wrapped(text, width - lead.length).map((line, i) => (i === 0 ? lead : space) + line);
}

/** Columns side by side, the last one wrapped in what is left. */
function tableLines({ head, rows, right }: Table, width: number, chalk: ChalkInstance): string[] {
  const cells = [head, ...rows.map((row) => row.map(terminalPhrase))];
  const last = head.length - 1;
  const widths = head.slice(0, last).map((_, i) => Math.max(...cells.map((row) => columns(row[i]!))));
  const before = widths.reduce((sum, each) => sum + each + GAP, 0);
  const numbers = right.includes(last);
  const most = Math.max(...cells.map((row) => columns(row[last]!)));
  const below = width - before < Math.min(LEAST, most);
  return cells.flatMap((row, r) => {
    const lead = row
      .slice(0, last)
      .map((cell, i) => padded(cell, widths[i]!, right.includes(i)))
      .join(' '.repeat(GAP));
    const start = last === 0 ? '' : lead + ' '.repeat(GAP);
    const end = numbers ? padded(row[last]!, most, true) : row[last]!;
    const lines = below
      ? [lead.trimEnd(), ...hanging(INDENT + INDENT, end, width)]
      : hangingAt(start, end, width);
    return lines.map((line) => (r === 0 ? chalk.dim(line.trimEnd()) : line.trimEnd()));
  });
}

function hangingAt(start: string, text: string, width: number): string[] {
  const space = ' '.repeat(columns(start));
  return wrapped(text, width - columns(start)).map((line, i) => (i === 0 ? start : space) + line);
}

function padded(text: string, width: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, width - columns(text)));
  return right ? space + text : text + space;
}

/** Code points, as good as columns for what our own words hold. */
function columns(text: string): number {
  return [...text].length;
}

/** Words in lines of at most `width` code points; a word that is longer is cut. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line: string | null = null;
  for (const word of text.split(' ').flatMap((each) => chunks(each, width))) {
    if (line !== null && columns(line) + 1 + columns(word) > width) {
      lines.push(line);
      line = word;
    } else line = line === null ? word : `${line} ${word}`;
  }
  return [...lines, line ?? ''];
}

function chunks(word: string, width: number): string[] {
  const points = [...word];
  if (points.length <= width) return [word];
  const parts: string[] = [];
  for (let at = 0; at < points.length; at += width) parts.push(points.slice(at, at + width).join(''));
  return parts;
}
