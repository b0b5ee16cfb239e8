import { describe, expect, it } from 'vitest';
import { averagePrecision } from '../../src/evaluate/average-precision.js';
import type { ScoredGroup } from '../../src/evaluate/findings.js';
import { type Labels, parseLabels } from '../../src/evaluate/labels.js';
import { score } from '../../src/evaluate/score.js';
import { scoreTable } from '../../src/evaluate/score-table.js';

/** Accounts `x1 … xn`. */
const some = (prefix: string, count: number) => Array.from({ length: count }, (_, n) => `${prefix}${n + 1}`);

const group = (id: string, rank: number, alert: boolean, accounts: string[]): ScoredGroup => ({
  id,
  rank,
  alert,
  members: accounts.map((account_id) => ({ account_id })),
});

/** Two operations of 10 and 4 accounts, a look-alike of 20, a crowd of 6. */
const labels: Labels = parseLabels(
  [
    'account_id,group,kind',
    ...some('a', 10).map((id) => `${id},alpha,operation`),
    ...some('b', 4).map((id) => `${id},beta,operation`),
    ...some('s', 20).map((id) => `${id},seats,benign-group`),
    ...some('c', 6).map((id) => `${id},,benign`),
  ].join('\n'),
  'labels',
);

describe('scores, against values worked out by hand', () => {
  // Alerting: 8 of alpha with 2 of the crowd; 3 seats. Not alerting: all of beta.
  const scores = score(
    [
      group('G-3', 3, false, some('b', 4)),
      group('G-1', 1, true, [...some('a', 8), 'c1', 'c2']),
      group('G-2', 2, true, some('s', 3)),
    ],
    labels,
  );

  it('counts accounts in any alerting group', () => {
    expect(scores.accounts).toEqual({
      labelled: 40,
      flagged: 13,
      truePositives: 8,
      falsePositives: 5,
      falseNegatives: 6,
      precision: 8 / 13,
      recall: 8 / 14,
      f1: 16 / 27,
      falseFromCrowd: 2,
      falseFromLookAlikes: 3,
      unlabelled: 0,
    });
    expect(scores.alerts).toBe(2);
  });

  it('recovers an operation by an alerting group with F1 of at least 0.8, and by no other', () => {
    // alpha: precision 8/10, recall 8/10, F1 exactly 0.8. beta: F1 1, but no alert.
    expect(scores.operations).toEqual({ total: 2, recovered: 1 });
    expect(scores.perOperation).toEqual([
      {
        operation: 'alpha',
        accounts: 10,
        best: { group: 'G-1', rank: 1, alert: true, shared: 8, precision: 0.8, recall: 0.8, f1: 0.8 },
        alertingF1: 0.8,
        recovered: true,
        flaggedShare: 0.8,
      },
      {
        operation: 'beta',
        accounts: 4,
        best: { group: 'G-3', rank: 3, alert: false, shared: 4, precision: 1, recall: 1, f1: 1 },
        alertingF1: 0,
        recovered: false,
        flaggedShare: 0,
      },
    ]);
  });

  it('flags a look-alike by more than a tenth of its accounts', () => {
    expect(scores.perLookAlike).toEqual([
      { lookAlike: 'seats', accounts: 20, flaggedAccounts: 3, flaggedShare: 0.15, flagged: true },
    ]);
    expect(scores.lookAlikes).toEqual({ total: 1, flagged: 1 });
    const tenth = score([group('G', 1, true, some('s', 2))], labels);
    expect(tenth.perLookAlike[0]).toMatchObject({ flaggedShare: 0.1, flagged: false });
  });

  it('ranks by the ranks, not by the order of the document', () => {
    // Relevant at rank 1 (alpha) and rank 3 (beta): (1/1 + 2/3) / 2.
    expect(scores.averagePrecision).toBeCloseTo(5 / 6, 12);
  });

  it('prints what it found', () => {
    const table = scoreTable(scores);
    expect(table).toContain('precision 0.615  recall 0.571  F1 0.593');
    expect(table).toContain('13 of 40 flagged, 5 of them falsely (2 crowd, 3 look-alikes)');
    expect(table).toMatch(/alpha +10 +G-1 +1 +yes +0\.800 +0\.800 +0\.800 +yes/);
    expect(table).toMatch(/beta +4 +G-3 +3 +no +1\.000 +1\.000 +1\.000 +no/);
    expect(table).toMatch(/seats +20 +3 +0\.150 +yes/);
  });
});

