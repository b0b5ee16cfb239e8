/**
 * What the data can carry, for example
 *
 *     ## Data quality
 *
 *     41,208,117 rows read = 41,199,875 accepted + 8,242 refused + 0 filtered. …
 *
 *     | Input | Status | Rows read | Accepted | Refused | Filtered | SHA-256 |
 */

import type { FindingsDocument, InputEntry } from '../evidence/findings-document.js';
import { markdownText } from './escape-markdown.js';
import { markdownTable } from './markdown-table.js';
import { unusedColumns } from './outcome.js';
import { counted, minute, percent, thousands } from './quantity.js';
import { facetWords } from './wording.js';

const INPUTS_LISTED = 50;
const COLUMNS_LISTED = 40;

/** Rows, period, gaps, inputs and facets without data. */
export function qualitySection(document: FindingsDocument): string {
  const { coverage, period, rows } = document;
  const gaps =
    coverage.gaps === 0
      ? 'No hour inside the period is without records.'
      : `${counted(coverage.gap_hours, 'hour')} without any record, in ${counted(coverage.gaps, 'gap')}: see coverage.json.`;
  return [
    '## Data quality',
    `${counted(rows.read, 'row')} read = ${thousands(rows.accepted)} accepted + ${thousands(rows.quarantined)} refused + ` +
      `${thousands(rows.filtered)} filtered. Accepted: ${percent(coverage.accepted_share)}. ` +
      `Refused: ${percent(coverage.quarantined_share)}; the first of them stand in quarantine.csv with file, line and byte offset.`,
    `Period: ${minute(period.from)} to ${minute(period.to)} UTC. ${counted(document.accounts, 'account')}. ${gaps} ` +
      `Inputs cut short: ${thousands(coverage.incomplete_inputs)} of ${thousands(document.inputs.length)}.`,
    inputs(document),
    standingAside(document),
    ...unused(document),
  ].join('\n\n');
}

function inputs(document: FindingsDocument): string {
  const rows = document.inputs.slice(0, INPUTS_LISTED).map((input) => {
    const detail = input.detail === null ? '' : ` ${markdownText(input.detail)}`;
    const original =
      input.duplicate_of === null
        ? ''
        : `, same bytes as ${markdownText(input.duplicate_of)}: rows counted twice`;
    const again = input.duplicate_of === null ? repeatedRows(input) : '';
    return [
      markdownText(input.name),
      `${markdownText(input.status)}${original}${again}${detail}`,
      thousands(input.rows.read),
      thousands(input.rows.accepted),
      thousands(input.rows.quarantined),
      thousands(input.rows.filtered),
      input.sha256,
    ];
  });
  const head = ['Input', 'Status', 'Rows read', 'Accepted', 'Refused', 'Filtered', 'SHA-256'];
  const rest = document.inputs.length - rows.length;
  const more = rest > 0 ? `\n\n${counted(rest, 'more input')}: see findings.json.` : '';
  return markdownTable(head, rows, [2, 3, 4, 5]) + more;
}

const OVERLAPS_LISTED = 3;

/** Rows that the input holds twice, or that earlier inputs hold too. */
function repeatedRows({ overlaps, repeated_share }: InputEntry): string {
  const own =
    repeated_share >= 0.01 ? `, about ${percent(repeated_share)} of its rows repeat earlier ones` : '';
  const others = overlaps
    .slice(0, OVERLAPS_LISTED)
    .map(({ input, share }) => `, about ${percent(share)} of its rows stand in ${markdownText(input)} too`);
  const rest = overlaps.length - others.length;
  return `${own}${others.join('')}${rest > 0 ? `, and some in ${thousands(rest)} more` : ''}`;
}

/** Columns that might be what a facet lacks under another name. */
function unused(document: FindingsDocument): string[] {
  const columns = unusedColumns(document);
  if (columns.length === 0) return [];
  const named = columns.slice(0, COLUMNS_LISTED).map((name) => markdownText(name));
  if (columns.length > named.length) named.push(`${thousands(columns.length - named.length)} more`);
  return [
    `Columns of the input that were not used: ${named.join(', ')}. Where one holds what a facet lacks, name it with --column.`,
  ];
}

function standingAside(document: FindingsDocument): string {
  if (document.facets_standing_aside.length === 0) return 'Every facet had the columns that it needs.';
  const items = document.facets_standing_aside.map(({ facet, missing }) => {
    const lacks =
      missing.length === 0 ? '' : `: no column for ${missing.map((name) => markdownText(name)).join(', ')}`;
    return `- ${facetWords(facet)}${lacks}`;
  });
  return `These facets stood aside for lack of data, so nothing below rests on them:\n\n${items.join('\n')}`;
}
