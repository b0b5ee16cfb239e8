import { describe, expect, it, test } from 'vitest';
import { joinedLists, parseLists } from '../../src/evidence/account-lists.js';
import { withBaseline } from '../../src/evidence/baseline-entry.js';
import { checkFindings } from '../../src/evidence/findings-check.js';
import type { FindingsDocument } from '../../src/evidence/findings-document.js';
import { withLists } from '../../src/evidence/with-lists.js';
import { document } from './fixture.js';

const FILE = { name: 'lists.json', sha256: 'a'.repeat(64) };
const WHO = { author: 'r.lin', added: '2026-05-01', expires: '2026-07-01' };

const lists = (known_good: object[], watch: object[] = []) =>
  parseLists(JSON.stringify({ schema: 'stillhunt/lists/1', known_good, watch }), FILE);

const alertOf = (doc: FindingsDocument) => doc.groups.find(({ alert }) => alert)!;
const idsOf = (doc: FindingsDocument, id: string) =>
  doc.groups.find((group) => group.id === id)!.members.map(({ account_id }) => account_id);

describe('known-good lists', () => {
  const found = document();
  const alert = alertOf(found);
  const members = idsOf(found, alert.id);

  test.each([
    ['its id', { groups: [alert.id] }],
    ['every member', { accounts: members }],
  ])('a group is suppressed by %s, stays with all its evidence, and is counted', (_, entry) => {
    const listed = withLists(found, lists([{ ...entry, ...WHO, reason: 'own evaluation' }]), null);
    const group = listed.groups.find(({ id }) => id === alert.id)!;
    expect(group.alert).toBe(false);
    expect(group.alert_conditions?.at(-1)).toMatchObject({ name: 'not-known-good', holds: false });
    expect(group.lists?.suppressed).toEqual({ reasons: [{ ...WHO, reason: 'own evaluation' }], alert: true });
    expect([group.evidence, group.score, group.verdict]).toEqual([
      alert.evidence,
      alert.score,
      alert.verdict,
    ]);
    expect(listed.groups).toHaveLength(found.groups.length);
    expect(group.rank).toBe(found.groups.length);
    expect(listed.lists?.suppressed).toEqual({ groups: 1, alerts: 1 });
    expect(checkFindings(JSON.parse(JSON.stringify(listed)))).toMatchObject({ valid: true, unknown: [] });
  });

  it('suppresses nothing by all members but one, of which it tells', () => {
    const listed = withLists(found, lists([{ accounts: members.slice(1), ...WHO, reason: 'ours' }]), null);
    const group = listed.groups.find(({ id }) => id === alert.id)!;
    expect(group.alert).toBe(true);
    expect(group.lists).toMatchObject({ suppressed: null, known_good_members: members.length - 1 });
    expect(listed.lists?.suppressed).toEqual({ groups: 0, alerts: 0 });
  });

  it('counts up to and on the day on which it expires: the last of the log, or the one that is told', () => {
    const day = found.period.to!.slice(0, 10);
    const entry = (expires: string) => [{ groups: [alert.id], ...WHO, reason: 'ours', expires }];
    const suppressed = (expires: string, asOf: string | null) =>
      withLists(found, lists(entry(expires)), asOf).lists!;
    expect(suppressed(day, null)).toMatchObject({ as_of: day, suppressed: { groups: 1 } });
    expect(suppressed('2026-01-01', null)).toMatchObject({
      known_good: { entries: 1, expired: 1 },
      suppressed: { groups: 0 },
    });
    expect(suppressed('2026-01-01', '2026-01-01')).toMatchObject({ suppressed: { groups: 1 } });
  });

  it('applied again gives what it gives at first, and none gives back the findings', () => {
    const one = lists([{ groups: [alert.id], ...WHO, reason: 'ours' }]);
    const other = lists([], [{ accounts: members.slice(0, 2), ...WHO, reason: 'seen before' }]);
    const both = withLists(found, joinedLists([one, other]), null);
    expect(withLists(both, joinedLists([one, other]), null)).toEqual(both);
    const { lists: told, ...rest } = withLists(both, lists([]), null);
    expect(told?.suppressed).toEqual({ groups: 0, alerts: 0 });
    expect({ ...rest, groups: rest.groups.map(({ rank_without_lists: _, ...group }) => group) }).toEqual(
      found,
    );
  });
});

