import type { FindingsDocument, GroupEntry } from '../../evidence/findings-document.js';
import { nearness } from '../outcome.js';
import { bottomLineSection } from './bottom-line-section.js';
import { FigureNumbers } from './figure.js';
import { floorSection } from './floor-section.js';
import { groupSection } from './group-section.js';
import { groupAnchor } from './html-table.js';
import { html, type Markup } from './markup.js';
import { methodSection } from './method-section.js';
import { othersSection } from './others-section.js';
import { pageEnd, pageStart } from './page.js';
import { qualitySection } from './quality-section.js';
import { rankingSection } from './ranking-section.js';

/** Alerts with a section of their own. */
const ALERTS_LISTED = 50;
/** Alerts named in the contents. */
const ALERTS_LINKED = 8;
/** Groups that are drawn, at most and until their sections hold this many characters; others are told in words and tables. */
const DRAWN = 20;
const DRAWN_SIZE = 2_500_000;

/**
 * The report as one HTML file of its own, made from the findings document alone: no script, nothing to load, readable
 * in any browser and on paper. Every number stands in the document; pictures place and scale them. Below 5 MB whatever
 * the document holds. O(groups), and some tenths of a second for each group that is drawn.
 */
export async function* htmlReport(document: FindingsDocument): AsyncIterable<string> {
  const numbers = new FigureNumbers();
  const alerts = document.groups.filter(({ alert }) => alert);
  const listed = alerts.slice(0, ALERTS_LISTED);
  yield pageStart('stillhunt report').text;
  yield bottomLineSection(document, contents(document, alerts)).text;
  yield (await rankingSection(document.groups, ALERTS_LISTED, numbers)).text;
  let size = 0;
  for (const [i, group] of listed.entries()) {
    const { text } = await groupSection(group, document, i < DRAWN && size < DRAWN_SIZE, numbers);
    size += text.length;
    yield text;
  }
  yield othersSection(document.groups).text;
  yield floorSection(document).text;
  yield (await qualitySection(document, numbers)).text;
  yield methodSection(document, listed).text;
  yield html`</main>
<footer><p>Every number in this file stands in findings.json, rounded as shown; shares are written in per cent, large counts with k, M or G. Positions in pictures follow from them.</p></footer>
`.text;
  yield pageEnd().text;
}

function contents(document: FindingsDocument, alerts: readonly GroupEntry[]): Markup[] {
  const calibrated = document.groups.some(({ support }) => support.calibrated !== null);
  const near = document.groups.some((group) => nearness(group) !== null);
  const links: readonly (readonly [string, string])[] = [
    ...(alerts.length > 0 || calibrated ? [['ranking', 'Ranking'] as const] : []),
    ...alerts.slice(0, ALERTS_LINKED).map(({ id }) => [groupAnchor(id), `Group ${id}`] as const),
    ...(near ? [['near', 'Near the threshold'] as const] : []),
    ['quiet', 'Without alert'],
    ...(document.detection_floor === null ? [] : [['floor', 'What would have been missed'] as const]),
    ['quality', 'Data quality'],
    ['method', 'Method and limits'],
  ];
  return links.map(([id, words]) => html`<li><a href="#${id}">${words}</a></li>`);
}
