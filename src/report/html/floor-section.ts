import type { FindingsDocument } from '../../evidence/findings-document.js';
import { floorParts } from '../floor-parts.js';
import { htmlTable, paragraphs } from './html-table.js';
import { html, type Markup, NOTHING } from './markup.js';

/** What would have been missed; nothing where that was not measured, which the top of the page then says. */
export function floorSection(document: FindingsDocument): Markup {
  const parts = floorParts(document);
  if (parts === null) return NOTHING;
  const tables = parts.tables.map(({ title, table }) => html`<h3>${title}</h3>\n${htmlTable(table, title)}`);
  return html`<section aria-labelledby="floor">
<h2 id="floor">What would have been missed</h2>
${paragraphs(parts.before)}${tables}${paragraphs(parts.after)}</section>
`;
}
