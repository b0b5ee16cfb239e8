import { describe, expect, test } from 'vitest';
import type { FindingsDocument } from '../../src/evidence/findings-document.js';
import {
  type ComparedGroup,
  GROUP_CHANGES,
  type GroupChangeClass,
  type GroupChangeEntry,
  groupChanges,
  runCaveats,
  runDifference,
} from '../../src/evidence/run-difference.js';
import { forSeeds, type Seeded } from '../record/seeded.js';
import { document, HOSTILE, ingest, source } from './fixture.js';

/** Groups with these members, in the order of their ranks; the first `alerts` of them alert. */
function groups(prefix: string, alerts: number, ...members: readonly (readonly string[])[]): ComparedGroup[] {
  return members.map((accounts, i) => ({
    id: `${prefix}${i + 1}`,
    rank: i + 1,
    alert: i < alerts,
    verdict: i < alerts ? 'operation-hypothesis' : 'explained',
    priority: i < alerts ? 'P1' : 'P4',
    score: -i,
    requests: 10 * accounts.length,
    members: accounts.map((account_id) => ({ account_id })),
  }));
}

const letters = (text: string) => [...text];
const classes = (before: readonly string[], after: readonly string[]) =>
  groupChanges(groups('A', 0, ...before.map(letters)), groups('B', 0, ...after.map(letters))).map(
    ({ change, before: old, after: now }) =>
      `${change} ${old.map(({ id }) => id).join('+')}>${now.map(({ id }) => id).join('+')}`,
  );

describe('classes of change', () => {
  test.each<[string, string[], string[], string[]]>([
    ['the same members in another order', ['abc'], ['cab'], ['same A1>B1']],
    ['more members', ['abc'], ['abcd'], ['grown A1>B1']],
    ['fewer members', ['abcd'], ['abc'], ['shrunk A1>B1']],
    ['as many members, others', ['abcd'], ['abce'], ['regrouped A1>B1']],
    ['two into one', ['abc', 'def'], ['abcdef'], ['merged A1+A2>B1']],
    ['one into two', ['abcdef'], ['abc', 'def'], ['split A1>B1+B2']],
    ['two into two others', ['abcdefg', 'hix'], ['abcd', 'efghi'], ['regrouped A1+A2>B1+B2']],
    ['none before', [], ['ab'], ['new >B1']],
    ['none after', ['ab'], [], ['gone A1>']],
    ['half of both is too little', ['abcd'], ['cdef'], ['new >B1', 'gone A1>']],
    ['more than half of the smaller', ['abcdefgh'], ['abx'], ['shrunk A1>B1']],
    ['one account of two is too little', ['ab'], ['bc'], ['new >B1', 'gone A1>']],
    [
      'equal groups stay apart from larger ones with the same accounts',
      ['abc', 'abcd'],
      ['abcd', 'abc'],
      ['same A2>B1', 'same A1>B2'],
    ],
  ])('%s', (_, before, after, expected) => {
    expect(classes(before, after)).toEqual(expected);
  });

  test('who joined, who left, and how alert and rank changed', () => {
    const before = groups('A', 1, ['x', 'y', 'z'], ['p', 'q', 'r', 's']);
    const after = groups('B', 1, ['s', 'r', 'q', 'p', 'n'], ['y', 'z']);
    expect(groupChanges(before, after)).toMatchObject([
      {
        change: 'grown',
        joined: ['n'],
        left: [],
        kept: 4,
        alert: { before: false, after: true },
        rank: { before: 2, after: 1 },
      },
      {
        change: 'shrunk',
        joined: [],
        left: ['x'],
        kept: 2,
        alert: { before: true, after: false },
        rank: { before: 1, after: 2 },
      },
    ]);
    expect(groupChanges(before, [])).toMatchObject([
      { change: 'gone', alert: { before: true, after: null }, rank: { before: 1, after: null } },
      { change: 'gone', alert: { before: false, after: null } },
    ]);
  });

  test('ids of accounts may be any text', () => {
    const odd = [...HOSTILE, '__proto__', 'constructor', '', 'a","b', 'a', 'b'];
    const [change, ...others] = groupChanges(groups('A', 0, odd), groups('B', 0, odd.slice(1)));
    expect(others).toEqual([]);
    expect(change).toMatchObject({ change: 'shrunk', left: [odd[0]], joined: [], kept: odd.length - 1 });
    // Joined texts must not look alike: these are two groups with other members.
    expect(classes([], [])).toEqual([]);
    const alike = groupChanges(groups('A', 0, ['a","b']), groups('B', 0, ['a', 'b']));
    expect(alike.map((each) => each.change).sort()).toEqual(['gone', 'new']);
  });
});

