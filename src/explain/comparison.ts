import type { AlternativeId, EvidenceFamily } from '../assess/finding.js';
import { StillhuntError } from '../errors.js';
import type { FindingsDocument, GroupEntry, IndicatorEntry } from '../evidence/findings-document.js';
import { FAMILIES } from '../link/evidence-family.js';
import {
  explainAccount,
  type HandOver,
  type MembershipExplanation,
  type SharedRarity,
} from './explanation.js';
import { type CommonValue, commonMembers, overlapHours, relation } from './related-groups.js';
import type { AccountSubject, AccountTraffic, GroupSubject, Subject } from './subject.js';

/** What `compare PACK A B --json` prints. Text in it is log content and hostile. Within version 1 it only gains fields. */
export const COMPARISON_SCHEMA = 'stillhunt/comparison/1';

/** The same of the first and of the second; null where one has none. */
export type Both<T> = readonly [T, T];

export interface GroupComparison {
  readonly schema: typeof COMPARISON_SCHEMA;
  readonly kind: 'groups';
  readonly groups: Both<ComparedSide>;
  /** Accounts in both, in code-unit order. */
  readonly common_members: readonly string[];
  /** Hours in which both are between their first and last request; null where these are not known. */
  readonly overlap_hours: number | null;
  /** Values that the document lists for both, rarest first, and how many it lists for one alone. */
  readonly common_values: readonly CommonValue[];
  readonly values_of_one: Both<number>;
  /** Nats by family; null where there are no data. */
  readonly evidence: readonly { readonly family: EvidenceFamily; readonly nats: Both<number | null> }[];
  /** Signs of harvesting; null where one group has none of the name. */
  readonly signs: readonly {
    readonly name: string;
    readonly verdicts: Both<IndicatorEntry['verdict'] | null>;
  }[];
  /** Nats that each alternative leaves; null where it was not testable. */
  readonly alternatives: readonly {
    readonly id: AlternativeId;
    readonly residual_nats: Both<number | null>;
  }[];
}

export type ComparedSide = Pick<
  GroupEntry,
  | 'id'
  | 'rank'
  | 'alert'
  | 'verdict'
  | 'priority'
  | 'accounts'
  | 'requests'
  | 'input_tokens'
  | 'output_tokens'
  | 'first_time'
  | 'last_time'
  | 'requests_per_account_day'
  | 'score'
  | 'confidence'
  | 'strongest_alternative'
>;

export interface AccountComparison {
  readonly schema: typeof COMPARISON_SCHEMA;
  readonly kind: 'accounts';
  readonly accounts: Both<AccountSide>;
  /** Hours in which both are between their first and last request; null where the times of one are not known. */
  readonly overlap_hours: number | null;
  /** Groups that both are in, by rank. */
  readonly common_groups: readonly CommonGroup[];
}

export interface AccountSide {
  readonly id: string;
  readonly groups: readonly string[];
  /** Of the whole account; null where only what its groups say is known, which is the same. */
  readonly totals: AccountTraffic | null;
}

/** A group that both accounts are in. */
export interface CommonGroup {
  readonly group: string;
  readonly strength: Both<number>;
  readonly requests: Both<number>;
  readonly output_tokens: Both<number>;
  /** Evidence for membership by family; null without data. */
  readonly evidence: readonly { readonly family: EvidenceFamily; readonly nats: Both<number | null> }[];
  /** Rare values that both use, and that only one uses; null where the document does not say who uses which. */
  readonly rare_values: {
    readonly common: readonly SharedRarity[];
    readonly of_one: Both<readonly SharedRarity[]>;
  } | null;
  readonly hand_overs: readonly HandOver[];
  /** Columns of time in which each and both made requests; null where the document does not show them. */
  readonly activity: {
    readonly column_hours: number;
    readonly columns: Both<number>;
    readonly both: number;
  } | null;
}

/** @throws StillhuntError `usage` for a group and an account, or for the same one twice. */
export function compareSubjects(
  first: Subject,
  second: Subject,
  document: FindingsDocument,
): GroupComparison | AccountComparison {
  if (first.kind === 'group' && second.kind === 'group') return compareGroups(first, second, document);
  if (first.kind === 'account' && second.kind === 'account') return compareAccounts(first, second, document);
  throw new StillhuntError(
    'usage',
    'Received a group and an account, expected two groups or two accounts.',
    'stillhunt explain says of an account how it belongs to its groups; --as says what an id is.',
  );
}

function compareGroups(
  { group: a }: GroupSubject,
  { group: b }: GroupSubject,
  document: FindingsDocument,
): GroupComparison {
  if (a === b) throw sameTwice();
  const shared = relation(a, b, document.accounts);
  const common = shared.common_values.length;
  return {
    schema: COMPARISON_SCHEMA,
    kind: 'groups',
    groups: [sideOf(a), sideOf(b)],
    common_members: commonMembers(a, b),
    overlap_hours: shared.overlap_hours,
    common_values: shared.common_values,
    values_of_one: [a.shared.length - common, b.shared.length - common],
    evidence: FAMILIES.map((family) => ({ family, nats: [groupNats(a, family), groupNats(b, family)] })),
    signs: names(a.indicators, b.indicators, ({ name }) => name).map((name) => ({
      name,
      verdicts: [verdictOf(a, name), verdictOf(b, name)],
    })),
    alternatives: names(a.alternatives, b.alternatives, ({ id }) => id).map((id) => ({
      id,
      residual_nats: [residualOf(a, id), residualOf(b, id)],
    })),
  };
}

