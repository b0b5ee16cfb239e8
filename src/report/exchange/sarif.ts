import type { FindingsDocument, GroupEntry, InputEntry } from '../../evidence/findings-document.js';
import { visible } from '../../evidence/hidden-characters.js';
import { jsonLines } from '../../evidence/json-lines.js';
import type { RecordEntry } from '../../evidence/records-entry.js';
import { counted } from '../quantity.js';
import { runId } from './run-id.js';
import { alerts, findingText, findingTitle, incompleteSentence, noAlertSentences } from './statement.js';
import { STILLHUNT, uuidV5 } from './uuid.js';

/** Results that GitHub code scanning keeps of a run; it refuses a run with more than 25,000. */
export const SARIF_RESULTS = 5000;
/** Locations that it shows of a result; it refuses more than 1,000. */
export const SARIF_LOCATIONS = 100;

const RULE = 'operation-hypothesis';

/**
 * A SARIF 2.1.0 log with one run: a result for each alert, best first, located in the cited records, or where none are
 * cited in the inputs of its time; logical locations are the group and its strongest accounts. The level is `warning`
 * for the priorities P1 and P2 and `note` below, never `error`: a result is a hypothesis for a person to look at. What
 * is cut for the limits above is counted in properties and in a notification.
 */
export function sarifLog(document: FindingsDocument): Generator<string> {
  const found = alerts(document);
  const listed = found.slice(0, SARIF_RESULTS);
  const run: Run = {
    document,
    id: runId(document),
    // Of inputs of one name the first.
    places: new Map([...document.inputs.entries()].reverse().map(([i, { name }]) => [name, i])),
    records: new Map((document.records ?? []).map((record) => [record.id, record])),
  };
  const incomplete = incompleteSentence(document);
  return jsonLines({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: document.tool.name, semanticVersion: document.tool.version, rules: [rule()] },
        },
        automationDetails: { guid: run.id },
        columnKind: 'unicodeCodePoints',
        artifacts: document.inputs.map(artifact),
        invocations: [
          {
            executionSuccessful: incomplete === null,
            toolExecutionNotifications: notifications(document, found.length - listed.length),
          },
        ],
        results: listed.map((group) => result(group, run)),
        properties: {
          alerts: found.length,
          resultsLeftOut: found.length - listed.length,
          groupsTested: document.tested,
          ...(document.tlp === undefined ? {} : { tlp: document.tlp }),
        },
      },
    ],
  });
}

interface Run {
  readonly document: FindingsDocument;
  readonly id: string;
  /** Place of an input in `artifacts`, by its name. */
  readonly places: ReadonlyMap<string, number>;
  readonly records: ReadonlyMap<string, RecordEntry>;
}

function rule(): object {
  return {
    id: RULE,
    name: 'OperationHypothesis',
    shortDescription: {
      text: 'A group of accounts behaves as one source, and signs of output harvesting hold.',
    },
    fullDescription: {
      text:
        'The innocent alternatives that these logs could test leave a part unexplained. It says where a person should look ' +
        'first, and nothing about who runs the accounts, why, or whether a contract allows it.',
    },
    defaultConfiguration: { level: 'note' },
  };
}

function artifact({ name, bytes, sha256 }: InputEntry): object {
  return {
    location: { uri: inputUri(name) },
    ...(Number.isSafeInteger(bytes) && bytes >= 0 ? { length: bytes } : {}),
    ...(/^[0-9a-f]{64}$/.test(sha256) ? { hashes: { 'sha-256': sha256 } } : {}),
    roles: ['analysisTarget'],
  };
}

function notifications(document: FindingsDocument, cut: number): object[] {
  const incomplete = incompleteSentence(document);
  const none = alerts(document).length === 0;
  return [
    ...(incomplete === null ? [] : [{ level: 'error', message: { text: incomplete } }]),
    ...(none ? [{ level: 'note', message: { text: noAlertSentences(document).join('\n') } }] : []),
    ...(cut === 0
      ? []
      : [
          {
            level: 'warning',
            message: {
              text: `${counted(cut, 'further alert')} left out: platforms keep ${counted(SARIF_RESULTS, 'result')} of a run. See findings.json.`,
            },
          },
        ]),
  ];
}

