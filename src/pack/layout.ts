import type { FindingsDocument } from '../evidence/findings-document.js';
import { jsonLines } from '../evidence/json-lines.js';
import { views } from '../report/views.js';
import type { PackFile } from './folder.js';

export interface PackParts {
  readonly document: FindingsDocument;
  /** The facet table as an Arrow file; null where a pack is made without the logs. */
  readonly facets: Uint8Array | null;
}

/** The files of an evidence folder, SHA256SUMS aside. Contents are made when written, one at a time. */
export function packFiles({ document, facets }: PackParts): PackFile[] {
  return [
    { path: 'README.txt', content: () => [readme()] },
    { path: 'findings.json', content: () => jsonLines(document) },
    ...views(document),
    ...(facets === null ? [] : [{ path: 'facets.arrow', content: () => [facets] }]),
  ];
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
