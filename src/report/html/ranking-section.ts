import type { GroupEntry } from '../../evidence/findings-document.js';
import { counted } from '../quantity.js';
import { alertTable, anyCalibrated, NOT_CALIBRATED } from '../ranking-tables.js';
import { supportFigure } from './charts/support.js';
import { type FigureNumbers, figureHtml } from './figure.js';
import { htmlTable, paragraphs } from './html-table.js';
import { html, type Markup, NOTHING } from './markup.js';

/** Alerts in a table, and all groups with a ratio in a picture; `listed` alerts have a section of their own. */
export async function rankingSection(
  groups: readonly GroupEntry[],
  listed: number,
  numbers: FigureNumbers,
): Promise<Markup> {
  const alerts = groups.filter(({ alert }) => alert);
  const shown = alerts.slice(0, listed);
  const figure = await supportFigure(groups);
  if (alerts.length === 0 && figure === null) return NOTHING;
  const rest = alerts.length - listed;
  const table =
    alerts.length === 0
      ? NOTHING
      : htmlTable(alertTable(shown), 'Ranking of alerts', new Set(shown.map(({ id }) => id)));
  return html`<section aria-labelledby="ranking">
<h2 id="ranking">Ranking</h2>
${table}${paragraphs([
  ...(rest > 0 ? [`${counted(rest, 'more alert')}: see ranking.csv.`] : []),
  ...(alerts.length === 0 || anyCalibrated(alerts) ? [] : [NOT_CALIBRATED]),
])}${figure === null ? NOTHING : html`<div class="figures">${figureHtml(figure, numbers.next())}</div>`}</section>
`;
}