function result(group: GroupEntry, run: Run): object {
  const physical = physicalLocations(group, run);
  const shown = physical.slice(0, SARIF_LOCATIONS);
  const accounts = group.members.slice(0, SARIF_LOCATIONS);
  const logicalLocations = [
    { name: group.id, kind: 'group' },
    ...accounts.map(({ account_id }) => ({ name: visible(account_id), kind: 'account' })),
  ];
  const locations =
    shown.length === 0
      ? [{ logicalLocations }]
      : shown.map((physicalLocation, i) => ({
          physicalLocation,
          ...(i === 0 ? { logicalLocations } : {}),
        }));
  return {
    ruleId: RULE,
    ruleIndex: 0,
    guid: uuidV5(STILLHUNT, `sarif/${group.id}/${run.id}`),
    level: group.priority === 'P1' || group.priority === 'P2' ? 'warning' : 'note',
    message: { text: `${findingTitle(group)}\n${findingText(group, run.document)}` },
    locations,
    partialFingerprints: {
      'stillhuntGroup/v1': group.id,
      // GitHub would make this one of the file's lines, which it does not have.
      primaryLocationLineHash: `${uuidV5(STILLHUNT, group.id).replaceAll('-', '').slice(0, 16)}:1`,
    },
    suppressions: [],
    properties: {
      rank: group.rank,
      priority: group.priority,
      accounts: group.accounts,
      confidence: group.confidence,
      support: group.support,
      accountsLeftOut: group.members.length - accounts.length,
      locationsLeftOut: physical.length - shown.length,
    },
  };
}

interface PhysicalLocation {
  readonly artifactLocation: { readonly uri: string; readonly index?: number };
  readonly region?: { readonly startLine: number };
  readonly properties?: { readonly record: string };
}

/** The records that the group's claims cite; where there are none the inputs that have the time of the group. */
function physicalLocations(group: GroupEntry, { document, places, records }: Run): PhysicalLocation[] {
  const cited = [...new Set((group.claims ?? []).flatMap((claim) => claim.records))]
    .map((id) => records.get(id))
    .filter((record) => record !== undefined);
  if (cited.length > 0) {
    return cited.map(({ id, input, line }) => ({
      artifactLocation: artifactLocation(input, places),
      ...(line >= 1 ? { region: { startLine: line } } : {}),
      properties: { record: id },
    }));
  }
  return document.inputs
    .filter((input) => meets(input, group))
    .map(({ name }) => ({ artifactLocation: artifactLocation(name, places) }));
}

/** Whether both have a time in common; times of one width in one zone compare as text. */
function meets(input: InputEntry, group: GroupEntry): boolean {
  if (input.first_time === null || input.last_time === null) return false;
  if (group.first_time === null || group.last_time === null) return true;
  return input.first_time <= group.last_time && group.first_time <= input.last_time;
}

function artifactLocation(
  name: string,
  places: ReadonlyMap<string, number>,
): { uri: string; index?: number } {
  const index = places.get(name);
  return { uri: inputUri(name), ...(index === undefined ? {} : { index }) };
}

/**
 * A relative URI reference of an input's name. Every part is percent-encoded, so that it has no scheme, query or
 * fragment; the parts `.` and `..` are encoded twice, because once is still taken for a way up.
 */
function inputUri(name: string): string {
  const parts = visible(name)
    .split('/')
    .map((part) => {
      if (part === '.' || part === '..') return encodeURIComponent(part.replaceAll('.', '%2E'));
      return encodeURIComponent(part).replace(
        /['()*!]/g,
        (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
      );
    });
  return parts.map((part, i) => (part === '' && i === 0 ? '%2F' : part)).join('/');
}
