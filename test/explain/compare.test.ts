import { Chalk } from 'chalk';
import { describe, expect, test } from 'vitest';
import type { FindingsDocument } from '../../src/evidence/findings-document.js';
import { runDifference } from '../../src/evidence/run-difference.js';
import { compareSubjects } from '../../src/explain/comparison.js';
import { comparisonPage } from '../../src/explain/comparison-page.js';
import { runDifferencePage } from '../../src/explain/run-difference-page.js';
import { findSubject } from '../../src/explain/subject.js';
import { terminalPage } from '../../src/report/terminal-page.js';
import { assessment, document, group, HOSTILE, ingest, member, source } from '../evidence/fixture.js';
import { cited, searched } from './fixture.js';

const REFRESH =
  'A comparison changed. If the new text is right, run `npx vitest run test/explain -u`, read the diff of ' +
  'test/explain/golden, and commit it.';
const chalk = new Chalk({ level: 0 });
const traffic = {
  requests: 8,
  first_time: '2026-04-22T07:00:00.000000Z',
  last_time: '2026-04-22T07:00:01.000000Z',
};

async function compared(a: string, b: string, findings: FindingsDocument, as: 'account' | null = null) {
  const where = searched(findings, { acc_z: traffic });
  return compareSubjects(await findSubject(a, where, as), await findSubject(b, where, as), findings);
}

async function shown(a: string, b: string, findings: FindingsDocument, width = 100): Promise<string> {
  return terminalPage(comparisonPage(await compared(a, b, findings), findings), { width, chalk });
}

function runs(before: FindingsDocument, after: FindingsDocument, width = 100): string {
  return terminalPage(runDifferencePage(runDifference(before, after), before, after), { width, chalk });
}

const accounts = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => member(`acc_${from + i}`, 0.95, 40));
const quiet = { alert: false, verdict: 'explained', priority: 'P4' } as const;

/** One run of each class of change, and the run after it. */
function month(): FindingsDocument {
  return document({
    assessment: assessment({
      groups: [
        group({ id: 'G-a1', members: accounts(0, 20) }),
        group({ ...quiet, id: 'G-a2', rank: 2, members: accounts(20, 30) }),
        group({ ...quiet, id: 'G-a3', rank: 3, members: accounts(30, 36) }),
        group({ ...quiet, id: 'G-a4', rank: 4, members: accounts(40, 60) }),
        group({ ...quiet, id: 'G-a5', rank: 5, members: accounts(60, 70) }),
        group({ ...quiet, id: 'G-a6', rank: 6, members: accounts(70, 80) }),
        group({ ...quiet, id: 'G-a7', rank: 7, members: accounts(80, 90) }),
        group({ ...quiet, id: 'G-a8', rank: 8, members: accounts(90, 99) }),
      ],
    }),
  });
}

function nextMonth(): FindingsDocument {
  const both = ingest({
    sources: [source('/srv/april.csv.gz'), source('/srv/may.csv.gz', { sha256: 'f'.repeat(64) })],
  });
  return document({
    version: '0.2.0',
    configuration: { columns: {}, constants: { model: 'm-1' }, timezone: 'UTC', max_quarantine_percent: 5 },
    ingest: both,
    assessment: assessment({
      standingAside: [{ facet: 'payment', missing: ['payment'] }],
      groups: [
        group({ id: 'G-b1', members: accounts(20, 36) }),
        group({ id: 'G-b2', rank: 2, members: [...accounts(70, 80), ...accounts(200, 205)] }),
        group({ ...quiet, id: 'G-b3', rank: 3, members: accounts(0, 20) }),
        group({ ...quiet, id: 'G-b4', rank: 4, members: accounts(40, 50) }),
        group({ ...quiet, id: 'G-b5', rank: 5, members: accounts(50, 60) }),
        group({ ...quiet, id: 'G-b6', rank: 6, members: accounts(80, 88) }),
        group({ ...quiet, id: 'G-b7', rank: 7, members: [...accounts(91, 99), ...accounts(300, 301)] }),
        group({ ...quiet, id: 'G-b8', rank: 8, members: accounts(400, 403) }),
      ],
    }),
  });
}

test('comparisons are as kept', async () => {
  const none = document({ assessment: assessment({ groups: [] }) });
  for (const [name, text] of [
    ['compare-groups.txt', await shown('G-7f3a', 'G-0002', cited())],
    ['compare-accounts.txt', await shown('acc_1000', 'acc_1020', cited())],
    ['compare-accounts-apart.txt', await shown('acc_1000', 'acc_z', cited())],
    ['compare-runs.txt', runs(month(), nextMonth())],
    ['compare-runs-80.txt', runs(month(), nextMonth(), 80)],
    ['compare-runs-same.txt', runs(month(), month())],
    ['compare-runs-none.txt', runs(none, none)],
  ] as const) {
    await expect(text, REFRESH).toMatchFileSnapshot(`golden/${name}`);
  }
});

