import type { FindingsDocument, GroupEntry } from '../../evidence/findings-document.js';
import type { ClaimEntry, RecordEntry } from '../../evidence/records-entry.js';
import { type Phrase, phrase, quoted } from '../phrase.js';
import { counted, thousands } from '../quantity.js';
import { statisticWords } from '../statistic-words.js';
import { table } from '../table.js';
import { FAMILY_WORDS, facetWords } from '../wording.js';
import { htmlTable } from './html-table.js';
import { html, type Markup, NOTHING } from './markup.js';

const CLAIMS_LISTED = 12;
const RECORDS_OF_CLAIM = 2;

/** The records that a group's claims can be walked back to, the first ones of each claim; nothing where none is cited. */
export function citedRecords(group: GroupEntry, document: FindingsDocument): Markup {
  const claims = group.claims ?? [];
  if (claims.length === 0 || document.records === undefined) return NOTHING;
  const records = new Map(document.records.map((record) => [record.id, record]));
  const rows = claims.slice(0, CLAIMS_LISTED).flatMap((claim) =>
    claim.records
      .slice(0, RECORDS_OF_CLAIM)
      .flatMap((id) => records.get(id) ?? [])
      .map((record) => recordRow(claim, record)),
  );
  if (rows.length === 0) return NOTHING;
  const head = ['Claim', 'Family', 'About', 'Records in all', 'Record', 'Input', 'Line', 'SHA-256'];
  return html`<h3>Records</h3>
<p>Examples of the records behind ${counted(claims.length, 'claim')}; all that are cited stand in findings.json, with byte offsets.</p>
${htmlTable(table(head, rows, [3, 6]), `Records of ${group.id}`)}`;
}

function recordRow(claim: ClaimEntry, record: RecordEntry): (string | Phrase)[] {
  const about: string | Phrase =
    'statistic' in claim.about
      ? statisticWords(claim.about.statistic)
      : phrase`${facetWords(claim.about.facet)} ${quoted(claim.about.value, 60)}`;
  return [
    claim.id,
    FAMILY_WORDS[claim.family],
    about,
    thousands(claim.contributing),
    record.id,
    [quoted(record.input)],
    thousands(record.line),
    record.sha256 ?? 'not disclosed',
  ];
}
