import type { FindingsDocument, GroupEntry } from '../../evidence/findings-document.js';
import { visible } from '../../evidence/hidden-characters.js';
import { jsonRecord } from './json-record.js';
import { runId } from './run-id.js';
import { alerts, findingText, findingTitle, NO_TIME } from './statement.js';

/** The released version of the schema that events are written for. */
export const OCSF_VERSION = '1.8.0';

/**
 * Members listed in one finding, strongest first. The schema sets no limit, but collectors refuse events of some
 * megabytes; `unmapped.members_left_out` says how many are not listed.
 */
export const OCSF_MEMBERS = 1000;

const CONFIDENCE = { low: [1, 'Low'], moderate: [2, 'Medium'], high: [3, 'High'] } as const;

/** Where to look first, as OCSF's severity; never Critical, because a finding is a hypothesis. */
const SEVERITY = {
  P1: [4, 'High'],
  P2: [3, 'Medium'],
  P3: [2, 'Low'],
  P4: [1, 'Informational'],
} as const;

/**
 * One Detection Finding (class 2004) for each alert, an event a line; no line where there is none. `time` is the last
 * time in the log, not that of the run: nothing here is read from a clock.
 */
export function* ocsfFindings(document: FindingsDocument): Generator<string> {
  const run = runId(document);
  for (const group of alerts(document)) yield `${jsonRecord(detectionFinding(group, document, run))}\n`;
}

function detectionFinding(group: GroupEntry, document: FindingsDocument, run: string): object {
  const [severityId, severity] = SEVERITY[group.priority];
  const [confidenceId, confidence] = CONFIDENCE[group.confidence];
  const first = epochMilliseconds(group.first_time);
  const last = epochMilliseconds(group.last_time);
  const listed = group.members.slice(0, OCSF_MEMBERS);
  return {
    activity_id: 1,
    activity_name: 'Create',
    category_uid: 2,
    category_name: 'Findings',
    class_uid: 2004,
    class_name: 'Detection Finding',
    type_uid: 200401,
    type_name: 'Detection Finding: Create',
    time: epochMilliseconds(document.period.to ?? NO_TIME),
    ...(first === null ? {} : { start_time: first }),
    ...(last === null ? {} : { end_time: last }),
    severity_id: severityId,
    severity,
    confidence_id: confidenceId,
    confidence,
    status_id: 1,
    status: 'New',
    is_alert: true,
    message: findingTitle(group),
    metadata: {
      version: OCSF_VERSION,
      uid: `${run}/${group.id}`,
      product: {
        name: document.tool.name,
        vendor_name: document.tool.name,
        version: document.tool.version,
      },
    },
    finding_info: {
      uid: group.id,
      title: findingTitle(group),
      desc: findingText(group, document),
      types: ['operation hypothesis'],
      analytic: { name: 'Accounts that behave as one source', type_id: 3, type: 'Statistical' },
      ...(first === null ? {} : { first_seen_time: first }),
      ...(last === null ? {} : { last_seen_time: last }),
    },
    evidences: [
      ...group.evidence
        .filter(({ available }) => available)
        .map(({ family, nats, statistics }) => ({ name: `evidence: ${family}`, data: { nats, statistics } })),
      ...listed.map(({ account_id, strength, requests }) => ({
        name: 'member account',
        user: { uid: visible(account_id), type_id: 0, type: 'Unknown' },
        data: { strength, requests },
      })),
    ],
    unmapped: {
      rank: group.rank,
      priority: group.priority,
      score: group.score,
      support: group.support,
      accounts: group.accounts,
      members_listed: listed.length,
      members_left_out: group.members.length - listed.length,
      ...(document.tlp === undefined ? {} : { tlp: document.tlp }),
    },
  };
}

function epochMilliseconds(iso: string | null): number | null {
  return iso === null ? null : Date.parse(iso);
}
