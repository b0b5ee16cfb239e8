import type { Phrase } from '../phrase.js';
import type { Table } from '../table.js';
import { html, type Markup, NOTHING, phraseHtml } from './markup.js';

/** Cells with more characters than this may break; shorter ones keep to one line, very long ones get more room. */
const LONG = 32;
const VERY_LONG = 240;

/**
 * A table with its name, on one line. It scrolls by itself where it is wider than the page, and can be reached by keyboard
 * for that. Cells that are one of the `sections`, ids of groups, link to them.
 */
export function htmlTable(
  { head, rows, right }: Table,
  name: string,
  sections?: ReadonlySet<string>,
): Markup {
  const heads = head.map(
    (cell, i) => html`<th scope="col"${right.includes(i) ? NUMBER : NOTHING}>${cell}</th>`,
  );
  const lines = rows.map((row) => {
    const cells = row.map((cell, i) => {
      const [text] = cell;
      const linked = typeof text === 'string' && sections?.has(text) === true;
      const content = linked ? html`<a href="#${groupAnchor(text)}">${text}</a>` : phraseHtml(cell);
      return html`<td${right.includes(i) ? NUMBER : widthClass(cell)}>${content}</td>`;
    });
    return html`<tr>${cells}</tr>`;
  });
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${name}"><table><thead><tr>${heads}</tr></thead><tbody>${lines}</tbody></table></div>
`;
}

const NUMBER = html` class="n"`;

function widthClass(cell: Phrase): Markup {
  const length = cell.reduce((n, part) => n + (typeof part === 'string' ? part : part.quoted).length, 0);
  if (length <= LONG) return NOTHING;
  return length > VERY_LONG ? html` class="x"` : html` class="w"`;
}

/** The place of a group in the page. */
export function groupAnchor(id: string): string {
  return id.toLowerCase();
}

/** Sentences as a list. */
export function htmlList(items: readonly Markup[]): Markup {
  return html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`;
}

/** Sentences as paragraphs. */
export function paragraphs(sentences: readonly string[]): Markup {
  return html`${sentences.map((sentence) => html`<p>${sentence}</p>\n`)}`;
}
