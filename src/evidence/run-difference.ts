import type { FindingsDocument, GroupEntry } from './findings-document.js';

/**
 * What became of the groups of one run in another, by the accounts that they share.
 *
 * The rule. Groups with exactly the same members are the same. Of the others, two groups of different runs belong
 * together where one has more than half of the other's members; groups that belong together, directly or through
 * others, are read as one change. One group and one group: grown, shrunk, or regrouped where it has as many members as
 * before but not the same. Several and one: merged; one and several: split; several and several: regrouped. What
 * belongs to nothing is gone, or new.
 *
 * Every group of either run is in exactly one change. Read backwards, new and gone, grown and shrunk, merged and split
 * change places, and so do `before` and `after`, `joined` and `left`; the rest stays. Accounts are compared by their
 * ids as the documents have them, so documents with pseudonyms of different keys have no accounts in common.
 */
export const GROUP_CHANGES = [
  'new',
  'grown',
  'merged',
  'split',
  'regrouped',
  'shrunk',
  'gone',
  'same',
] as const;

export type GroupChangeClass = (typeof GROUP_CHANGES)[number];

/** What is compared of a group; a `GroupEntry` is one. */
export type ComparedGroup = Pick<
  GroupEntry,
  'id' | 'rank' | 'alert' | 'verdict' | 'priority' | 'score' | 'requests'
> & { readonly members: readonly { readonly account_id: string }[] };

/** A group as one run has it. */
export interface GroupSideEntry {
  readonly id: string;
  readonly rank: number;
  readonly alert: boolean;
  readonly verdict: GroupEntry['verdict'];
  readonly priority: GroupEntry['priority'];
  readonly score: number;
  readonly accounts: number;
  readonly requests: number;
}

/** A value of either run; null in a run that has no such group. */
export interface BeforeAfter<T> {
  readonly before: T | null;
  readonly after: T | null;
}

/** One change: all groups of either run that belong together. */
export interface GroupChangeEntry {
  readonly change: GroupChangeClass;
  /** Groups of the first run, by rank; empty for a new one. */
  readonly before: readonly GroupSideEntry[];
  /** Groups of the second run, by rank; empty for one that is gone. */
  readonly after: readonly GroupSideEntry[];
  /** Accounts in groups of both sides. */
  readonly kept: number;
  /** Accounts in `after` that are not in `before`, and the reverse, in code-unit order. */
  readonly joined: readonly string[];
  readonly left: readonly string[];
  /** Whether any of the groups alerts. */
  readonly alert: BeforeAfter<boolean>;
  /** Best rank. */
  readonly rank: BeforeAfter<number>;
}

/** Something that differs between the runs themselves, so that differences of groups may come from it. */
export interface RunCaveatEntry {
  readonly code: RunCaveatCode;
  /** The setting, facet or measure; null where the code says all. */
  readonly name: string | null;
  /** As each run has it; may hold log content. Null where it has none. */
  readonly before: string | null;
  readonly after: string | null;
}

export type RunCaveatCode =
  | 'pseudonyms'
  | 'no-account-in-both'
  | 'tool-version'
  | 'inputs-apart'
  | 'inputs-differ'
  | 'inputs-added'
  | 'inputs-removed'
  | 'periods-apart'
  | 'periods-differ'
  | 'incomplete'
  | 'setting'
  | 'facet-aside'
  | 'measure-aside'
  | 'calibration';

export const RUN_DIFFERENCE_SCHEMA = 'stillhunt/run-difference/1';

export interface RunDifference {
  readonly schema: typeof RUN_DIFFERENCE_SCHEMA;
  /** Empty where both runs rest on the same inputs, settings and version. */
  readonly caveats: readonly RunCaveatEntry[];
  readonly counts: Readonly<Record<GroupChangeClass, number>>;
  /** By best rank after, then those that are gone by rank before. */
  readonly groups: readonly GroupChangeEntry[];
}

/** The difference of two findings documents. O(members of both, times groups an account is in). */
export function runDifference(before: FindingsDocument, after: FindingsDocument): RunDifference {
  const groups = groupChanges(before.groups, after.groups);
  const counts = Object.fromEntries(
    GROUP_CHANGES.map((change) => [change, groups.filter((each) => each.change === change).length]),
  ) as Record<GroupChangeClass, number>;
  return { schema: RUN_DIFFERENCE_SCHEMA, caveats: runCaveats(before, after), counts, groups };
}

/** The changes alone, by the rule above. Ids of accounts may be any text. */
export function groupChanges(
  before: readonly ComparedGroup[],
  after: readonly ComparedGroup[],
): GroupChangeEntry[] {
  return belongingTogether(before, after)
    .map(({ old, now }) => changeOf(old, now))
    .sort(byRank);
}

interface Together {
  readonly old: readonly ComparedGroup[];
  readonly now: readonly ComparedGroup[];
}

