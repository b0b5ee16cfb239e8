import type { FindingsDocument, GroupEntry } from '../../evidence/findings-document.js';
import { errorRateWords, errorShare } from '../error-rate-words.js';
import {
  GLOSSARY_INTRO,
  glossaryLines,
  isCalibrated,
  measuresAside,
  methodLead,
  methodPoints,
  PRIORS_INTRO,
  priorsTable,
  scoreSteps,
  settings,
  TERMS_INTRO,
  termsTable,
} from '../method-words.js';
import { referenceWords } from '../reference-words.js';
import { table } from '../table.js';
import { htmlList, htmlTable } from './html-table.js';
import { html, type Markup, NOTHING, phraseHtml } from './markup.js';

/** How the numbers came about, how often the method errs, and what the words mean that these groups use. */
export function methodSection(document: FindingsDocument, groups: readonly GroupEntry[]): Markup {
  const reference = referenceWords(document);
  const aside = measuresAside(document);
  const words = html`<h3>Words for support</h3>
<p>${TERMS_INTRO}</p>
${htmlTable(termsTable(), 'Words for support')}<p>${PRIORS_INTRO}</p>
${htmlTable(priorsTable(), 'Ratios and odds')}`;
  return html`<section aria-labelledby="method">
<h2 id="method">Method and limits</h2>
<p>${methodLead(document)}</p>
${htmlList(methodPoints(document).map((point) => html`${point}`))}<p>Settings: ${phraseHtml(settings(document))}</p>
<h3>How a score comes about</h3>
<ol>${scoreSteps(document).map((step) => html`<li>${step}</li>`)}</ol>
${aside.length === 0 ? html`<p>Every measure had the columns that it needs.</p>` : html`<p>These measures stood aside for lack of data:</p>\n${htmlList(aside.map(phraseHtml))}`}
${reference === null ? NOTHING : html`<h3>What the ratios rest on</h3>\n<p>${phraseHtml(reference)}</p>\n`}${isCalibrated(document) ? words : NOTHING}${errors(document)}${glossary(groups)}</section>
`;
}

function errors({ error_rates: rates }: FindingsDocument): Markup {
  if (rates === undefined) return NOTHING;
  const rows = rates.rates.map((rate) => [errorRateWords(rate), errorShare(rate)]);
  return html`<h3>How often the method errs</h3>
<p>Counted on labelled simulated logs with stillhunt ${rates.version}; another log may differ.</p>
${htmlTable(table(['Error', 'How often'], rows), 'Error rates')}`;
}

function glossary(groups: readonly GroupEntry[]): Markup {
  const lines = glossaryLines(groups);
  if (lines.length === 0) return NOTHING;
  const items = lines.map(([label, definition]) => html`<dt>${label}</dt><dd>${definition}.</dd>`);
  return html`<h3 id="glossary">Glossary</h3>
<p>${GLOSSARY_INTRO}</p>
<dl class="words">${items}</dl>
`;
}
