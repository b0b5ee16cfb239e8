import type { FindingsDocument, GroupEntry, InputEntry } from '../../evidence/findings-document.js';
import { isNewAlert } from '../../evidence/gate.js';
import { visible } from '../../evidence/hidden-characters.js';
import { jsonLines } from '../../evidence/json-lines.js';
import type { ListReasonEntry } from '../../evidence/lists-entry.js';
import type { RecordEntry } from '../../evidence/records-entry.js';
import { counted } from '../quantity.js';
import { inputPlaces, inputUri, recordsById } from './locations.js';
import { runId } from './run-id.js';
import { alerts, findingText, findingTitle, incompleteSentence, noAlertSentences } from './statement.js';
import { type PastAlert, pastAlerts, suppressedAlerts, suppressionText } from './suppression.js';
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
 *
 * Then groups that a known-good list takes out of the alerts, with their suppressions. Against a baseline each result
 * has a state: `new` where the baseline has no such alert, `unchanged` with the same members, else `updated`; a
 * suppressed group by whether the baseline has the group. What was an alert there and is none now comes last, `absent`.
 */
export function sarifLog(document: FindingsDocument): Generator<string> {
  return sarif(document, true);
}

/**
 * The same without suppressed and absent results: GitHub code scanning reads neither suppressions nor states and would
 * open an alert for each of these.
 */
export function codeScanningLog(document: FindingsDocument): Generator<string> {
  return sarif(document, false);
}

function sarif(document: FindingsDocument, whole: boolean): Generator<string> {
  const found = alerts(document);
  const suppressed = whole ? suppressedAlerts(document) : [];
  const past = whole ? pastAlerts(document) : [];
  const run: Run = {
    document,
    id: runId(document),
    // Of inputs of one name the first.
    places: new Map([...document.inputs.entries()].reverse().map(([i, { name }]) => [name, i])),
    records: recordsById(document),
  };
  const makers = [
    ...found.map((group) => () => result(group, run, [])),
    ...suppressed.map(
      ({ group, reasons }) =>
        () =>
          result(group, run, reasons),
    ),
    ...past.map((each) => () => absent(each, run)),
  ];
  const results = makers.slice(0, SARIF_RESULTS).map((make) => make());
  const cut = makers.length - results.length;
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
            toolExecutionNotifications: notifications(document, cut),
          },
        ],
        results,
        properties: {
          alerts: found.length,
          ...(whole ? { suppressed: suppressed.length, absent: past.length } : {}),
          resultsLeftOut: cut,
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
              text: `${counted(cut, 'further result')} left out: platforms keep ${counted(SARIF_RESULTS, 'result')} of a run. See findings.json.`,
            },
          },
        ]),
  ];
}

function result(group: GroupEntry, run: Run, suppressions: readonly ListReasonEntry[]): object {
  const places = inputPlaces(group, run.document, run.records);
  const shown = places.slice(0, SARIF_LOCATIONS);
  const accounts = group.members.slice(0, SARIF_LOCATIONS);
  const logicalLocations = [
    { name: group.id, kind: 'group' },
    ...accounts.map(({ account_id }) => ({ name: visible(account_id), kind: 'account' })),
  ];
  const locations =
    shown.length === 0
      ? [{ logicalLocations }]
      : shown.map(({ input, line, record }, i) => ({
          physicalLocation: {
            artifactLocation: artifactLocation(input, run.places),
            ...(line === null ? {} : { region: { startLine: line } }),
            ...(record === null ? {} : { properties: { record } }),
          },
          ...(i === 0 ? { logicalLocations } : {}),
        }));
  const state = baselineState(group, run.document, suppressions.length > 0);
  return {
    ruleId: RULE,
    ruleIndex: 0,
    guid: uuidV5(STILLHUNT, `sarif/${group.id}/${run.id}`),
    level: group.priority === 'P1' || group.priority === 'P2' ? 'warning' : 'note',
    message: { text: `${findingTitle(group)}\n${findingText(group, run.document)}` },
    locations,
    partialFingerprints: fingerprints(group.id),
    ...(state === null ? {} : { baselineState: state }),
    suppressions: suppressions.map((each) => ({
      kind: 'external',
      status: 'accepted',
      justification: suppressionText(each),
    })),
    properties: {
      rank: group.rank,
      priority: group.priority,
      accounts: group.accounts,
      confidence: group.confidence,
      support: group.support,
      accountsLeftOut: group.members.length - accounts.length,
      locationsLeftOut: places.length - shown.length,
    },
  };
}

/** What is no alert any more: no failure, so that a viewer that knows no states shows none. */
function absent({ id, text }: PastAlert, run: Run): object {
  return {
    ruleId: RULE,
    ruleIndex: 0,
    guid: uuidV5(STILLHUNT, `sarif/absent/${id}/${run.id}`),
    kind: 'informational',
    level: 'none',
    message: { text },
    locations: [{ logicalLocations: [{ name: id, kind: 'group' }] }],
    partialFingerprints: fingerprints(id),
    baselineState: 'absent',
    suppressions: [],
  };
}

function baselineState(
  group: GroupEntry,
  { baseline }: FindingsDocument,
  suppressed: boolean,
): 'new' | 'unchanged' | 'updated' | null {
  if (baseline === undefined) return null;
  const since = group.since_baseline;
  const before = suppressed ? (since?.before.length ?? 0) > 0 : !isNewAlert(group);
  if (!before) return 'new';
  return since?.change === 'same' ? 'unchanged' : 'updated';
}

function fingerprints(id: string): object {
  return {
    'stillhuntGroup/v1': id,
    // GitHub would make this one of the file's lines, which it does not have.
    primaryLocationLineHash: `${uuidV5(STILLHUNT, id).replaceAll('-', '').slice(0, 16)}:1`,
  };
}

function artifactLocation(
  name: string,
  places: ReadonlyMap<string, number>,
): { uri: string; index?: number } {
  const index = places.get(name);
  return { uri: inputUri(name), ...(index === undefined ? {} : { index }) };
}
