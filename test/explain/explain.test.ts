import { Chalk } from 'chalk';
import { describe, expect, test } from 'vitest';
import type { FindingsDocument } from '../../src/evidence/findings-document.js';
import { visible } from '../../src/evidence/hidden-characters.js';
import { accountPage } from '../../src/explain/account-page.js';
import { alertMargins } from '../../src/explain/alert-margins.js';
import { explainAccount, explainGroup } from '../../src/explain/explanation.js';
import { groupPage } from '../../src/explain/group-page.js';
import { nearestIds } from '../../src/explain/nearest-ids.js';
import { relatedGroups } from '../../src/explain/related-groups.js';
import { findSubject, type Searched, type Subject } from '../../src/explain/subject.js';
import { terminalPage } from '../../src/report/terminal-page.js';
import { assessment, document, group, HOSTILE, member, uncalibrated } from '../evidence/fixture.js';
import { forSeeds } from '../record/seeded.js';
import { outcomes } from '../report/assessed.js';
import { cited, searched } from './fixture.js';

const REFRESH =
  'An explanation changed. If the new text is right, run `npx vitest run test/explain -u`, read the diff of ' +
  'test/explain/golden, and commit it.';
const chalk = new Chalk({ level: 0 });
const traffic = {
  requests: 8,
  first_time: '2026-04-22T07:00:00.000000Z',
  last_time: '2026-04-23T09:30:00.000000Z',
};

function pageOf(subject: Subject, findings: FindingsDocument, full = false) {
  return subject.kind === 'group'
    ? groupPage(explainGroup(subject, findings), findings, { full })
    : accountPage(explainAccount(subject, findings), findings);
}

async function shown(id: string, where: Searched, { width = 100, full = false } = {}): Promise<string> {
  const subject = await findSubject(id, where);
  return terminalPage(pageOf(subject, where.document, full), { width, chalk });
}

test.each<[string, string, Searched, { width?: number; full?: boolean }]>([
  ['group-alert.txt', 'G-7f3a', searched(cited()), {}],
  ['group-alert-full.txt', 'G-7f3a', searched(cited()), { full: true, width: 120 }],
  ['group-alert-80.txt', 'G-7f3a', searched(cited()), { width: 80 }],
  ['group-explained.txt', 'G-03', searched(outcomes()), {}],
  ['group-undecided.txt', 'G-0001', searched(uncalibrated()), {}],
  ['account-in-two-groups.txt', 'acc_1000', searched(cited()), {}],
  ['account-loose.txt', 'acc_x', searched(cited()), {}],
  ['account-in-no-group.txt', 'acc_z', searched(cited(), { acc_z: traffic }), {}],
])('%s is as kept', async (name, id, where, options) => {
  await expect(await shown(id, where, options), REFRESH).toMatchFileSnapshot(`golden/${name}`);
});

