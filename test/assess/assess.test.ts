import { beforeAll, describe, expect, it } from 'vitest';
import { type Calibration, calibrate } from '../../src/assess/calibration.js';
import type { Assessment, GroupFinding } from '../../src/assess/finding.js';
import { groupId } from '../../src/assess/group-id.js';
import { assess } from '../../src/assess/index.js';
import { sharedValues } from '../../src/assess/shared-values.js';
import { ALERT_MIN_ACCOUNTS, ALERT_NATS, ALERT_RATIO } from '../../src/assess/thresholds.js';
import type { FacetTable } from '../../src/fingerprint/index.js';
import { formGroup, type LinkData, link, linkData } from '../../src/link/index.js';
import { FED, OTHERS, sourceRows, strangers, tableOf } from '../link/world.js';
import type { Row } from '../record/rows.js';
import { Seeded } from '../record/seeded.js';

const random = new Seeded(9);
const rows: Row[] = [
  ...strangers(random, 300),
  ...sourceRows(random, FED),
  ...sourceRows(random, OTHERS[2]!),
];
const table = tableOf(rows);
const data = linkData(table);
const called = (prefix: string) => table.accounts.flatMap((name, a) => (name.startsWith(prefix) ? [a] : []));

function assessed(...groups: readonly (readonly number[])[]): Assessment {
  return assess(table, { data, pairs: 0, groups: groups.map((members) => formGroup(data, members)) }, null);
}

