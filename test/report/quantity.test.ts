import { describe, expect, test } from 'vitest';
import {
  byteSize,
  counted,
  duration,
  figure,
  narrow,
  percent,
  quantity,
  ratio,
  signed,
  thousands,
} from '../../src/report/quantity.js';

describe('quantities', () => {
  test.each([
    [0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [28_800_000, '28,800,000'],
    [-1234, '-1,234'],
  ])('thousands(%d)', (value, text) => {
    expect(thousands(value)).toBe(text);
  });

  test.each([
    [9_999, '9,999'],
    [10_000, '10 k'],
    [88_123, '88.1 k'],
    [240_000, '240 k'],
    [999_999, '1 M'],
    [1_897_344, '1.9 M'],
    [28_800_000, '28.8 M'],
    [3_200_000_000, '3.2 G'],
  ])('narrow(%d)', (value, text) => {
    expect(narrow(value)).toBe(text);
    expect(text.length).toBeLessThanOrEqual(6);
  });

  test.each([
    [1, '100 %'],
    [0.99999, '>99.9 %'],
    [0.9971, '99.7 %'],
    [0.5, '50 %'],
    [0.021, '2.1 %'],
    [0.0002, '0.02 %'],
    [0.00001, '<0.01 %'],
    [0, '0 %'],
  ])('percent(%d)', (value, text) => {
    expect(percent(value)).toBe(text);
  });

  test.each([
    [1300, '1,300'],
    [0.8, '0.8'],
    [0.05, '1/20'],
    [0.0001, '1/10,000'],
    [0, '0'],
    [1_048.4, '1,050'],
  ])('ratio(%d)', (value, text) => {
    expect(ratio(value)).toBe(text);
  });

  test('other forms', () => {
    expect([5.31, 8, -0.24, 0.01, -0.01].map(signed)).toEqual(['+5.3', '+8.0', '-0.2', '0', '0']);
    expect([duration(0.5), duration(36), duration(912)]).toEqual(['30 min', '36 h', '38 d']);
    expect([byteSize(950), byteSize(612_345_678), byteSize(2_340_000_000)]).toEqual([
      '950 B',
      '612 MB',
      '2.3 GB',
    ]);
    expect([counted(1, 'account'), counted(2000, 'account')]).toEqual(['1 account', '2,000 accounts']);
    expect([
      quantity(null, 'share'),
      quantity(0.5, 'share'),
      quantity(3, 'bits'),
      quantity(1, 'countries'),
    ]).toEqual(['not measured', '50 %', '3 bits', '1 country']);
    expect(figure(0.001234)).toBe('0.00123');
  });
});
