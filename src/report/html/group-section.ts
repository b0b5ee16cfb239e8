import type { FindingsDocument, GroupEntry } from '../../evidence/findings-document.js';
import {
  ALTERNATIVES_NOTE,
  alternativeTable,
  conditionTable,
  confidenceTable,
  evidenceTable,
  indicatorTable,
  membersTable,
  moreMembers,
  SIGNS_NOTE,
  sharedTable,
} from '../group-tables.js';
import { leadFacts } from '../lead-facts.js';
import { counted } from '../quantity.js';
import { scaleLines, supportSentences } from '../support-words.js';
import type { Table } from '../table.js';
import { weaknessWordsOf } from '../weakness-words.js';
import { VERDICT_WORDS } from '../wording.js';
import { citedRecords } from './cited-records.js';
import { type FigureNumbers, figureHtml } from './figure.js';
import { groupFigures } from './group-figures.js';
import { groupAnchor, htmlList, htmlTable, paragraphs } from './html-table.js';
import { html, type Markup, NOTHING, phraseHtml } from './markup.js';
import { posteriorTable } from './posteriors.js';

const MEMBERS_LISTED = 25;
const SHARED_LISTED = 25;

/** Everything the page says of a group; with pictures where it is `drawn`. */
export async function groupSection(
  group: GroupEntry,
  document: FindingsDocument,
  drawn: boolean,
  numbers: FigureNumbers,
): Promise<Markup> {
  const figures = drawn ? await groupFigures(group, document) : null;
  const shown = (list: readonly Parameters<typeof figureHtml>[0][] | undefined) =>
    list === undefined || list.length === 0
      ? NOTHING
      : html`<div class="figures">${list.map((each) => figureHtml(each, numbers.next()))}</div>\n`;
  const { intro, sentences } = weaknessWordsOf(group);
  const facts = leadFacts(group);
  const anchor = groupAnchor(group.id);
  const posteriors = posteriorTable(group);
  return html`<section class="group" aria-labelledby="${anchor}">
<h2 id="${anchor}"><span class="badge">${group.alert ? 'ALERT' : 'no alert'} ${group.priority}</span> Group ${group.id}</h2>
<div class="beside"><div>
<p>Rank ${group.rank}: ${VERDICT_WORDS[group.verdict]}.</p>
${htmlList(facts.map(phraseHtml))}</div>
<aside aria-labelledby="${anchor}-scale"><h3 id="${anchor}-scale">Who and how much</h3>
${htmlList(scaleLines(group).map((line) => html`${line}`))}</aside></div>
<h3>Why it ranks here</h3>
${paragraphs(supportSentences(group, document))}${shown(figures?.why)}${htmlTable(evidenceTable(group), `Evidence for ${group.id}`)}
${optional(conditionTable(group), `Conditions of an alert for ${group.id}`)}${optional(confidenceTable(group), `Confidence in ${group.id}`)}<h3>What weakens this</h3>
<div class="against">${intro === '' ? NOTHING : html`<p>${intro}</p>`}${htmlList(sentences.map((line) => html`${line}`))}</div>
${shown(figures?.against)}
<h3>Alternatives tested</h3>
${group.alternatives.length === 0 ? html`<p>None was tested.</p>` : html`${htmlTable(alternativeTable(group), `Alternatives for ${group.id}`)}<p class="note">${ALTERNATIVES_NOTE}</p>`}
<h3>Signs of output harvesting</h3>
${group.indicators.length === 0 ? html`<p>None was tested.</p>` : html`${htmlTable(indicatorTable(group), `Signs for ${group.id}`)}<p class="note">${SIGNS_NOTE}</p>`}
${posteriors === null ? NOTHING : html`<h3>What the ratio makes of a prior</h3>\n<p>${posteriors.intro}</p>\n${htmlTable(posteriors.table, `Priors for ${group.id}`)}`}${heading('When', shown(figures?.when))}${heading('How it asks, beside others', shown(figures?.how))}<h3>Shared identifiers</h3>
${shown(figures?.shared)}${sharedValues(group)}
${citedRecords(group, document)}<h3>Members</h3>
${shown(figures?.members)}${htmlTable(membersTable(group, MEMBERS_LISTED), `Members of ${group.id}`)}<p>${moreMembers(group, MEMBERS_LISTED)}</p>
</section>
`;
}

function optional(table: Table | null, name: string): Markup {
  return table === null ? NOTHING : htmlTable(table, name);
}

function heading(title: string, content: Markup): Markup {
  return content.text === '' ? NOTHING : html`<h3>${title}</h3>\n${content}`;
}

function sharedValues(group: GroupEntry): Markup {
  if (group.shared.length === 0) return html`<p>None.</p>`;
  const rest = group.shared.length - SHARED_LISTED;
  const more = paragraphs(rest > 0 ? [`${counted(rest, 'more value')}: see findings.json.`] : []);
  return html`${htmlTable(sharedTable(group, SHARED_LISTED), `Shared by ${group.id}`)}${more}`;
}