describe('watch lists', () => {
  const found = document();
  const quiet = found.groups.at(-1)!;
  const member = quiet.members[0]!.account_id;

  it('raise a group behind the alerts, mark the watched members and so tell who joined them', () => {
    const entry = { accounts: [member, 'nowhere'], ...WHO, reason: 'named in an earlier case' };
    const listed = withLists(found, lists([], [entry]), null);
    const alerts = listed.groups.filter(({ alert }) => alert).length;
    const raised = listed.groups[alerts]!;
    expect(raised.id).toBe(quiet.id);
    expect(raised.members.filter(({ watched }) => watched).map(({ account_id }) => account_id)).toEqual([
      member,
    ]);
    expect(raised.lists).toMatchObject({ watched_members: 1, watch: [{ reason: entry.reason, members: 1 }] });
    expect(listed.lists?.watched).toMatchObject([{ accounts: 2, in_groups: 1 }]);
    expect(listed.groups.map(({ rank }) => rank)).toEqual(listed.groups.map((_, i) => i + 1));
    expect(checkFindings(JSON.parse(JSON.stringify(listed)))).toMatchObject({ valid: true, unknown: [] });
  });
});

describe('a list that does not fit', () => {
  test.each([
    ['no JSON', '{"schema":\n ]', /line 2/],
    ['another schema', '{"schema": "stillhunt/lists/2"}', /lists\/1/],
    [
      'no reason',
      JSON.stringify({ schema: 'stillhunt/lists/1', watch: [{ accounts: ['a'], ...WHO }] }),
      /reason/,
    ],
    [
      'nobody named',
      JSON.stringify({ schema: 'stillhunt/lists/1', known_good: [{ ...WHO, reason: 'x' }] }),
      /known_good\/0/,
    ],
    [
      'no day',
      JSON.stringify({
        schema: 'stillhunt/lists/1',
        known_good: [{ ...WHO, accounts: ['a'], reason: 'x', expires: 'soon' }],
      }),
      /expires/,
    ],
  ])('%s is named with its place', (_, text, message) => {
    expect(() => parseLists(text, FILE)).toThrow(message);
  });
});

describe('a known-good entry that names an id', () => {
  const found = document();
  const alert = alertOf(found);
  const entry = [{ groups: [alert.id], ...WHO, reason: 'own evaluation' }];

  /** The next night: accounts have joined the group that was listed, whose id it goes on under. */
  function grown(joined: number): FindingsDocument {
    const more = Array.from({ length: joined }, (_, i) => ({
      ...alert.members[0]!,
      account_id: `joined-${i}`,
    }));
    const groups = found.groups.map((group) =>
      group === alert
        ? {
            ...alert,
            id: 'G-99999999',
            accounts: alert.accounts + joined,
            members: [...alert.members, ...more],
          }
        : group,
    );
    const next = withBaseline({ ...found, groups }, { document: found, sha256: 'b'.repeat(64) });
    return withLists(next, lists(entry), null);
  }
  const listed = (doc: FindingsDocument) => doc.groups.find(({ id }) => id === alert.id)!;

  it('counts while most members are those of which the group was made', () => {
    const group = listed(grown(alert.members.length - 1));
    expect(group).toMatchObject({ alert: false, lists: { suppressed: { alert: true } } });
    expect(group.lists).not.toHaveProperty('outgrown');
  });

  it('counts no longer where an operation of as many accounts attached itself, and says so', () => {
    const doc = grown(alert.members.length);
    const group = listed(doc);
    expect(group).toMatchObject({ alert: true, lists: { suppressed: null } });
    expect(group.lists?.outgrown).toEqual([{ ...WHO, reason: 'own evaluation' }]);
    expect(doc.lists?.suppressed).toEqual({ groups: 0, alerts: 0 });
    expect(checkFindings(JSON.parse(JSON.stringify(doc)))).toMatchObject({ valid: true, unknown: [] });
  });
});

it('an id that two groups have is refused by its place', () => {
  const found = document();
  const [first, ...others] = found.groups;
  const twins = { ...found, groups: [first, ...others.map((group) => ({ ...group, id: first!.id }))] };
  expect(checkFindings(twins)).toMatchObject({ valid: false, place: '/groups/1/id' });
});
