import type { FindingsDocument } from '../../evidence/findings-document.js';
import { unusedColumns } from '../outcome.js';
import { inputsTable } from '../quality-tables.js';
import { ASIDE_INTRO, facetsAside, qualitySentences, unusedWords } from '../quality-words.js';
import { counted } from '../quantity.js';
import { volumeFigure } from './charts/volume.js';
import { type FigureNumbers, figureHtml } from './figure.js';
import { htmlList, htmlTable, paragraphs } from './html-table.js';
import { html, type Markup, NOTHING, phraseHtml } from './markup.js';

const INPUTS_LISTED = 50;

/** What the data can carry. */
export async function qualitySection(document: FindingsDocument, numbers: FigureNumbers): Promise<Markup> {
  const figure = await volumeFigure(document);
  const aside = facetsAside(document);
  const unused = unusedColumns(document);
  const rest = document.inputs.length - INPUTS_LISTED;
  return html`<section aria-labelledby="quality">
<h2 id="quality">Data quality</h2>
${paragraphs(qualitySentences(document))}${figure === null ? NOTHING : html`<div class="figures">${figureHtml(figure, numbers.next())}</div>`}${htmlTable(inputsTable(document, INPUTS_LISTED), 'Inputs')}${paragraphs(
  rest > 0 ? [`${counted(rest, 'more input')}: see findings.json.`] : [],
)}<p>${aside.length === 0 ? 'Every facet had the columns that it needs.' : ASIDE_INTRO}</p>
${aside.length === 0 ? NOTHING : htmlList(aside.map(phraseHtml))}${unused.length === 0 ? NOTHING : html`<p>${phraseHtml(unusedWords(unused))}</p>`}</section>
`;
}
