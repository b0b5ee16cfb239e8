import { describe, expect, it } from 'vitest';
import { withBaseline } from '../../src/evidence/baseline-entry.js';
import { checkFindings } from '../../src/evidence/findings-check.js';
import type { FindingsDocument, GroupEntry } from '../../src/evidence/findings-document.js';
import { isNewAlert } from '../../src/evidence/gate.js';
import { document } from './fixture.js';

const names = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `a${from + i}`);

const SHA = 'b'.repeat(64);

/** A run with groups of these members. */
function run(
  groups: Readonly<Record<string, readonly string[]>>,
  alerts: readonly string[] = [],
): FindingsDocument {
  const found = document();
  const model = found.groups[0]!;
  const member = model.members[0]!;
  return {
    ...found,
    groups: Object.entries(groups).map(
      ([id, members], i): GroupEntry => ({
        ...model,
        id,
        rank: i + 1,
        alert: alerts.includes(id),
        members: members.map((account_id) => ({ ...member, account_id })),
      }),
    ),
  };
}

const since = (before: FindingsDocument, after: FindingsDocument) =>
  withBaseline(after, { document: before, sha256: SHA }).groups.map(({ id, since_baseline: s }) => [
    id,
    s?.change,
  ]);

const [A, B, C] = ['G-aaaaaaaa', 'G-bbbbbbbb', 'G-cccccccc'];

describe('ids across nights', () => {
  it('go on through growth, and a new group has its own', () => {
    const before = run({ [A]: ['1', '2', '3'] }, [A]);
    const after = run({ [B]: ['1', '2', '3', '4'], [C]: ['8', '9'] }, [B]);
    expect(since(before, after)).toEqual([
      [A, 'grown'],
      [C, 'new'],
    ]);
    const found = withBaseline(after, { document: before, sha256: SHA });
    expect(found.groups[0]!.since_baseline).toEqual({
      change: 'grown',
      before: [A],
      alert_before: true,
      rank_before: 1,
      score_before: before.groups[0]!.score,
      joined: 1,
      left: 0,
      alert_members: 3,
      founders: 3,
    });
    expect(found.groups[1]!.since_baseline).toMatchObject({
      before: [],
      alert_before: null,
      rank_before: null,
    });
    expect(checkFindings(JSON.parse(JSON.stringify(found)))).toMatchObject({ valid: true, unknown: [] });
  });

  it('go to the part that shares most accounts, and no two groups have one id', () => {
    const whole = run({ [A]: ['1', '2', '3', '4', '5', '6', '7', '8'] });
    // The smaller part has just the members that the id was first made of.
    const parts = run({ [A]: ['1', '2', '3'], [B]: ['4', '5', '6', '7', '8'] });
    const found = withBaseline(parts, { document: whole, sha256: SHA });
    const [small, large] = found.groups;
    expect(large!.id).toBe(A);
    expect(small!.id).not.toBe(A);
    expect(small!.id).toMatch(/^G-[0-9a-f]{8}$/);
    expect(found.groups.map(({ since_baseline: s }) => s?.change)).toEqual(['split', 'split']);
  });

  it('of merged groups the larger one goes on, and what is gone is listed', () => {
    const before = run({ [A]: ['1', '2'], [B]: ['3', '4', '5'], [C]: ['8', '9'] });
    const after = run({ 'G-dddddddd': ['1', '2', '3', '4', '5'] });
    const found = withBaseline(after, { document: before, sha256: SHA });
    expect(found.groups.map(({ id }) => id)).toEqual([B]);
    expect(found.groups[0]!.since_baseline).toMatchObject({ change: 'merged', before: [A, B] });
    expect(found.baseline).toMatchObject({ sha256: SHA, gone: [{ id: C }] });
    expect(found.baseline!.counts).toMatchObject({ merged: 1, gone: 1, new: 0 });
  });

  it('say how many members the group had when it got the id, over many nights', () => {
    const first = run({ [A]: ['1', '2', '3'] });
    const second = withBaseline(run({ [B]: ['1', '2', '3', '4', '5'] }), { document: first, sha256: SHA });
    const third = withBaseline(run({ [C]: ['2', '3', '4', '5', '6', '7'] }), {
      document: second,
      sha256: SHA,
    });
    expect(third.groups[0]).toMatchObject({ id: A, since_baseline: { founders: 2 } });
    expect(third.groups[0]!.members.filter(({ founder }) => founder).map((m) => m.account_id)).toEqual([
      '2',
      '3',
    ]);
    const same = withBaseline(run({ [A]: ['1', '2', '3'] }), { document: first, sha256: SHA });
    expect(same.groups[0]!.since_baseline).not.toHaveProperty('founders');
    expect(checkFindings(JSON.parse(JSON.stringify(third)))).toMatchObject({ valid: true, unknown: [] });
  });

  it('stay over many nights', () => {
    const nights = Array.from({ length: 10 }, (_, night) =>
      run({ [`G-${night}${night}aaaaaa`]: Array.from({ length: 5 + night }, (_, i) => `acct-${i + night}`) }),
    );
    let last = nights[0]!;
    for (const night of nights.slice(1)) last = withBaseline(night, { document: last, sha256: SHA });
    expect(last.groups[0]!.id).toBe('G-00aaaaaa');
  });
});

describe('an alert is new', () => {
  const before = run({ [A]: names(0, 12), [B]: names(100, 120) }, [A]);
  const now = (groups: Readonly<Record<string, readonly string[]>>) =>
    withBaseline(run(groups, Object.keys(groups)), { document: before, sha256: SHA }).groups.map(isNewAlert);

  it('where most of its accounts were in none: what attaches itself to an alert is as new as by itself', () => {
    expect(now({ [C]: names(0, 40) })).toEqual([true]);
    expect(now({ [C]: names(0, 20) })).toEqual([false]);
    expect(now({ [C]: names(0, 12) })).toEqual([false]);
    expect(now({ [C]: names(200, 240) })).toEqual([true]);
  });

  it('also beside one that is not, of one change', () => {
    // A chain: the first has the old alert, the second only what was harmless then.
    const chain = { [C]: [...names(0, 12), ...names(100, 111)], 'G-dddddddd': names(109, 120) };
    expect(now(chain)).toEqual([false, true]);
  });
});