describe('edges', () => {
  it('has no precision without alerts', () => {
    const { accounts, operations, lookAlikes, averagePrecision: ranking } = score([], labels);
    expect(accounts).toMatchObject({ flagged: 0, precision: null, recall: 0, f1: 0 });
    expect([operations.recovered, lookAlikes.flagged, ranking]).toEqual([0, 0, 0]);
    expect(scoreTable(score([], labels))).toContain('precision n/a  recall 0.000');
  });

  it('pays for alerting on everything', () => {
    const scores = score([group('G', 1, true, [...labels.keys()])], labels);
    expect(scores.accounts).toMatchObject({ flagged: 40, precision: 14 / 40, recall: 1, falseFromCrowd: 6 });
    expect(scores.operations.recovered).toBe(0);
    expect(scores.lookAlikes.flagged).toBe(1);
    expect(scores.averagePrecision).toBe(0);
  });

  it('is perfect for perfect findings', () => {
    const scores = score([group('A', 1, true, some('a', 10)), group('B', 2, true, some('b', 4))], labels);
    expect(scores.accounts).toMatchObject({ precision: 1, recall: 1, f1: 1 });
    expect(scores).toMatchObject({
      operations: { recovered: 2 },
      lookAlikes: { flagged: 0 },
      averagePrecision: 1,
    });
  });

  it('scores nothing against nothing', () => {
    const scores = score([], parseLabels('account_id,group,kind\n', 'labels'));
    expect(scores.accounts).toMatchObject({ labelled: 0, precision: null, recall: null, f1: null });
    expect(scores).toMatchObject({ operations: { total: 0 }, averagePrecision: null, perOperation: [] });
    expect(scoreTable(scores)).toContain('average precision n/a');
  });

  it('leaves accounts without a label out, and counts them once', () => {
    const scores = score(
      [group('A', 1, true, [...some('a', 10), 'ghost', 'spook']), group('B', 2, false, ['ghost'])],
      labels,
    );
    expect(scores.accounts).toMatchObject({ flagged: 10, precision: 1, unlabelled: 2 });
    expect(scores.perOperation[0]).toMatchObject({ recovered: true, best: { f1: 1, precision: 1 } });
    expect(scoreTable(scores)).toContain('2 accounts in groups that have no label');
  });

  it('counts an account once that is in several alerting groups', () => {
    const scores = score([group('A', 1, true, some('a', 10)), group('B', 2, true, some('a', 10))], labels);
    expect(scores.accounts).toMatchObject({ flagged: 10, truePositives: 10, precision: 1 });
    expect(scores.perOperation[0]!.best).toMatchObject({ group: 'A' });
  });

  it('shows hostile names without their control characters', () => {
    const hostile = score([], parseLabels('account_id,group,kind\na,"x\u001b[31m",operation\n', 'labels'));
    expect(scoreTable(hostile)).not.toContain('\u001b');
  });
});

describe('average precision', () => {
  const hit = (operation: string, precision = 1, f1 = 1) =>
    new Map([[operation, { shared: 1, precision, recall: 1, f1 }]]);
  const miss = new Map();

  it.each([
    ['misses before hits', [miss, hit('a'), miss, hit('b')], 2, (1 / 2 + 2 / 4) / 2],
    ['operations never found', [hit('a')], 4, 1 / 4],
    ['a second copy earns nothing', [hit('a'), hit('a'), hit('b')], 2, (1 + 2 / 3) / 2],
    ['half of the members is no majority', [hit('a', 0.5)], 1, 0],
    ['an F1 below one half is not enough', [hit('a', 1, 0.499)], 1, 0],
    ['an F1 of one half is', [hit('a', 0.6, 0.5)], 1, 1],
  ])('%s', (_name, ranked, operations, expected) => {
    expect(averagePrecision(ranked, operations)).toBeCloseTo(expected, 12);
  });

  it('is undefined without operations', () => {
    expect(averagePrecision([miss], 0)).toBeNull();
  });
});