describe('ids', () => {
  test('of groups come before accounts of the same name, unless it is said what they are', async () => {
    const members = [member('G-7f3a', 0.9, 1), member('acc_2', 0.9, 1)];
    const where = searched(document({ assessment: assessment({ groups: [group({ members })] }) }));
    expect(await findSubject('G-7f3a', where)).toMatchObject({ kind: 'group' });
    expect(await findSubject('G-7f3a', where, 'account')).toMatchObject({ kind: 'account', id: 'G-7f3a' });
    await expect(findSubject('acc_2', where, 'group')).rejects.toMatchObject({
      kind: 'usage',
      message: 'No group has the id "acc_2". Searched: 1 group in case/findings.json.',
    });
  });

  test.each(HOSTILE)('%j is found as it is and as it is shown', async (id) => {
    const members = [member(id, 0.9, 1), member('acc_2', 0.9, 1)];
    const where = searched(document({ assessment: assessment({ groups: [group({ members })] }) }));
    for (const given of [id, visible(id)]) {
      expect(await findSubject(given, where)).toMatchObject({ kind: 'account', id });
    }
  });

  test('that are not there are answered with what was searched and what is near', async () => {
    await expect(findSubject('acc_1OO0', searched(cited()))).rejects.toMatchObject({
      kind: 'usage',
      message:
        'No group or account has the id "acc_1OO0". Searched: 5 groups and 37 accounts in groups in ' +
        'case/findings.json. Accounts in no group are not listed there, so it may be one of them, or not in the log ' +
        'at all.',
      next: 'Most like it: "acc_1000", "acc_1010", "acc_1020".',
    });
    const error = findSubject('zzzzzzzzzzzz', searched(cited(), { acc_z: traffic }));
    await expect(error).rejects.toMatchObject({
      message: expect.stringMatching(/5 groups and all 1 account of the log/) as string,
      next: expect.stringMatching(/^No id there looks like it/) as string,
    });
    await expect(error).rejects.not.toMatchObject({
      message: expect.stringMatching(/may be one of them/) as string,
    });
  });

  test('nearest ones are those of the plain edit distance, whatever is cut short', () => {
    const plain = (a: string, b: string): number => {
      if (a === '' || b === '') return a.length + b.length;
      const rest = plain(a.slice(1), b.slice(1)) + Number(a[0] !== b[0]);
      return Math.min(rest, plain(a.slice(1), b) + 1, plain(a, b.slice(1)) + 1);
    };
    forSeeds(60, (random) => {
      const word = () =>
        Array.from({ length: random.int(0, 6) }, () => random.pick(['a', 'b', 'c'])).join('');
      const known = [...new Set(Array.from({ length: 12 }, word))];
      const id = word();
      const near = known
        .map((each) => ({ each, distance: plain(id, each) }))
        .filter(({ distance }) => distance <= Math.floor(id.length / 2))
        .sort((a, b) => a.distance - b.distance || (a.each < b.each ? -1 : 1))
        .slice(0, 3)
        .map(({ each }) => each);
      expect(nearestIds(id, known, 3)).toEqual(near);
    });
  });

  test('nearest ones come by edit distance', () => {
    expect(nearestIds('acc_12', ['acc_21', 'acc_2', 'acc_12x', 'other', 'ACC_13'], 3)).toEqual([
      'ACC_13',
      'acc_12x',
      'acc_2',
    ]);
    expect(nearestIds('', ['a', 'b'], 3)).toEqual([]);
    expect(nearestIds('x'.repeat(1e6), ['x'.repeat(64), 'y'], 3)).toEqual(['x'.repeat(64)]);
  });
});

