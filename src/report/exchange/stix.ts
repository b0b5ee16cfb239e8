import canonicalize from 'canonicalize';
import type { FindingsDocument, GroupEntry, MemberEntry } from '../../evidence/findings-document.js';
import { visible } from '../../evidence/hidden-characters.js';
import { jsonLines } from '../../evidence/json-lines.js';
import { stixMarking } from './marking.js';
import { runId } from './run-id.js';
import {
  alerts,
  findingSentences,
  findingTitle,
  HYPOTHESIS,
  incompleteSentence,
  NO_TIME,
  noAlertSentences,
  weaknessSentences,
} from './statement.js';
import { STILLHUNT, STIX_OBSERVABLES, uuidV5 } from './uuid.js';

/** The scale of STIX 2.1, appendix A, None / Low / Med / High: of our confidence in the estimate, not of the score. */
const CONFIDENCE = { low: 15, moderate: 50, high: 85 } as const;

/** Most that STIX allows in `number_observed`. */
const MOST_OBSERVED = 999_999_999;

/** What the hypothesis would be in MITRE ATLAS; a name for it, not a claim that it took place. */
const ATLAS = {
  source_name: 'mitre-atlas',
  external_id: 'AML.T0024.002',
  description: 'Extract AI Model: the technique that the hypothesis is about.',
};

interface StixObject {
  readonly type: string;
  readonly id: string;
  readonly [property: string]: unknown;
}

interface Frame {
  readonly document: FindingsDocument;
  /** Id of the findings, which ids of the bundle's own objects are made with. */
  readonly run: string;
  /** Properties that every object of the bundle has. */
  readonly common: Readonly<Record<string, unknown>>;
  readonly marked: Readonly<Record<string, unknown>>;
  readonly author: StixObject;
}

/**
 * A STIX 2.1 bundle: for each alert a grouping (context `suspicious-activity`, which states no finality) of its accounts,
 * what was observed of them, the hypothesis and what weakens it. No indicator, campaign, threat actor or
 * infrastructure: networks and templates are used by others too, and logs do not show who acts. Groups without alert
 * are left out whole. Opinions are left to those who receive it. Times are those of the log: objects were created at
 * its last request, or where it has no times at the beginning of the epoch. Ids are of version 5: the same findings give
 * the same ids.
 */
export function stixBundle(document: FindingsDocument): Generator<string> {
  const found = alerts(document);
  const run = runId(document);
  return jsonLines({
    type: 'bundle',
    id: `bundle--${run}`,
    objects: bundleObjects(document, run, found),
  });
}

function bundleObjects(document: FindingsDocument, run: string, found: readonly GroupEntry[]): StixObject[] {
  const time = milliseconds(document.period.to ?? NO_TIME);
  const marking = document.tlp === undefined ? null : stixMarking(document.tlp);
  const marked = marking === null ? {} : { object_marking_refs: [marking.id] };
  const base = { spec_version: '2.1', created: time, modified: time, ...marked };
  const author: StixObject = {
    type: 'identity',
    id: `identity--${uuidV5(STILLHUNT, `identity/${document.tool.version}`)}`,
    ...base,
    // The identity is the same in every bundle of this version, whatever it is about.
    created: TOOL_TIME,
    modified: TOOL_TIME,
    name: `${document.tool.name} ${document.tool.version}`,
    description: 'The program that wrote this bundle.',
    identity_class: 'system',
  };
  const frame: Frame = { document, run, common: { ...base, created_by_ref: author.id }, marked, author };
  const accounts = new Map<string, StixObject>();
  for (const group of found) {
    for (const member of group.members) {
      const account = userAccount(member, frame);
      accounts.set(account.id, account);
    }
  }
  return [
    ...(marking === null ? [] : [{ type: 'marking-definition', ...marking }]),
    author,
    ...accounts.values(),
    ...found.flatMap((group) => groupObjects(group, frame)),
    ...(found.length === 0
      ? [note(frame, 'no-alert', 'Result', noAlertSentences(document), [author.id])]
      : []),
    ...incompleteNote(frame),
  ];
}

/** When what the program calls itself was set down. */
const TOOL_TIME = '2026-01-01T00:00:00.000Z';

function groupObjects(group: GroupEntry, frame: Frame): StixObject[] {
  const accounts = [...new Set(group.members.map(accountId))];
  const observed = observedData(group, accounts, frame);
  const subject = accounts.length > 0 ? accounts : [frame.author.id];
  const title = findingTitle(group);
  const hypothesis = {
    ...note(frame, `hypothesis/${group.id}`, title, findingSentences(group, frame.document), subject),
    confidence: CONFIDENCE[group.confidence],
    external_references: [ATLAS],
  };
  const weakness = note(
    frame,
    `weakness/${group.id}`,
    `What weakens ${group.id}`,
    weaknessSentences(group),
    subject,
  );
  const members = [...observed, hypothesis, weakness];
  return [
    {
      type: 'grouping',
      id: stixId('grouping', group.id, frame),
      ...frame.common,
      name: title,
      description: HYPOTHESIS,
      context: 'suspicious-activity',
      labels: ['operation-hypothesis', `priority-${group.priority.toLowerCase()}`],
      object_refs: [...accounts, ...members.map(({ id }) => id)],
    },
    ...members,
  ];
}

/** Requests of the group as a whole; absent where the log has no times of it. */
function observedData(group: GroupEntry, accounts: readonly string[], frame: Frame): StixObject[] {
  if (accounts.length === 0 || group.first_time === null || group.last_time === null || group.requests < 1)
    return [];
  return [
    {
      type: 'observed-data',
      id: stixId('observed-data', group.id, frame),
      ...frame.common,
      first_observed: group.first_time,
      last_observed: group.last_time,
      number_observed: Math.min(group.requests, MOST_OBSERVED),
      object_refs: accounts,
    },
  ];
}

function userAccount(member: MemberEntry, { marked }: Frame): StixObject {
  return {
    type: 'user-account',
    spec_version: '2.1',
    id: accountId(member),
    ...marked,
    user_id: visible(member.account_id),
  };
}

/** As STIX 2.1 sets the ids of observables: of their contributing properties as canonical JSON (RFC 8785). */
function accountId({ account_id }: MemberEntry): string {
  return `user-account--${uuidV5(STIX_OBSERVABLES, canonicalize({ user_id: visible(account_id) })!)}`;
}

function note(
  frame: Frame,
  what: string,
  abstract: string,
  sentences: readonly string[],
  about: readonly string[],
): StixObject {
  return {
    type: 'note',
    id: stixId('note', what, frame),
    ...frame.common,
    abstract,
    content: sentences.join('\n'),
    object_refs: about,
  };
}

function incompleteNote(frame: Frame): StixObject[] {
  const sentence = incompleteSentence(frame.document);
  return sentence === null ? [] : [note(frame, 'incomplete', 'Incomplete', [sentence], [frame.author.id])];
}

function stixId(type: string, what: string, { run }: Frame): string {
  return `${type}--${uuidV5(STILLHUNT, `${type}/${what}/${run}`)}`;
}

/** STIX wants exactly three digits of `created` and `modified`. */
function milliseconds(iso: string): string {
  return `${iso.slice(0, 23)}Z`;
}