function belongingTogether(before: readonly ComparedGroup[], after: readonly ComparedGroup[]): Together[] {
  const { pairs, old, now } = equalPairs(before, after);
  const homes = new Map<string, number[]>();
  for (const [n, { members }] of now.entries()) {
    for (const { account_id } of members) {
      const list = homes.get(account_id);
      if (list === undefined) homes.set(account_id, [n]);
      else list.push(n);
    }
  }
  const sets = new DisjointSets(old.length + now.length);
  for (const [o, { members }] of old.entries()) {
    const shared = new Map<number, number>();
    for (const { account_id } of members) {
      for (const n of homes.get(account_id) ?? []) shared.set(n, (shared.get(n) ?? 0) + 1);
    }
    for (const [n, count] of shared) {
      if (2 * count > Math.min(members.length, now[n]!.members.length)) sets.join(o, old.length + n);
    }
  }
  return [
    ...pairs,
    ...sets.parts().map((part) => ({
      old: part.filter((i) => i < old.length).map((i) => old[i]!),
      now: part.filter((i) => i >= old.length).map((i) => now[i - old.length]!),
    })),
  ];
}

/** Groups with exactly the same members, and what is left of either run. */
function equalPairs(before: readonly ComparedGroup[], after: readonly ComparedGroup[]) {
  const waiting = new Map<string, ComparedGroup[]>();
  for (const group of after) {
    const key = memberKey(group);
    const list = waiting.get(key);
    if (list === undefined) waiting.set(key, [group]);
    else list.push(group);
  }
  const pairs: Together[] = [];
  const old: ComparedGroup[] = [];
  for (const group of before) {
    const twin = waiting.get(memberKey(group))?.shift();
    if (twin === undefined) old.push(group);
    else pairs.push({ old: [group], now: [twin] });
  }
  const left = new Set([...waiting.values()].flat());
  return { pairs, old, now: after.filter((group) => left.has(group)) };
}

function memberKey({ members }: ComparedGroup): string {
  return JSON.stringify(members.map(({ account_id }) => account_id).sort());
}

function changeOf(old: readonly ComparedGroup[], now: readonly ComparedGroup[]): GroupChangeEntry {
  const had = accountsOf(old);
  const has = accountsOf(now);
  const joined = [...has].filter((id) => !had.has(id)).sort();
  const left = [...had].filter((id) => !has.has(id)).sort();
  const before = sides(old);
  const after = sides(now);
  return {
    change: classOf(before, after, joined.length + left.length),
    before,
    after,
    kept: had.size - left.length,
    joined,
    left,
    alert: { before: anyAlert(before), after: anyAlert(after) },
    rank: { before: before[0]?.rank ?? null, after: after[0]?.rank ?? null },
  };
}

function classOf(
  before: readonly GroupSideEntry[],
  after: readonly GroupSideEntry[],
  moved: number,
): GroupChangeClass {
  const [old] = before;
  const [now] = after;
  if (old === undefined) return 'new';
  if (now === undefined) return 'gone';
  if (before.length > 1) return after.length > 1 ? 'regrouped' : 'merged';
  if (after.length > 1) return 'split';
  if (now.accounts > old.accounts) return 'grown';
  if (now.accounts < old.accounts) return 'shrunk';
  return moved === 0 ? 'same' : 'regrouped';
}

function accountsOf(groups: readonly ComparedGroup[]): Set<string> {
  return new Set(groups.flatMap(({ members }) => members.map(({ account_id }) => account_id)));
}

function sides(groups: readonly ComparedGroup[]): GroupSideEntry[] {
  return groups
    .map(({ id, rank, alert, verdict, priority, score, requests, members }) => ({
      ...{ id, rank, alert, verdict, priority, score },
      accounts: members.length,
      requests,
    }))
    .sort((a, b) => a.rank - b.rank);
}

function anyAlert(groups: readonly GroupSideEntry[]): boolean | null {
  return groups.length === 0 ? null : groups.some(({ alert }) => alert);
}

function byRank(a: GroupChangeEntry, b: GroupChangeEntry): number {
  const of = (rank: number | null) => rank ?? Number.POSITIVE_INFINITY;
  if (of(a.rank.after) !== of(b.rank.after)) return of(a.rank.after) < of(b.rank.after) ? -1 : 1;
  return (a.rank.before ?? 0) - (b.rank.before ?? 0);
}

/** Union–find with path halving (Tarjan & van Leeuwen 1984). */
class DisjointSets {
  private readonly parent: number[];

  constructor(size: number) {
    this.parent = Array.from({ length: size }, (_, i) => i);
  }

  join(a: number, b: number): void {
    const [first, second] = [this.root(a), this.root(b)];
    this.parent[Math.max(first, second)] = Math.min(first, second);
  }

  /** The sets, by their smallest item, items in order. */
  parts(): number[][] {
    const parts = new Map<number, number[]>();
    for (let i = 0; i < this.parent.length; i++) {
      const root = this.root(i);
      const part = parts.get(root);
      if (part === undefined) parts.set(root, [i]);
      else part.push(i);
    }
    return [...parts.values()];
  }