describe('explanations', () => {
  test('margins say how far each number is from its threshold', () => {
    const [alert] = document().groups;
    const { conditions, as_documented } = alertMargins(alert!);
    expect(as_documented).toBe(true);
    expect(Object.fromEntries(conditions.map(({ name, margin }) => [name, margin]))).toEqual({
      accounts: 22,
      requests: 1_897_144,
      binding: null,
      score: 12.3457,
      'ratio-low': 1040,
      signs: 0.5,
      coverage: null,
      'false-discovery': 0.00107654,
    });
    const { alert_conditions: _, ...older } = alert!;
    const own = alertMargins(older);
    expect(own.as_documented).toBe(false);
    expect(own.conditions.map(({ name }) => name)).toContain('score');
  });

  test('related groups share members or listed values, and nothing else', () => {
    const findings = cited();
    const related = relatedGroups(findings.groups[0]!, findings);
    expect(related.map(({ id, common_members }) => [id, common_members])).toEqual([
      ['G-0002', 1],
      ['G-b2e8', 0],
      ['G-0001', 0],
    ]);
    expect(related[0]!.common_values).toMatchObject([
      { facet: 'network', members: [27, 2], accounts: 29 },
      { facet: 'system_prompt', members: [30, 1], accounts: 31 },
    ]);
    expect(related[0]!.common_nats).toBeCloseTo(Math.log(97_412 / 29) + Math.log(97_412 / 31), 3);
    expect(relatedGroups(findings.groups[1]!, findings)).toEqual([]);
  });

  test('an account has its own shares, hand-overs, records and neighbours', async () => {
    const findings = cited();
    const subject = await findSubject('acc_1000', searched(findings));
    if (subject.kind !== 'account') throw new Error('not an account');
    const { memberships, records } = explainAccount(subject, findings);
    expect(memberships.map((each) => [each.group, each.place, each.members])).toEqual([
      ['G-7f3a', 1, 30],
      ['G-0002', 1, 3],
    ]);
    expect(memberships[0]!.shares!.map(({ facet }) => facet)).toEqual(['payment', 'network']);
    expect(memberships[0]!.hand_overs.map(({ started }) => started)).toEqual([
      'acc_1001',
      'acc_1002',
      'acc_1003',
    ]);
    expect(memberships[0]!.nearest[0]).toEqual({
      account_id: 'acc_1001',
      common_values: 2,
      common_nats: 16.831,
    });
    expect(memberships[1]!.shares).toBeNull();
    expect(records.map(({ id }) => id)).toEqual(['R0a', 'R0c']);
    expect(memberships.map(({ claims }) => claims)).toEqual([['C1', 'C2'], []]);
    const redacted = findings.records!.map(({ fields, ...record }) => ({
      ...record,
      fields: {},
      redacted: { salts: {}, commitments: {}, shown: { account: String(fields['account']) } },
    }));
    expect(explainAccount(subject, { ...findings, records: redacted }).records).toHaveLength(2);
  });

  test('hostile values are inert, and cannot pass for words of the page', async () => {
    const forged = 'acc_1" in no group. "';
    const ids = [...HOSTILE, forged];
    const findings = document({
      assessment: assessment({
        groups: [
          group({
            members: ids.map((id) => member(id, 0.5, 1)),
            shared: ids.map((value) => ({ facet: 'system_prompt', value, members: 14, accounts: 15 })),
          }),
          group({
            id: 'G-02',
            rank: 2,
            alert: false,
            members: ids.map((id) => member(id, 0.5, 1)),
            shared: ids.map((value) => ({ facet: 'system_prompt', value, members: 14, accounts: 15 })),
          }),
        ],
      }),
    });
    for (const id of ['G-7f3a', ...ids]) {
      for (const width of [80, 120]) {
        const text = await shown(id, searched(findings), { width, full: true });
        expect(text).not.toMatch(/[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?!\n)\p{Cc}/u);
        expect(text).not.toContain('" in no group');
        expect(text).not.toMatch(/^# heading/m);
        for (const line of text.split('\n')) expect([...line].length).toBeLessThanOrEqual(width);
      }
    }
  });

  test('say what was kept back of a pack for others', async () => {
    const disclosure = {
      profile: 'partner',
      key_id: 'k-1',
      fields: [],
      linkable: ['Times.\u001b[2J'],
    } as const;
    const text = await shown('G-7f3a', searched({ ...cited(), disclosure }));
    expect(text).toContain('Made for another organisation');
    expect(text).toContain('the one with the id k-1');
    expect(text).not.toContain('\u001b');
  });

  test('figures that point nowhere are passed over', async () => {
    const findings = cited();
    const [first, ...others] = findings.groups;
    const { figures } = first!;
    const infrastructure = {
      ...figures!.infrastructure,
      edges: [
        [99, 0],
        [0, 99],
        [0, 1],
      ] as const,
    };
    const broken = {
      ...findings,
      groups: [{ ...first!, figures: { ...figures!, infrastructure } }, ...others],
    };
    expect(await shown('acc_1000', searched(broken))).toContain(
      'network "203.0.113.0/24": used by 30 members',
    );
  });

  test('colour adds nothing but colour', async () => {
    const findings = cited();
    const subject = await findSubject('G-7f3a', searched(findings));
    const coloured = terminalPage(pageOf(subject, findings), { width: 100, chalk: new Chalk({ level: 1 }) });
    const stripped = coloured
      .split('\u001b')
      .map((part, i) => (i === 0 ? part : part.replace(/^\[\d+m/, '')));
    expect(coloured).toContain('\u001b[1m');
    expect(stripped.join('')).toBe(await shown('G-7f3a', searched(findings)));
  });
});
