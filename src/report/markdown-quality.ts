/**
 * What the data can carry, for example
 *
 *     ## Data quality
 *
 *     41,208,117 rows read = 41,199,875 accepted + 8,242 refused + 0 filtered. …
 *
 *     | Input | Status | Rows read | Accepted | Refused | Filtered | SHA-256 |
 */

import type { FindingsDocument } from '../evidence/findings-document.js';
import { markdownTable } from './markdown-table.js';
import { unusedColumns } from './outcome.js';
import { markdownPhrase } from './phrase.js';
import { inputsTable } from './quality-tables.js';
import { ASIDE_INTRO, facetsAside, qualitySentences, unusedWords } from './quality-words.js';
import { counted } from './quantity.js';

const INPUTS_LISTED = 50;

/** Rows, period, gaps, inputs and facets without data. */
export function qualitySection(document: FindingsDocument): string {
  return [
    '## Data quality',
    ...qualitySentences(document),
    inputs(document),
    standingAside(document),
    ...unused(document),
  ].join('\n\n');
}

function inputs(document: FindingsDocument): string {
  const rest = document.inputs.length - INPUTS_LISTED;
  const more = rest > 0 ? `\n\n${counted(rest, 'more input')}: see findings.json.` : '';
  return markdownTable(inputsTable(document, INPUTS_LISTED)) + more;
}

function unused(document: FindingsDocument): string[] {
  const columns = unusedColumns(document);
  return columns.length === 0 ? [] : [markdownPhrase(unusedWords(columns))];
}

function standingAside(document: FindingsDocument): string {
  if (document.facets_standing_aside.length === 0) return 'Every facet had the columns that it needs.';
  const items = facetsAside(document).map((line) => `- ${markdownPhrase(line)}`);
  return `${ASIDE_INTRO}\n\n${items.join('\n')}`;
}
