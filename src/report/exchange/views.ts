import type { FindingsDocument } from '../../evidence/findings-document.js';
import type { View } from '../view.js';
import { codeQualityReport } from './code-quality.js';
import { graphml } from './graphml.js';
import { junitXml } from './junit.js';
import { mispEvent } from './misp.js';
import { ocsfFindings } from './ocsf.js';
import { codeScanningLog, sarifLog } from './sarif.js';
import { stixBundle } from './stix.js';
import { timesketchTimeline } from './timesketch.js';

/** The findings as other platforms read them, each made of the findings document alone. */
export function exchangeViews(document: FindingsDocument): View[] {
  return [
    { path: 'exchange/stix.json', content: () => stixBundle(document) },
    { path: 'exchange/misp.json', content: () => mispEvent(document) },
    { path: 'exchange/ocsf.jsonl', content: () => ocsfFindings(document) },
    { path: 'exchange/results.sarif', content: () => sarifLog(document) },
    { path: 'exchange/github.sarif', content: () => codeScanningLog(document) },
    { path: 'exchange/gitlab.json', content: () => codeQualityReport(document) },
    { path: 'exchange/junit.xml', content: () => junitXml(document) },
    { path: 'exchange/timesketch.jsonl', content: () => timesketchTimeline(document) },
    { path: 'exchange/groups.graphml', content: () => graphml(document) },
  ];
}