describe('two groups', () => {
  test('have the same in common from either side', async () => {
    const findings = cited();
    const one = await compared('G-7f3a', 'G-0002', findings);
    const other = await compared('G-0002', 'G-7f3a', findings);
    if (one.kind !== 'groups' || other.kind !== 'groups') throw new Error('not groups');
    expect(one.common_members).toEqual(['acc_1000']);
    expect(other.common_members).toEqual(one.common_members);
    expect(other.overlap_hours).toBe(one.overlap_hours);
    expect(other.common_values).toEqual(
      one.common_values.map((each) => ({ ...each, members: [each.members[1], each.members[0]] })),
    );
    const turned = <T>(pairs: readonly { readonly nats: readonly [T, T] }[]) =>
      pairs.map(({ nats: [a, b] }) => [b, a]);
    expect(turned(other.evidence)).toEqual(one.evidence.map(({ nats }) => nats));
    expect(one.evidence.find(({ family }) => family === 'payment')!.nats).toEqual([null, null]);
  });

  test('that have nothing in common say so', async () => {
    const text = await shown('G-7f3a', 'G-19c0', cited());
    expect(text).toContain('Common members\n  None.');
    expect(text).toContain('No listed value is common to both.');
    expect(text.replace(/\s+/g, ' ')).toContain('without any they may still be');
  });

  test('are not compared with accounts, nor with themselves', async () => {
    const usage = { kind: 'usage' };
    await expect(compared('G-7f3a', 'acc_1000', cited())).rejects.toMatchObject(usage);
    await expect(compared('G-7f3a', 'G-7f3a', cited())).rejects.toMatchObject(usage);
    await expect(compared('acc_1000', 'acc_1000', cited())).rejects.toMatchObject(usage);
  });
});

describe('two accounts', () => {
  test('share groups, rare values and hours as far as the document says', async () => {
    const one = await compared('acc_1000', 'acc_1020', cited());
    if (one.kind !== 'accounts') throw new Error('not accounts');
    const [common] = one.common_groups;
    expect(one.common_groups).toHaveLength(1);
    expect(common!.rare_values!.common.map(({ facet }) => facet)).toEqual(['network']);
    expect(common!.rare_values!.of_one.map((each) => each.map(({ facet }) => facet))).toEqual([
      ['payment'],
      ['asn'],
    ]);
    expect(common!.activity!.both).toBeGreaterThan(0);
    expect(common!.activity!.both).toBeLessThanOrEqual(Math.min(...common!.activity!.columns));
    const hand = await compared('acc_1000', 'acc_1002', cited());
    expect(hand).toMatchObject({
      common_groups: [{ hand_overs: [{ ended: 'acc_1000', started: 'acc_1002' }] }],
    });
  });

  test('without a common group say what that does not mean', async () => {
    const text = await shown('acc_1000', 'acc_z', cited());
    expect(text).toContain('B: in no group, 8 requests');
    expect(text).toContain('two accounts without a common group may still belong to one source');
  });
});

describe('two runs', () => {
  const text = runs(month(), nextMonth());

  test('say what weakens the comparison first', () => {
    const place = (part: string) => text.indexOf(part);
    expect(text.startsWith('What weakens this comparison\n  - the version of stillhunt differs')).toBe(true);
    expect(place('the second run has more inputs')).toBeLessThan(place('In short'));
    expect(text).toContain('setting timezone: none before, "UTC" after');
    expect(text).toContain('facet without its columns, in the first run alone: session');
  });

  test('name every class and every alert that came or went', () => {
    const { counts } = runDifference(month(), nextMonth());
    expect(counts).toEqual({
      new: 1,
      grown: 1,
      merged: 1,
      split: 1,
      regrouped: 1,
      shrunk: 1,
      gone: 1,
      same: 1,
    });
    for (const row of [
      /merged +G-a2 \(10\) \+ G-a3 \(6\) +G-b1 \(16\) +no alert to alert/,
      /grown +G-a6 \(10\) +G-b2 \(15\) +no alert to alert/,
      /same +G-a1 \(20\) +G-b3 \(20\) +alert to no alert/,
      /- +shrunk +G-a7 \(10\) +G-b6 \(8\) +8 +-2: "acc_88", "acc_89"/,
      /- +gone +G-a5 \(10\) +- +0 +10 accounts in no group like it/,
      /same +1 to 3 +P1 to P4 +operation hypothesis to possibly explained +G-a1, now G-b3/,
    ]) {
      expect(text).toMatch(row);
    }
  });

  test('under different keys say that nothing can be told to be the same', () => {
    const partner = (key_id: string) =>
      ({ ...month(), disclosure: { profile: 'partner', key_id, fields: [], linkable: [] } }) as const;
    expect(runs(month(), partner('k-1'))).toMatch(
      /^What weakens.*\n {2}- ids are shown under different keys/,
    );
    expect(runs(partner('k-1'), partner('k-2')).replace(/\s+/g, ' ')).toContain(
      'the same: "k-1" before, "k-2" after',
    );
    expect(runs(partner('k-1'), partner('k-1'))).not.toContain('different keys');
  });

  test('hostile ids, names and settings are inert', () => {
    const hostile = (version: string, ids: readonly string[]) =>
      document({
        version,
        configuration: {
          columns: Object.fromEntries(ids.map((id) => [id, id])),
          constants: { model: ids[0]! },
          timezone: ids[1]!,
          max_quarantine_percent: 5,
        },
        assessment: assessment({
          standingAside: ids.slice(0, 3).map((facet) => ({ facet, missing: ['payment'] })),
          groups: [group({ id: 'G-1', members: ids.map((id) => member(id, 0.9, 1)) })],
        }),
      });
    const page = runs(hostile(HOSTILE[5]!, HOSTILE.slice(0, 14)), hostile(HOSTILE[6]!, HOSTILE.slice(3)), 80);
    expect(page).not.toMatch(/[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?!\n)\p{Cc}/u);
    for (const line of page.split('\n')) expect([...line].length).toBeLessThanOrEqual(80);
  });

  test('without any group still say what that does not mean', () => {
    const none = document({ assessment: assessment({ groups: [] }) });
    expect(runs(none, none)).toContain('None. That says nothing of what neither run alerts on.');
  });
});