/** Groups of random members; accounts may be in several groups, as a document allows. */
function randomRun(random: Seeded, prefix: string, accounts: readonly string[], disjoint: boolean) {
  const order = random.shuffled(accounts).slice(0, random.int(0, accounts.length));
  const parts = random.cut(order, random.int(1, 9));
  const members = disjoint
    ? parts
    : parts.map((part) => [...new Set([...part, ...(random.chance(0.3) ? [random.pick(accounts)] : [])])]);
  return groups(prefix, random.int(0, 3), ...members);
}

/** The second run as a small change of the first, so that every class comes up. */
function altered(random: Seeded, before: readonly ComparedGroup[], accounts: readonly string[]) {
  let members = before.map((group) => group.members.map(({ account_id }) => account_id));
  for (let i = random.int(0, 4); i > 0 && members.length > 0; i--) {
    const at = random.int(0, members.length - 1);
    const part = members[at]!;
    const free = accounts.filter((id) => !members.flat().includes(id));
    const kind = random.int(0, 4);
    if (kind === 0 && free.length > 0) members[at] = [...part, random.pick(free)];
    if (kind === 1 && part.length > 1) members[at] = part.slice(1);
    if (kind === 2 && part.length > 1) {
      members[at] = part.slice(0, 1 + Math.floor(part.length / 2));
      members.push(part.slice(1 + Math.floor(part.length / 2)));
    }
    if (kind === 3 && members.length > 1) {
      const [moved] = members.splice(at, 1);
      members[0] = [...members[0]!, ...moved!];
    }
    if (kind === 4) members.splice(at, 1);
    members = members.filter((each) => each.length > 0);
  }
  return groups('B', random.int(0, 3), ...random.shuffled(members));
}

