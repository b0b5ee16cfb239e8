import type { GroupEntry } from '../../evidence/findings-document.js';
import { nearness } from '../outcome.js';
import { counted } from '../quantity.js';
import { NEAR_INTRO, nearTable, QUIET_INTRO, quietTable } from '../ranking-tables.js';
import { htmlTable, paragraphs } from './html-table.js';
import { html, type Markup, NOTHING } from './markup.js';

const NEAR_LISTED = 50;
const QUIET_LISTED = 1000;

/** Groups without alert: those near the threshold, then all others in one compact table. */
export function othersSection(groups: readonly GroupEntry[]): Markup {
  const near = groups.filter((group) => nearness(group) !== null);
  const quiet = groups.filter((group) => !group.alert && !near.includes(group));
  return html`${near.length === 0 ? NOTHING : nearSection(near)}<section aria-labelledby="quiet">
<h2 id="quiet">Coordinated groups without alert</h2>
${
  quiet.length === 0
    ? html`<p>None.</p>\n`
    : html`<p>${QUIET_INTRO}</p>
${htmlTable(quietTable(quiet.slice(0, QUIET_LISTED)), 'Groups without alert')}${more(quiet.length - QUIET_LISTED, 'without alert: see ranking.csv and findings.json.')}`
}</section>
`;
}

function nearSection(near: readonly GroupEntry[]): Markup {
  return html`<section aria-labelledby="near">
<h2 id="near">Near the threshold</h2>
<p>${NEAR_INTRO}</p>
${htmlTable(nearTable(near.slice(0, NEAR_LISTED)), 'Groups near the threshold')}${more(near.length - NEAR_LISTED, 'near the threshold: see ranking.csv.')}</section>
`;
}

function more(rest: number, where: string): Markup {
  return paragraphs(rest > 0 ? [`${counted(rest, 'more group')} ${where}`] : []);
}
