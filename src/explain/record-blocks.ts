import type { FindingsDocument } from '../evidence/findings-document.js';
import type { ClaimEntry, RecordEntry } from '../evidence/records-entry.js';
import type { Block } from '../report/page.js';
import { type Phrase, phrase, quoted } from '../report/phrase.js';
import { counted, thousands } from '../report/quantity.js';
import { statisticWords } from '../report/statistic-words.js';
import { table } from '../report/table.js';
import { FAMILY_WORDS, facetWords } from '../report/wording.js';

const CLAIMS = 8;
const RECORDS = 8;

/** Claims with the records that they cite, and where these stand in the inputs. */
export function recordBlocks(
  claims: readonly ClaimEntry[],
  records: readonly RecordEntry[],
  document: FindingsDocument,
): Block[] {
  if (claims.length === 0 && records.length === 0) return [{ text: noRecords(document) }];
  const rows = byFewest(claims)
    .slice(0, CLAIMS)
    .map((claim) => [
      claim.id,
      thousands(claim.contributing),
      thousands(claim.records.length),
      aboutWords(claim),
    ]);
  const more = claims.length - rows.length;
  return [
    ...(rows.length === 0
      ? []
      : [
          {
            table: table(['Claim', 'Contributing', 'Cited', 'What the records have in common'], rows, [1, 2]),
          },
        ]),
    ...(more > 0 ? [{ text: [`${counted(more, 'more claim')}: see findings.json.`] }] : []),
    ...recordTable(records),
  ];
}

/** Claims about a value before those about statistics, then those to which the fewest records contribute. */
function byFewest(claims: readonly ClaimEntry[]): ClaimEntry[] {
  const place = ({ about }: ClaimEntry) => Number('statistic' in about);
  // The sort is stable: equal ones keep their order.
  return [...claims].sort((a, b) => place(a) - place(b) || a.contributing - b.contributing);
}

function aboutWords({ about, family }: ClaimEntry): Phrase {
  if ('statistic' in about) return [`${FAMILY_WORDS[family]}: ${statisticWords(about.statistic)}`];
  return phrase`${facetWords(about.facet)} ${quoted(about.value, 60)}`;
}

function recordTable(records: readonly RecordEntry[]): Block[] {
  if (records.length === 0) return [];
  const rows = records
    .slice(0, RECORDS)
    .map(({ id, line, byte_offset, input }) => [
      id,
      thousands(line),
      byte_offset === null ? '-' : thousands(byte_offset),
      [quoted(input, 60)],
    ]);
  const more = records.length - rows.length;
  return [
    { table: table(['Record', 'Line', 'Byte', 'Input'], rows, [1, 2]) },
    {
      text: [
        `${more > 0 ? `${counted(more, 'more record')}: see findings.json. ` : ''}` +
          'The records are exemplars, taken by hash from all that contribute.',
      ],
    },
  ];
}

/** Why nothing is cited. */
function noRecords({ records, records_note: note }: FindingsDocument): Phrase {
  if (note !== undefined && note !== null) return phrase`No records are cited: ${quoted(note, 300)}.`;
  if (records === undefined || records.length === 0) return ['This document cites no records.'];
  return ['The document cites records, but none for this.'];
}