  private root(item: number): number {
    let at = item;
    while (this.parent[at] !== at) {
      this.parent[at] = this.parent[this.parent[at]!]!;
      at = this.parent[at]!;
    }
    return at;
  }
}

/** Everything in which the runs themselves differ; what weakens a comparison most comes first. */
export function runCaveats(before: FindingsDocument, after: FindingsDocument): RunCaveatEntry[] {
  return [
    ...differing('pseudonyms', null, keyOf(before), keyOf(after)),
    ...strangers(before, after),
    ...differing('tool-version', null, before.tool.version, after.tool.version),
    ...inputCaveats(before, after),
    ...periodCaveats(before, after),
    ...differing(
      'incomplete',
      null,
      count(before.coverage.incomplete_inputs),
      count(after.coverage.incomplete_inputs),
    ),
    ...settingCaveats(before, after),
    ...asideCaveats(
      'facet-aside',
      before.facets_standing_aside.map(({ facet }) => facet),
      after.facets_standing_aside.map(({ facet }) => facet),
    ),
    ...asideCaveats(
      'measure-aside',
      before.measures_standing_aside.map(({ measure }) => measure),
      after.measures_standing_aside.map(({ measure }) => measure),
    ),
    ...differing('calibration', null, references(before), references(after)),
  ];
}

/** Ids of the keys of the pseudonyms, that of the case first; null where ids are as the logs have them. */
export function keyOf({
  disclosure,
  pseudonymised,
}: Pick<FindingsDocument, 'disclosure' | 'pseudonymised'>): string | null {
  const keys = [pseudonymised?.key_id, disclosure?.key_id].filter((id) => typeof id === 'string');
  return keys.length === 0 ? null : keys.join(' and ');
}

/** Where no account is in groups of both runs, their ids may be of different kinds. */
function strangers(before: FindingsDocument, after: FindingsDocument): RunCaveatEntry[] {
  const had = accountsOf(before.groups);
  const has = accountsOf(after.groups);
  if (had.size === 0 || has.size === 0 || [...had].some((id) => has.has(id))) return [];
  return [{ code: 'no-account-in-both', name: null, before: count(had.size), after: count(has.size) }];
}

function inputCaveats(before: FindingsDocument, after: FindingsDocument): RunCaveatEntry[] {
  const had = new Set(before.inputs.map(({ sha256 }) => sha256));
  const has = new Set(after.inputs.map(({ sha256 }) => sha256));
  const common = [...had].filter((hash) => has.has(hash)).length;
  if (common === had.size && common === has.size) return [];
  const caveat = { name: null, before: count(before.inputs.length), after: count(after.inputs.length) };
  if (common === 0) return [{ code: 'inputs-apart', ...caveat }];
  if (common === had.size) return [{ code: 'inputs-added', ...caveat }];
  if (common === has.size) return [{ code: 'inputs-removed', ...caveat }];
  return [{ code: 'inputs-differ', ...caveat }];
}

function periodCaveats({ period: a }: FindingsDocument, { period: b }: FindingsDocument): RunCaveatEntry[] {
  if (a.from === b.from && a.to === b.to) return [];
  const known = a.from !== null && a.to !== null && b.from !== null && b.to !== null;
  // Times are ISO 8601 UTC of one length, so text order is time order.
  const apart = known && (a.to < b.from || b.to < a.from);
  const text = ({ from, to }: FindingsDocument['period']) => (from === null ? null : `${from}..${to ?? ''}`);
  return [{ code: apart ? 'periods-apart' : 'periods-differ', name: null, before: text(a), after: text(b) }];
}

function settingCaveats(before: FindingsDocument, after: FindingsDocument): RunCaveatEntry[] {
  const had: Readonly<Record<string, unknown>> = { ...before.configuration };
  const has: Readonly<Record<string, unknown>> = { ...after.configuration };
  return [...new Set([...Object.keys(had), ...Object.keys(has)])]
    .sort()
    .flatMap((name) => differing('setting', name, settingText(had[name]), settingText(has[name])));
}

/** Text as it is, else JSON with keys in order: the order in which options were given is no difference. */
function settingText(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return value;
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}

function asideCaveats(
  code: 'facet-aside' | 'measure-aside',
  before: readonly string[],
  after: readonly string[],
): RunCaveatEntry[] {
  const text = (stood: boolean) => (stood ? 'stood aside' : null);
  return [...new Set([...before, ...after])]
    .sort()
    .flatMap((name) => differing(code, name, text(before.includes(name)), text(after.includes(name))));
}

/** Reference groups of the ratios; null where nothing is calibrated. */
function references({ groups }: FindingsDocument): string | null {
  const [n] = groups.flatMap(({ support: { calibrated } }) => calibrated?.references ?? []);
  return n === undefined ? null : count(n);
}

function differing(
  code: RunCaveatCode,
  name: string | null,
  before: string | null,
  after: string | null,
): RunCaveatEntry[] {
  return before === after ? [] : [{ code, name, before, after }];
}

function count(n: number): string {
  return String(n);
}
