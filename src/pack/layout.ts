import { coverageDocument } from '../evidence/coverage.js';
import { csvRow } from '../evidence/csv-cell.js';
import type { FindingsDocument, GroupEntry } from '../evidence/findings-document.js';
import { jsonLines } from '../evidence/json-lines.js';
import type { IngestSummary, QuarantineSummary } from '../ingest/index.js';
import { FAMILIES } from '../link/evidence-family.js';
import type { PackFile } from './folder.js';

export interface PackParts {
  readonly document: FindingsDocument;
  /** The summary that the document was made from. */
  readonly ingest: IngestSummary;
  /** Hours since the epoch with at least one record, ascending. */
  readonly hours: readonly number[];
  /** The facet table as an Arrow file. */
  readonly facets: Uint8Array;
  /** The rendered report. */
  readonly report: string;
}

/** The files of an evidence folder, SHA256SUMS aside. Contents are made when written, one at a time. */
export function packFiles(parts: PackParts): PackFile[] {
  const { document } = parts;
  const quarantine = withShownNames(parts);
  return [
    { path: 'README.txt', content: () => [readme()] },
    { path: 'findings.json', content: () => jsonLines(document) },
    { path: 'report.md', content: () => [parts.report] },
    { path: 'ranking.csv', content: () => rankingCsv(document.groups) },
    ...document.groups.map((group) => ({
      path: `groups/${folderName(group.id)}/members.csv`,
      content: () => membersCsv(group),
    })),
    {
      path: 'coverage.json',
      content: () => jsonLines(coverageDocument(document, quarantine, parts.hours)),
    },
    { path: 'quarantine.csv', content: () => quarantineCsv(quarantine) },
    { path: 'facets.arrow', content: () => [parts.facets] },
  ];
}

/** Group ids become folder names, so they must be what they promise to be. */
function folderName(id: string): string {
  if (!/^G-[0-9a-f]+$/.test(id)) throw new Error(`not a group id: ${JSON.stringify(id)}`);
  return id;
}

function* membersCsv(group: GroupEntry): Generator<string> {
  yield csvRow([
    ...['account_id', 'strength', 'share_of_requests', 'requests', 'input_tokens', 'output_tokens'],
    ...['first_seen', 'last_seen'],
    ...FAMILIES.map((family) => `nats_${family}`),
  ]);
  for (const member of group.members) {
    yield csvRow([
      member.account_id,
      member.strength,
      member.share_of_requests ?? null,
      member.requests,
      member.input_tokens,
      member.output_tokens,
      member.first_time,
      member.last_time,
      ...FAMILIES.map((family) => member.nats[family] ?? null),
    ]);
  }
}

function* rankingCsv(groups: readonly GroupEntry[]): Generator<string> {
  yield csvRow([
    ...[
      'rank',
      'group',
      'alert',
      'verdict',
      'priority',
      'accounts',
      'requests',
      'input_tokens',
      'output_tokens',
    ],
    ...['first_seen', 'last_seen', 'share_of_requests', 'score', 'support_nats'],
    ...['lr', 'lr_low', 'lr_high', 'lr_cap', 'lr_references', 'confidence'],
    ...['families_supporting', 'families_available', 'strongest_alternative', 'residual_nats'],
  ]);
  for (const group of groups) {
    const calibrated = group.support.calibrated;
    const otherwise = group.alternatives.find(({ id }) => id === group.strongest_alternative);
    yield csvRow([
      ...[group.rank, group.id, group.alert, group.verdict, group.priority, group.accounts, group.requests],
      ...[
        group.input_tokens,
        group.output_tokens,
        group.first_time,
        group.last_time,
        group.share_of_requests,
      ],
      ...[group.score, group.support.nats, calibrated?.ratio ?? null, calibrated?.low ?? null],
      ...[
        calibrated?.high ?? null,
        calibrated?.cap ?? null,
        calibrated?.references ?? null,
        group.confidence,
      ],
      ...[group.families.supporting, group.families.available, group.strongest_alternative],
      otherwise?.residual_nats ?? null,
    ]);
  }
}

/** The quarantine with its files named as the document names them. */
function withShownNames({ document, ingest }: PackParts): QuarantineSummary {
  const shown = new Map(ingest.sources.map(({ name }, i) => [name, document.inputs[i]?.name ?? name]));
  const { quarantine } = ingest;
  return {
    ...quarantine,
    examples: quarantine.examples.map((row) => ({ ...row, source: shown.get(row.source) ?? row.source })),
  };
}

function* quarantineCsv(quarantine: QuarantineSummary): Generator<string> {
  yield csvRow(['file', 'line', 'byte_offset', 'reason', 'detail']);
  for (const { source, line, offset, reason, detail } of quarantine.examples) {
    yield csvRow([source, line, offset, reason, detail]);
  }
}

function readme(): string {
  return `STILLHUNT EVIDENCE FOLDER

What this is
  The result of one run of stillhunt over exported API usage logs: which accounts behave as one
  source, which of these groups also look like output harvesting, and what speaks against that.

Which file to open
  report.md             Start here. For reading.
  findings.json         The same and more, for programs. Every other view is made from it.
  ranking.csv           One line for each group.
  groups/ID/members.csv One line for each account of a group.
  coverage.json         What was read, what was not, and which facets had no data.
  quarantine.csv        Rows that were refused, with file, line and byte offset. A long list is cut
                        off; coverage.json has the full count.
  facets.arrow          The fingerprints (Arrow IPC file): counts of facet values for each account.
  SHA256SUMS            Check with: sha256sum -c SHA256SUMS

How values are written
  Times are UTC. Evidence is in nats (natural logarithm): above 0 speaks for one operator, below 0
  against. In CSV files and in the report, characters that cannot be seen or that could act are
  written as \\u{...}, and a leading apostrophe keeps a cell from being taken for a formula.
  findings.json holds every value exactly.

What it does not show
  Who runs a group, why, or whether a contract allows it. A group is accounts that behave as one
  source; an alert says that coordination and harvesting both hold after the innocent alternatives
  were tested on these logs, and that a person should look first there. A group without alert, or no
  group at all, does not mean that nothing happened: coverage.json and the report say what could not
  be seen. The sums show that files are unchanged since they were written, not who wrote them.
`;
}