describe('assess', () => {
  let assessment: Assessment;
  beforeAll(() => {
    const lonely = called('stranger_');
    assessment = assessed(
      called('fed_'),
      called('press_'),
      lonely.slice(0, 12),
      lonely.slice(40, 43),
      lonely.slice(100, 160),
    );
  });

  it('ranks from 1, alerts first, then by score', () => {
    const { groups } = assessment;
    expect(groups.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5]);
    expect(assessment.tested).toBe(5);
    for (const [i, group] of groups.entries()) {
      const next = groups[i + 1];
      if (next === undefined) continue;
      expect(Number(group.alert)).toBeGreaterThanOrEqual(Number(next.alert));
      if (group.alert === next.alert) expect(group.score).toBeGreaterThanOrEqual(next.score);
    }
  });

  it('raises an alert for the fed accounts, and none for strangers thrown together', () => {
    const [first, ...rest] = assessment.groups;
    expect(first).toMatchObject({ alert: true, verdict: 'operation-hypothesis', accounts: 30 });
    expect(['P1', 'P2']).toContain(first!.priority);
    expect(first!.id).toBe(groupId(called('fed_').map((a) => table.accounts[a]!)));
    for (const group of rest) {
      if (group.members.some(({ accountId }) => accountId.startsWith('stranger_'))) {
        expect(group.alert).toBe(false);
        expect(['P3', 'P4']).toContain(group.priority);
      }
    }
  });

  describe('of a log without networks, where fewer accounts are enough', () => {
    const blind = tableOf(rows.map(({ ip: _, ...row }) => row));
    const blindData = linkData(blind);
    const judge = (...groups: readonly (readonly number[])[]) =>
      assess(
        blind,
        { data: blindData, pairs: 0, groups: groups.map((members) => formGroup(blindData, members)) },
        null,
      ).groups;
    const [fed, lonely] = [called('fed_'), called('stranger_')];

    it('never raises one under eight accounts', () => {
      expect(ALERT_MIN_ACCOUNTS).toBe(8);
      const found = judge(...[3, 5, 7, 12].map((n) => fed.slice(0, n)));
      const of = (n: number) => found.find(({ accounts }) => accounts === n)!;
      expect([3, 5, 7].map((n) => of(n).alert)).toEqual([false, false, false]);
      // Size is what holds the seven back: their score is enough, and with some of the rest there is an alert.
      expect(of(7).score).toBeGreaterThan(ALERT_NATS);
      expect(of(12).alert).toBe(true);
    });

    it('puts an alert before a group that scores higher but raises none', () => {
      const mixed = [12, 20].flatMap((n) =>
        Array.from({ length: 12 }, (_, k) =>
          [...lonely.slice(0, k + 1), ...fed.slice(0, n)].sort((x, y) => x - y),
        ),
      );
      const found = judge(fed.slice(0, 7), ...mixed);
      const seven = found.findIndex(({ accounts }) => accounts === 7);
      const lower = found.filter(({ alert, score }) => alert && score < found[seven]!.score);
      expect(lower.length).toBeGreaterThan(0);
      for (const { rank } of lower) expect(rank).toBeLessThan(found[seven]!.rank);
      expect(found[seven]!.alert).toBe(false);
    });
  });

  it('asks for the calibrated ratio and the control of false discoveries where there is a calibration', () => {
    const fed = called('fed_');
    const groups = [fed, fed.slice(0, 20)].map((members) => formGroup(data, members));
    const judged = (calibration: Calibration | null) =>
      assess(table, { data, pairs: 0, groups }, calibration).groups.map(({ alert }) => alert);
    const scores = (n: number, from: number, to: number) =>
      Array.from({ length: n }, (_, i) => from + ((to - from) * i) / (n - 1)).reverse();
    expect(judged(null)).toEqual([true, true]);
    const reference = { others: scores(2000, -12, -1), operations: scores(200, -3, 9) };
    const strict = { others: scores(2000, -2, 9), operations: scores(200, -1, 10) };
    const found = assess(table, { data, pairs: 0, groups }, calibrate(reference)).groups;
    expect(found.map(({ alert }) => alert)).toEqual([true, true]);
    for (const { score, support, weaknesses } of found) {
      expect(support.calibrated).toEqual(calibrate(reference)!.support(score));
      expect(support.calibrated!.low).toBeGreaterThanOrEqual(ALERT_RATIO);
      expect(weaknesses.map(({ code }) => code)).not.toContain('not-calibrated');
    }
    expect(judged(calibrate(strict))).toEqual([false, false]);
    // A ratio that is high enough for both, of which chance explains the lower score.
    const { score } = found[1]!;
    const lenient: Calibration = {
      ...calibrate(reference)!,
      exceeded: (x) => (x > score ? 0.001 : 0.2),
    };
    const [first, second] = assess(table, { data, pairs: 0, groups }, lenient).groups;
    expect([first!.alert, second!.alert]).toEqual([true, false]);
    expect(second!.verdict).toBe('undecided');
    const lacking = ({ conditions }: GroupFinding) => conditions.filter(({ holds }) => !holds);
    expect(lacking(first!)).toEqual([]);
    expect(lacking(second!)).toEqual([{ name: 'false-discovery', value: 0.2, needed: 0.001, holds: false }]);
  });

  it('gives every condition of an alert with its outcome; it is one exactly where all hold', () => {
    const [fed, lonely] = [called('fed_'), called('stranger_')];
    const groups = [fed, fed.slice(0, 5), lonely.slice(0, 12)].map((members) => formGroup(data, members));
    const found = assess(table, { data, pairs: 0, groups }, null).groups;
    for (const { alert, conditions, accounts, score } of found) {
      expect(alert).toBe(conditions.every(({ holds }) => holds));
      expect(conditions).toContainEqual({
        name: 'accounts',
        value: accounts,
        needed: ALERT_MIN_ACCOUNTS,
        holds: accounts >= ALERT_MIN_ACCOUNTS,
      });
      expect(conditions).toContainEqual({ name: 'score', value: score, needed: 0, holds: score >= 0 });
      const names = conditions.map(({ name }) => name);
      expect(names).toEqual(['accounts', 'requests', 'binding', 'score', 'signs', 'coverage']);
    }
    expect(found.map(({ alert }) => alert)).toEqual([true, false, false]);
  });

  it('sums the group from its members', () => {
    for (const group of assessment.groups) {
      const mine = rows.filter(({ account }) => group.members.some(({ accountId }) => accountId === account));
      expect(group.accounts).toBe(group.members.length);
      expect(group.requests).toBe(mine.length);
      expect(group.inputTokens).toBe(mine.reduce((n, row) => n + row.input_tokens!, 0));
      expect(group.outputTokens).toBe(mine.reduce((n, row) => n + row.output_tokens!, 0));
      expect(group.firstTime).toBe(Math.min(...mine.map(({ time }) => time)));
      expect(group.lastTime).toBe(Math.max(...mine.map(({ time }) => time)));
      expect(group.shareOfRequests).toBeCloseTo(mine.length / rows.length, 12);
    }
    expect(assessment.requests).toBe(rows.length);
    expect(assessment.accounts).toBe(table.accounts.length);
  });

  it('lists members by strength, in [0, 1], the fed ones as firm', () => {
    for (const { members, accounts } of assessment.groups) {
      const strengths = members.map(({ strength }) => strength);
      expect(strengths).toEqual([...strengths].sort((x, y) => y - x));
      expect(Math.min(...strengths)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...strengths)).toBeLessThanOrEqual(1);
      expect(new Set(members.map(({ accountId }) => accountId)).size).toBe(accounts);
    }
    expect(Math.min(...assessment.groups[0]!.members.map(({ strength }) => strength))).toBeGreaterThan(0.98);
  });

  it('always says what weakens a finding, and which alternative comes closest', () => {
    for (const { weaknesses, alternatives, strongestAlternative } of assessment.groups) {
      expect(weaknesses.length).toBeGreaterThan(0);
      expect(weaknesses.map(({ code }) => code)).toContain('not-calibrated');
      const tested = alternatives.flatMap(({ residualNats }) => residualNats ?? []);
      const closest = alternatives.find(({ id }) => id === strongestAlternative)!;
      expect(closest.residualNats).toBe(Math.min(...tested));
    }
  });

  it('gives every family once, without nats where the columns are missing', () => {
    const bare = tableOf(rows.map(({ time, account }) => ({ time, account })));
    const bareData = linkData(bare);
    const members = bare.accounts.flatMap((name, a) => (name.startsWith('fed_') ? [a] : []));
    const group = assess(bare, { data: bareData, pairs: 0, groups: [formGroup(bareData, members)] }, null)
      .groups[0]!;
    const families = assessment.groups[0]!.evidence.map(({ family }) => family);
    expect(new Set(families).size).toBe(families.length);
    expect(group.evidence.map(({ family }) => family)).toEqual(families);
    const available = group.evidence.filter((evidence) => evidence.available).map(({ family }) => family);
    expect(available.sort()).toEqual(['timing', 'volume']);
    for (const evidence of group.evidence) {
      if (!evidence.available) expect(evidence).toMatchObject({ nats: 0, statistics: [] });
    }
    expect(group.confidence).toBe('low');
  });

  it('names the facets that stood aside with the columns they lack', () => {
    const few = tableOf(rows.map(({ time, account, model }) => ({ time, account, model: model! })));
    const { standingAside } = assess(few, { data: linkData(few), pairs: 0, groups: [] });
    const names = standingAside.map(({ facet }) => facet);
    expect(names).not.toContain('model');
    expect(names).not.toContain('tick');
    expect(names).toContain('prompt');
    expect(standingAside.find(({ facet }) => facet === 'length_cell')!.missing).toEqual([
      'input_tokens',
      'output_tokens',
    ]);
  });

  it('gives the identical result again, whatever the order of the groups', () => {
    const groups = assessment.groups.map(({ members }) =>
      members.map(({ accountId }) => table.accounts.indexOf(accountId)).sort((x, y) => x - y),
    );
    expect(assessed(...groups)).toEqual(assessment);
    expect(assessed(...groups.toReversed())).toEqual(assessment);
  });
});