/** The rule as its sentences say it, pair by pair until nothing more belongs together. */
function plainParts(before: readonly ComparedGroup[], after: readonly ComparedGroup[]): string[] {
  const set = (group: ComparedGroup) => new Set(group.members.map(({ account_id }) => account_id));
  const shared = (a: ComparedGroup, b: ComparedGroup) => [...set(a)].filter((id) => set(b).has(id)).length;
  const equal = (a: ComparedGroup, b: ComparedGroup) =>
    set(a).size === set(b).size && shared(a, b) === set(a).size;
  const parts: { old: ComparedGroup[]; now: ComparedGroup[] }[] = [];
  const now = [...after];
  for (const group of before) {
    const twin = now.findIndex((each) => equal(group, each));
    if (twin >= 0) parts.push({ old: [group], now: now.splice(twin, 1) });
  }
  const done = new Set(parts.flatMap(({ old }) => old));
  const loose = [
    ...before
      .filter((group) => !done.has(group))
      .map((group) => ({ old: [group], now: [] as ComparedGroup[] })),
    ...now.map((group) => ({ old: [] as ComparedGroup[], now: [group] })),
  ];
  const belong = (a: ComparedGroup, b: ComparedGroup) =>
    shared(a, b) > set(a).size / 2 || shared(a, b) > set(b).size / 2;
  const touch = (x: (typeof loose)[number], y: (typeof loose)[number]) =>
    x.old.some((a) => y.now.some((b) => belong(a, b))) || y.old.some((a) => x.now.some((b) => belong(a, b)));
  for (let again = true; again; ) {
    again = false;
    for (let i = 0; i < loose.length && !again; i++) {
      for (let j = i + 1; j < loose.length && !again; j++) {
        if (!touch(loose[i]!, loose[j]!)) continue;
        const [gone] = loose.splice(j, 1);
        loose[i] = { old: [...loose[i]!.old, ...gone!.old], now: [...loose[i]!.now, ...gone!.now] };
        again = true;
      }
    }
  }
  const size = (list: readonly ComparedGroup[]) => list[0]?.members.length ?? 0;
  return [...parts, ...loose]
    .map((part): string => {
      const [k, m] = [part.old.length, part.now.length];
      let change: GroupChangeClass = 'regrouped';
      if (k === 0) change = 'new';
      else if (m === 0) change = 'gone';
      else if (k === 1 && m === 1) {
        if (equal(part.old[0]!, part.now[0]!)) change = 'same';
        else if (size(part.now) > size(part.old)) change = 'grown';
        else if (size(part.now) < size(part.old)) change = 'shrunk';
      } else if (m === 1) change = 'merged';
      else if (k === 1) change = 'split';
      return shape({ change, before: part.old, after: part.now });
    })
    .sort();
}

function shape(part: {
  readonly change: GroupChangeClass;
  readonly before: readonly { readonly id: string }[];
  readonly after: readonly { readonly id: string }[];
}): string {
  const ids = (list: readonly { readonly id: string }[]) =>
    list
      .map(({ id }) => id)
      .sort()
      .join('+');
  return `${part.change} ${ids(part.before)}>${ids(part.after)}`;
}

const BACKWARDS: Readonly<Partial<Record<GroupChangeClass, GroupChangeClass>>> = {
  new: 'gone',
  gone: 'new',
  grown: 'shrunk',
  shrunk: 'grown',
  merged: 'split',
  split: 'merged',
};

function backwards(change: GroupChangeEntry): GroupChangeEntry {
  const turned = <T>({ before, after }: { before: T; after: T }) => ({ before: after, after: before });
  return {
    change: BACKWARDS[change.change] ?? change.change,
    before: change.after,
    after: change.before,
    kept: change.kept,
    joined: change.left,
    left: change.joined,
    alert: turned(change.alert),
    rank: turned(change.rank),
  };
}

test('random runs: the plain rule, each group once, and the same read backwards', () => {
  const seen = new Set<GroupChangeClass>();
  forSeeds(400, (random) => {
    const accounts = Array.from({ length: random.int(1, 30) }, (_, i) => `acc_${i}`);
    const before = randomRun(random, 'A', accounts, random.chance(0.7));
    const after = random.chance(0.5)
      ? altered(random, before, accounts)
      : randomRun(random, 'B', accounts, random.chance(0.7));
    const changes = groupChanges(before, after);
    expect(changes.map(shape).sort()).toEqual(plainParts(before, after));
    const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id).sort();
    expect(ids(changes.flatMap((change) => change.before))).toEqual(ids(before));
    expect(ids(changes.flatMap((change) => change.after))).toEqual(ids(after));

    const key = (change: GroupChangeEntry) => JSON.stringify(change);
    expect(groupChanges(after, before).map(key).sort()).toEqual(changes.map(backwards).map(key).sort());

    for (const change of changes) {
      seen.add(change.change);
      const of = (sides: GroupChangeEntry['before'], run: readonly ComparedGroup[]) =>
        new Set(
          run
            .filter(({ id }) => sides.some((side) => side.id === id))
            .flatMap(({ members }) => members.map(({ account_id }) => account_id)),
        );
      const [had, has] = [of(change.before, before), of(change.after, after)];
      expect(change.kept + change.left.length).toBe(had.size);
      expect(change.kept + change.joined.length).toBe(has.size);
      for (const id of change.joined) expect([had.has(id), has.has(id)]).toEqual([false, true]);
      for (const id of change.left) expect([had.has(id), has.has(id)]).toEqual([true, false]);
    }
    const ranks = changes.flatMap(({ rank }) => rank.after ?? []);
    expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
  });
  expect([...seen].sort()).toEqual([...GROUP_CHANGES].sort());
});

