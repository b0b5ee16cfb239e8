import type { FindingsDocument } from '../../evidence/findings-document.js';
import { bottomLine } from '../bottom-line.js';
import { floorMethod } from '../floor-words.js';
import { LIMITS } from '../method-words.js';
import { counted, day, percent, thousands } from '../quantity.js';
import { htmlList } from './html-table.js';
import { html, type Markup, NOTHING, phraseHtml } from './markup.js';

/** The banner, and what a reader needs who reads nothing else. */
export function bottomLineSection(document: FindingsDocument, links: readonly Markup[]): Markup {
  const { coverage, period } = document;
  const alerts = document.groups.filter(({ alert }) => alert).length;
  const statements = bottomLine(document).map(({ lead, rest }) => {
    const strong =
      lead === '' ? NOTHING : html`<p class="lead${lead.startsWith('ALERT') ? ' yes' : ''}">${lead}</p>\n`;
    return html`${strong}<p>${phraseHtml(rest)}</p>\n`;
  });
  const facts: readonly [string, string][] = [
    ['Alerts', `${thousands(alerts)} of ${counted(document.tested, 'group')}`],
    ['Accounts', thousands(document.accounts)],
    ['Requests', thousands(document.requests)],
    ['Rows accepted', percent(coverage.accepted_share)],
    ['Hours without records', thousands(coverage.gap_hours)],
    ['Inputs cut short', `${thousands(coverage.incomplete_inputs)} of ${thousands(document.inputs.length)}`],
  ];
  return html`<header>
<h1>stillhunt report</h1>
<p class="meta">Made by stillhunt ${document.tool.version} from findings.json. Log from ${day(period.from)} to ${day(period.to)} (UTC), ${counted(document.inputs.length, 'input')}. All times are UTC.</p>
<nav aria-label="Contents"><ul>${links}</ul></nav>
</header>
<main id="main">
<section aria-labelledby="bottom-line">
<h2 id="bottom-line">Bottom line</h2>
<div class="beside"><div>
${statements}</div>
<aside aria-labelledby="limits"><h3 id="limits">What this does not show</h3>
${htmlList([...LIMITS, floorMethod(document)].map((sentence) => html`${sentence}`))}</aside></div>
<dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
</section>
`;
}
