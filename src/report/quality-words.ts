/** What the data can carry, in sentences, for every medium. */

import type { FindingsDocument, InputEntry } from '../evidence/findings-document.js';
import { joined, type Phrase, phrase, quoted } from './phrase.js';
import { counted, minute, percent, thousands } from './quantity.js';
import { facetWords } from './wording.js';

/** Rows in and out, then period, accounts, gaps and inputs cut short. */
export function qualitySentences(document: FindingsDocument): string[] {
  const { coverage, period, rows } = document;
  const gaps =
    coverage.gaps === 0
      ? 'No hour inside the period is without records.'
      : `${counted(coverage.gap_hours, 'hour')} without any record, in ${counted(coverage.gaps, 'gap')}: see coverage.json.`;
  return [
    `${counted(rows.read, 'row')} read = ${thousands(rows.accepted)} accepted + ${thousands(rows.quarantined)} refused + ` +
      `${thousands(rows.filtered)} filtered. Accepted: ${percent(coverage.accepted_share)}. ` +
      `Refused: ${percent(coverage.quarantined_share)}; the first of them stand in quarantine.csv with file, line and byte offset.`,
    `Period: ${minute(period.from)} to ${minute(period.to)} UTC. ${counted(document.accounts, 'account')}. ${gaps} ` +
      `Inputs cut short: ${thousands(coverage.incomplete_inputs)} of ${thousands(document.inputs.length)}.`,
  ];
}

/** How an input was read, and what of it stands elsewhere too. */
export function inputStatus(input: InputEntry): Phrase {
  const original =
    input.duplicate_of === null
      ? repeatedRows(input)
      : phrase`, same bytes as ${quoted(input.duplicate_of)}: rows counted twice`;
  const detail = input.detail === null ? '' : phrase` ${quoted(input.detail)}`;
  return phrase`${quoted(input.status)}${original}${detail}`;
}

const OVERLAPS_LISTED = 3;

/** Rows that the input holds twice, or that earlier inputs hold too. */
function repeatedRows({ overlaps, repeated_share }: InputEntry): Phrase {
  const own =
    repeated_share >= 0.01 ? `, about ${percent(repeated_share)} of its rows repeat earlier ones` : '';
  const others = overlaps
    .slice(0, OVERLAPS_LISTED)
    .map(({ input, share }) => phrase`, about ${percent(share)} of its rows stand in ${quoted(input)} too`);
  const rest = overlaps.length - others.length;
  return phrase`${own}${joined(others, '')}${rest > 0 ? `, and some in ${thousands(rest)} more` : ''}`;
}

/** Each facet that stood aside, with the columns it lacks. */
export function facetsAside({ facets_standing_aside: aside }: FindingsDocument): Phrase[] {
  return aside.map(({ facet, missing }) => lacking(facetWords(facet), missing));
}

/** What stands before them. */
export const ASIDE_INTRO = 'These facets stood aside for lack of data, so nothing below rests on them:';

const COLUMNS_LISTED = 40;

/** Columns of the inputs that might be what a facet lacks under another name. */
export function unusedWords(columns: readonly string[]): Phrase {
  const named = columns.slice(0, COLUMNS_LISTED).map((name): Phrase => [quoted(name)]);
  if (columns.length > named.length) named.push([`${thousands(columns.length - named.length)} more`]);
  return phrase`Columns of the input that were not used: ${joined(named, ', ')}. Where one holds what a facet lacks, name it with --column.`;
}

/** `payment: no column for …` */
export function lacking(what: string, missing: readonly string[]): Phrase {
  if (missing.length === 0) return [what];
  const named = missing.map((name): Phrase => [quoted(name)]);
  return phrase`${what}: no column for ${joined(named, ', ')}`;
}