describe('two runs', () => {
  const codes = (before: FindingsDocument, after: FindingsDocument) =>
    runCaveats(before, after).map(({ code, name }) => (name === null ? code : `${code} ${name}`));

  test('of the same inputs, settings and version differ in nothing', () => {
    const { caveats, counts, groups: changes } = runDifference(document(), document());
    expect(caveats).toEqual([]);
    expect(counts).toEqual({
      ...{ new: 0, grown: 0, merged: 0, split: 0, regrouped: 0, shrunk: 0, gone: 0 },
      same: document().groups.length,
    });
    expect(changes.every(({ joined, left }) => joined.length + left.length === 0)).toBe(true);
  });

  test('say in what they differ themselves', () => {
    const one = document();
    const configuration = { ...one.configuration, constants: { model: 'm-2' }, timezone: '+02:00' };
    expect(codes(one, { ...one, configuration })).toEqual(['setting constants', 'setting timezone']);
    const turned = { ...one.configuration, columns: { b: 'x', a: 'y' } };
    const order = { ...one.configuration, columns: { a: 'y', b: 'x' } };
    expect(codes({ ...one, configuration: turned }, { ...one, configuration: order })).toEqual([]);

    expect(codes(one, { ...one, tool: { ...one.tool, version: '0.2.0' } })).toEqual(['tool-version']);
    expect(codes(one, { ...one, facets_standing_aside: [], measures_standing_aside: [] })).toEqual([
      'facet-aside payment',
      'facet-aside session',
      'measure-aside payment-ties',
    ]);
    const groupsApart = one.groups.map((group) => ({
      ...group,
      members: group.members.map((each) => ({ ...each, account_id: `h_${each.account_id}` })),
    }));
    expect(codes(one, { ...one, groups: groupsApart })).toEqual(['no-account-in-both']);
    const uncalibrated = one.groups.map((each) => ({
      ...each,
      support: { ...each.support, calibrated: null },
    }));
    expect(runCaveats(one, { ...one, groups: uncalibrated })).toEqual([
      { code: 'calibration', name: null, before: '4100', after: null },
    ]);
  });

  test('say whether inputs and times were added, taken away or exchanged', () => {
    const files = (...names: string[]) => ({
      ...document({
        ingest: ingest({ sources: names.map((name) => source(`/srv/${name}`, { sha256: name })) }),
      }),
    });
    expect(codes(files('a'), files('a', 'b'))).toEqual(['inputs-added']);
    expect(codes(files('a', 'b'), files('b'))).toEqual(['inputs-removed']);
    expect(codes(files('a', 'b'), files('b', 'c'))).toEqual(['inputs-differ']);
    expect(codes(files('a'), files('c'))).toEqual(['inputs-apart']);
    const during = (from: string, to: string) => ({ ...document(), period: { from, to } });
    const may = during('2026-05-01T00:00:00.000000Z', '2026-05-31T00:00:00.000000Z');
    const june = during('2026-06-01T00:00:00.000000Z', '2026-06-30T00:00:00.000000Z');
    expect(codes(may, june)).toEqual(['periods-apart']);
    expect(codes(june, may)).toEqual(['periods-apart']);
    expect(codes(may, during(may.period.from, june.period.to))).toEqual(['periods-differ']);
    expect(codes(may, { ...may, period: { from: null, to: null } })).toEqual(['periods-differ']);
  });
});