function sideOf(group: GroupEntry): ComparedSide {
  const { id, rank, alert, verdict, priority, accounts, requests, input_tokens, output_tokens } = group;
  const { first_time, last_time, requests_per_account_day, score, confidence, strongest_alternative } = group;
  return {
    ...{ id, rank, alert, verdict, priority, accounts, requests, input_tokens, output_tokens },
    ...{ first_time, last_time, requests_per_account_day, score, confidence, strongest_alternative },
  };
}

function groupNats({ evidence }: GroupEntry, family: EvidenceFamily): number | null {
  const entry = evidence.find((each) => each.family === family);
  return entry?.available === true ? entry.nats : null;
}

function verdictOf({ indicators }: GroupEntry, name: string): IndicatorEntry['verdict'] | null {
  return indicators.find((each) => each.name === name)?.verdict ?? null;
}

function residualOf({ alternatives }: GroupEntry, id: AlternativeId): number | null {
  return alternatives.find((each) => each.id === id)?.residual_nats ?? null;
}

/** Names in the order of the first list, then those of the second alone. */
function names<T, N>(first: readonly T[], second: readonly T[], of: (each: T) => N): N[] {
  return [...new Set([...first, ...second].map(of))];
}

function compareAccounts(
  first: AccountSubject,
  second: AccountSubject,
  document: FindingsDocument,
): AccountComparison {
  if (first.id === second.id) throw sameTwice();
  const a = explainAccount(first, document).memberships;
  const b = explainAccount(second, document).memberships;
  const [one, other] = [timesOf(first), timesOf(second)];
  return {
    schema: COMPARISON_SCHEMA,
    kind: 'accounts',
    accounts: [accountSide(first), accountSide(second)],
    overlap_hours: one === null || other === null ? null : overlapHours(one, other),
    common_groups: a.flatMap((mine) => {
      const theirs = b.find(({ group }) => group === mine.group);
      const group = document.groups.find(({ id }) => id === mine.group)!;
      return theirs === undefined ? [] : [commonGroup(mine, theirs, group)];
    }),
  };
}

function accountSide({ id, memberships, totals }: AccountSubject): AccountSide {
  return { id, groups: memberships.map(({ group }) => group.id), totals };
}

function timesOf({ memberships, totals }: AccountSubject) {
  return memberships[0]?.member ?? totals;
}

function commonGroup(
  mine: MembershipExplanation,
  theirs: MembershipExplanation,
  group: GroupEntry,
): CommonGroup {
  const [a, b] = [mine.member, theirs.member];
  return {
    group: group.id,
    strength: [a.strength, b.strength],
    requests: [a.requests, b.requests],
    output_tokens: [a.output_tokens, b.output_tokens],
    evidence: FAMILIES.filter((family) => a.nats[family] !== undefined || b.nats[family] !== undefined).map(
      (family) => ({ family, nats: [a.nats[family] ?? null, b.nats[family] ?? null] }),
    ),
    rare_values: rareValues(mine.shares, theirs.shares),
    hand_overs: mine.hand_overs.filter(({ ended, started }) => [ended, started].includes(b.account_id)),
    activity: activityOf(group, a.account_id, b.account_id),
  };
}

function rareValues(
  mine: readonly SharedRarity[] | null,
  theirs: readonly SharedRarity[] | null,
): CommonGroup['rare_values'] {
  if (mine === null || theirs === null) return null;
  // Both lists hold the same objects of the document.
  const [here, there] = [new Set(mine), new Set(theirs)];
  return {
    common: mine.filter((value) => there.has(value)),
    of_one: [mine.filter((value) => !there.has(value)), theirs.filter((value) => !here.has(value))],
  };
}

function activityOf({ figures }: GroupEntry, first: string, second: string): CommonGroup['activity'] {
  const rows = figures?.activity.group ?? [];
  const a = rows.find(({ account_id }) => account_id === first);
  const b = rows.find(({ account_id }) => account_id === second);
  if (figures === undefined || a === undefined || b === undefined) return null;
  const active = (requests: readonly number[]) => requests.filter((n) => n > 0).length;
  return {
    column_hours: figures.activity.column_hours,
    columns: [active(a.requests), active(b.requests)],
    both: a.requests.filter((n, i) => n > 0 && b.requests[i]! > 0).length,
  };
}

function sameTwice(): StillhuntError {
  return new StillhuntError(
    'usage',
    'Received the same id twice, expected two.',
    'Give two groups or two accounts.',
  );
}
