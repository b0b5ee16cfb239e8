/**
 * One alerting group, for example
 *
 *     ## Group G-7f3a
 *
 *     ALERT, rank 1, priority P1: operation hypothesis.
 *
 *     ### Why it ranks here
 *
 *     All 412 members, and nobody else in the log, use system prompt `#3785…`. Settings (model, limits, client): +8 nats …
 *
 *     | Evidence | Nats | Measured (comparison) |
 */

import type { FindingsDocument, GroupEntry } from '../evidence/findings-document.js';
import {
  ALTERNATIVES_NOTE,
  alternativeTable,
  evidenceTable,
  indicatorTable,
  membersTable,
  moreMembers,
  SIGNS_NOTE,
  sharedTable,
} from './group-tables.js';
import { leadFacts } from './lead-facts.js';
import { markdownTable } from './markdown-table.js';
import { markdownPhrase } from './phrase.js';
import { counted } from './quantity.js';
import { familiesSpeaking, scaleLines, supportSentences } from './support-words.js';
import { weaknessWordsOf } from './weakness-words.js';
import { VERDICT_WORDS } from './wording.js';

const MEMBERS_LISTED = 25;
const SHARED_LISTED = 25;

/** Everything the report says of a group. */
export function groupSection(group: GroupEntry, document: FindingsDocument): string {
  return [
    `## Group ${group.id}`,
    `ALERT, rank ${group.rank}, priority ${group.priority}: ${VERDICT_WORDS[group.verdict]}.`,
    ...lead(group),
    '### Who and how much',
    bullets(scaleLines(group)),
    '### Why it ranks here',
    ...supportSentences(group, document),
    evidence(group),
    '### Signs of output harvesting',
    indicators(group),
    '### Alternatives tested',
    alternatives(group),
    '### What weakens this',
    weaknesses(group),
    '### Shared identifiers',
    shared(group),
    '### Members',
    members(group),
  ].join('\n\n');
}

function lead(group: GroupEntry): string[] {
  const facts = leadFacts(group).map(markdownPhrase).join(' ');
  return facts === '' ? [] : [facts];
}

function weaknesses(group: GroupEntry): string {
  const { intro, sentences } = weaknessWordsOf(group);
  return intro === '' ? bullets(sentences) : `${intro}\n\n${bullets(sentences)}`;
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}

function evidence(group: GroupEntry): string {
  return `${familiesSpeaking(group)}\n\n${markdownTable(evidenceTable(group))}`;
}

function indicators(group: GroupEntry): string {
  if (group.indicators.length === 0) return 'None was tested.';
  return `${markdownTable(indicatorTable(group))}\n\n${SIGNS_NOTE}`;
}

function alternatives(group: GroupEntry): string {
  if (group.alternatives.length === 0) return 'None was tested.';
  return `${markdownTable(alternativeTable(group))}\n\n${ALTERNATIVES_NOTE}`;
}

function shared(group: GroupEntry): string {
  if (group.shared.length === 0) return 'None.';
  const rest = group.shared.length - SHARED_LISTED;
  const more = rest > 0 ? `\n\n${counted(rest, 'more value')}: see findings.json.` : '';
  return markdownTable(sharedTable(group, SHARED_LISTED)) + more;
}

function members(group: GroupEntry): string {
  const listed = markdownTable(membersTable(group, MEMBERS_LISTED));
  return `${listed}\n\n${moreMembers(group, MEMBERS_LISTED)}`;
}
