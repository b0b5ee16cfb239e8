import { describe, expect, it } from 'vitest';
import { groupKind } from '../../src/evaluate/group-kind.js';
import { parseLabels } from '../../src/evaluate/labels.js';

const labels = parseLabels(
  [
    'account_id,group,kind',
    ...Array.from({ length: 10 }, (_, n) => `o${n},${n < 5 ? 'alpha' : 'beta'},operation`),
    ...Array.from({ length: 10 }, (_, n) => `b${n},seats,benign-group`),
  ].join('\n'),
  'labels',
);
const members = (operation: number, benign: number, unknown = 0) => [
  ...Array.from({ length: operation }, (_, n) => `o${n}`),
  ...Array.from({ length: benign }, (_, n) => `b${n}`),
  ...Array.from({ length: unknown }, (_, n) => `x${n}`),
];

describe('what a group is', () => {
  it.each([
    ['all of two operations', members(10, 0), 'operation'],
    ['six of ten', members(6, 4), 'operation'],
    ['half', members(5, 5), 'mixed'],
    ['just above a fifth', members(3, 10), 'mixed'],
    ['a fifth', members(2, 8), 'other'],
    ['none', members(0, 8), 'other'],
    ['members without a label, which do not count', members(6, 4, 90), 'operation'],
    ['nobody with a label', members(0, 0, 3), null],
  ])('%s', (_name, accounts, kind) => {
    expect(groupKind(accounts, labels)).toBe(kind);
  });
});
