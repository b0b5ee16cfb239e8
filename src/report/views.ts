import type { FindingsDocument } from '../evidence/findings-document.js';
import { jsonLines } from '../evidence/json-lines.js';
import { citedRecords, claimLines } from './claim-lines.js';
import { coverageView } from './coverage.js';
import { exchangeViews } from './exchange/views.js';
import { executiveSummary } from './executive.js';
import { htmlReport } from './html/html-report.js';
import { markdownReport } from './markdown.js';
import { membersCsv } from './members-csv.js';
import { methodView } from './method/method.js';
import { quarantineCsv } from './quarantine-csv.js';
import { rankingCsv } from './ranking-csv.js';
import type { View } from './view.js';

/** Everything that is made of the findings document alone, in the order in which it is written. */
export function views(document: FindingsDocument): View[] {
  return [
    { path: 'report.html', content: () => htmlReport(document) },
    { path: 'report.md', content: () => [markdownReport(document)] },
    { path: 'executive.txt', content: () => [executiveSummary(document)] },
    { path: 'METHOD.md', content: () => [methodView(document)] },
    { path: 'ranking.csv', content: () => rankingCsv(document.groups) },
    ...document.groups.map((group) => ({
      path: `groups/${folderName(group.id)}/members.csv`,
      content: () => membersCsv(group),
    })),
    ...document.groups
      .filter(({ claims }) => claims !== undefined)
      .map((group) => ({
        path: `groups/${folderName(group.id)}/evidence.jsonl`,
        content: () => claimLines(group, document),
      })),
    ...(document.records === undefined
      ? []
      : [{ path: 'records/cited.jsonl', content: () => citedRecords(document) }]),
    {
      path: 'coverage.json',
      schema: 'stillhunt/coverage/1',
      content: () => jsonLines(coverageView(document)),
    },
    { path: 'quarantine.csv', content: () => quarantineCsv(document.quarantine) },
    ...exchangeViews(document),
  ];
}

/** Group ids become folder names, so they must be what they promise to be. */
function folderName(id: string): string {
  if (!/^G-[0-9a-f]+$/.test(id)) throw new Error(`not a group id: ${JSON.stringify(id)}`);
  return id;
}