describe('sharedValues', () => {
  const group = (shared: readonly Partial<Row>[], others: readonly Partial<Row>[] = []) => {
    const list: Row[] = [];
    shared.forEach((row, i) => {
      list.push({ time: 0, account: `m${String(i).padStart(2, '0')}`, ...row } as Row);
    });
    others.forEach((row, i) => {
      list.push({ time: 0, account: `x${i}`, ...row } as Row);
    });
    const own: FacetTable = tableOf(list);
    const ownData: LinkData = linkData(own);
    return sharedValues(
      own,
      ownData,
      own.accounts.flatMap((name, a) => (name.startsWith('m') ? [a] : [])),
    );
  };

  it('shows what at least two members share more than the log does', () => {
    const found = group(
      [
        { payment: 'card', org: 'everybody', device: 'd0', ip: '198.51.100.1' },
        { payment: 'card', org: 'everybody', device: 'd1', ip: '198.51.100.2' },
        { payment: 'card', org: 'everybody', device: 'd2', ip: '198.51.101.2' },
      ],
      Array.from({ length: 9 }, (_, i) => ({ org: 'everybody', payment: i === 0 ? 'card' : `card ${i}` })),
    );
    expect(found).toEqual([
      { facet: 'payment', value: 'card', members: 3, accounts: 4 },
      { facet: 'network', value: '198.51.100.0/24', members: 2, accounts: 2 },
    ]);
  });

  it('shows a prompt or a key by its hash only', () => {
    const others = Array.from({ length: 5 }, (_, i) => ({ prompt: `other ${i}` }));
    const found = group(
      [
        { prompt: 'my secret', api_key: 'sk-1' },
        { prompt: 'my secret', api_key: 'sk-1' },
      ],
      others,
    );
    expect(found.map(({ facet }) => facet).sort()).toEqual(['api_key', 'prompt']);
    for (const { value } of found) expect(value).toMatch(/^#[0-9a-f]{16}$/);
  });

  it('is bounded, per facet and in all, and sorted', () => {
    const all = assessed(called('fed_'), called('press_')).groups.map(({ shared }) => shared);
    const rich = Array.from({ length: 12 }, (_, m) =>
      Array.from({ length: 30 }, (_, i): Partial<Row> => {
        return {
          account: `m${m}`,
          payment: `card ${i % 15}`,
          org: `org ${i % 15}`,
          device: `device ${i}`,
          ip: `10.1.${i}.1`,
          prompt: `p${i % (10 + m)}`,
          system_prompt: `s${i}`,
          api_key: `k${i % 12}`,
        };
      }),
    ).flat();
    all.push(
      group(
        rich,
        Array.from({ length: 40 }, (_, i) => ({ payment: `other ${i}` })),
      ),
    );
    for (const shared of all) {
      expect(shared.length).toBeGreaterThan(0);
      expect(shared.length).toBeLessThanOrEqual(24);
      const perFacet = new Map<string, number>();
      for (const { facet } of shared) perFacet.set(facet, (perFacet.get(facet) ?? 0) + 1);
      expect(Math.max(...perFacet.values())).toBeLessThanOrEqual(6);
      for (const [i, value] of shared.entries()) {
        expect(value.members).toBeGreaterThanOrEqual(2);
        expect(value.accounts).toBeGreaterThanOrEqual(value.members);
        const next = shared[i + 1];
        if (next === undefined) continue;
        expect(value.members).toBeGreaterThanOrEqual(next.members);
        if (value.members === next.members) expect(value.accounts).toBeLessThanOrEqual(next.accounts);
      }
    }
    expect(all[2]).toHaveLength(24);
  });
});

describe('a table without accounts', () => {
  it('is assessed to nothing', () => {
    const table = tableOf([]);
    expect(assess(table, link(table), null).groups).toEqual([]);
  });
});

describe('accounts that only work alike', () => {
  it('never alert where the log could show what binds them', () => {
    const alike = new Seeded(31);
    const source = { ...FED, accounts: 12 };
    const own = sourceRows(alike, source).map((row) => ({
      ...row,
      ip: `172.16.${Number(row.account.split('_')[1])}.7`,
      payment: `card of ${row.account}`,
      org: `org of ${row.account}`,
      prompt: `${row.account} ${row.prompt}`,
      system_prompt: `${row.account}`,
      device: `device of ${row.account}`,
    }));
    const table = tableOf([...strangers(alike, 200), ...own]);
    for (const group of assess(table, link(table), null).groups) expect(group.alert).toBe(false);
  });
});
