/** A kind of file that a pack may hold. */
export interface FileRow {
  /** As README.txt names it; ID stands for the id of a group. */
  readonly name: string;
  readonly matches: RegExp;
  /** What it holds, in a sentence or two of plain ASCII. */
  readonly about: string;
}

const row = (name: string, about: string, matches = exactly(name)): FileRow => ({ name, matches, about });

/** The name itself, with ID for any group and * for any rest of the path. */
function exactly(name: string): RegExp {
  const pattern = name
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replace('/ID/', '/G-[0-9a-f]+/')
    .replace('*', '.+');
  return new RegExp(`^${pattern}$`);
}

/** What each file of a pack is for, in the order in which a reader should look. The first row that matches counts. */
export const FILE_TABLE: readonly FileRow[] = [
  row('executive.txt', 'One page in plain words. Start here with little time.'),
  row('report.html', 'The report with charts, for a browser; it loads nothing from elsewhere.'),
  row('report.md', 'The report in full, for reading.'),
  row('report.txt', 'The report in full, as plain text.'),
  row('METHOD.md', 'Every statistic with formula, source, units, assumptions, error rates and limits.'),
  row('findings.json', 'The same and more, for programs. Every other view is made from it.'),
  row('ranking.csv', 'One line for each group.'),
  row('groups/ID/members.csv', 'One line for each account of a group.'),
  row('groups/ID/evidence.jsonl', 'Claims of a group with the records that they rest on.'),
  row('groups/ID/timeline.jsonl', 'What a group did and when, for timeline tools.'),
  row('groups/ID/matrix.csv', 'Alternatives of a group against the evidence.'),
  row('groups/ID/*', 'More of a group.'),
  row(
    'records/cited.jsonl',
    'Records that claims rest on, with their places in the inputs and their hashes.',
  ),
  row('records/*', 'More about records.'),
  row('coverage.json', 'What was read, what was not, and which facets had no data.'),
  row('calibration.json', 'What likelihood ratios rest on.'),
  row(
    'quarantine.csv',
    'Rows that were refused, with file, line and byte offset. A long list is cut off; coverage.json has the full count.',
  ),
  row('config.json', 'Options in effect.'),
  row('allowlist.json', 'Groups that were set aside by name, with reason, author and expiry.'),
  row('exchange/stix.json', 'Alerts as a STIX 2.1 bundle, for threat-intelligence platforms.'),
  row('exchange/misp.json', 'Alerts as a MISP event.'),
  row('exchange/ocsf.jsonl', 'Alerts as Detection Findings of OCSF 1.8.0, for security lakes and SIEMs.'),
  row('exchange/results.sarif', 'Alerts, suppressed and past ones as SARIF 2.1.0.'),
  row('exchange/github.sarif', 'The alerts alone, for GitHub code scanning.'),
  row('exchange/gitlab.json', 'Alerts as a GitLab code quality report.'),
  row('exchange/junit.xml', 'Alerts as failures, for build servers.'),
  row('exchange/timesketch.jsonl', 'First and last requests of the accounts of alerts, for Timesketch.'),
  row(
    'exchange/groups.graphml',
    'All groups, alert or not, with members and shared values, for graph tools.',
  ),
  row('exchange/*', 'The findings in formats of other platforms.'),
  row('schema/*', 'JSON Schemas of the files for programs.'),
  row('facets.arrow', 'The fingerprints (Arrow IPC file): counts of facet values for each account.'),
  row('custody.jsonl', 'What was done up to the sealing of the pack, each entry chained to the one before.'),
  row('certificate.txt', 'Draft of a statement, to be checked, completed and signed by a person.'),
  row('run.log', 'Warnings of the run.'),
  row('VERIFY.txt', 'How to check the pack with stock tools alone.'),
  row('manifest.json', 'Every file with its SHA-256, and how the pack came about.'),
  row('manifest.json.sig', 'The signature of the manifest.'),
  row('signer.pub', 'The key that the signature was made with; whose it is, it cannot say.'),
  row('SHA256SUMS', 'Check with: sha256sum -c SHA256SUMS'),
];

/** The row of a file; undefined for one that the table does not know. */
export function fileRow(path: string): FileRow | undefined {
  return FILE_TABLE.find(({ matches }) => matches.test(path));
}
