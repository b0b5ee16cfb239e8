import { describe, expect, test } from 'vitest';
import { checkAcquired } from '../../src/pack/acquisition.js';

const [A, B, C] = ['a', 'b', 'c'].map((digit) => digit.repeat(64)) as [string, string, string];
const archive = { name: 'all.tar', sha256: C };
const inputs = [
  { name: 'eu/usage.csv', sha256: A, archive: null },
  { name: 'us/usage.csv', sha256: B, archive: null },
  { name: 'all.tar!x.csv', sha256: A, archive },
  { name: 'all.tar!y.csv', sha256: B, archive },
];

describe('hashes from the acquisition', () => {
  test.each([
    ['eu/usage.csv', A, 'eu/usage.csv'],
    ['/mnt/case/us/usage.csv', B, 'us/usage.csv'],
    ['C:\\case\\us\\usage.csv', B, 'us/usage.csv'],
    ['./all.tar', C, 'all.tar'],
  ])('of %s are compared with those of the input', (file, sha256, input) => {
    expect(checkAcquired([{ file, sha256 }], inputs)).toEqual([{ input, sha256 }]);
  });

  test('that differ are an error of integrity, with both', () => {
    expect(() => checkAcquired([{ file: 'eu/usage.csv', sha256: B }], inputs)).toThrow(
      expect.objectContaining({
        kind: 'integrity',
        message: `eu/usage.csv is not what was acquired: read SHA-256 ${A}, acquired ${B}.`,
      }),
    );
  });

  test.each([
    ['usage.csv', 'may be eu/usage.csv or us/usage.csv'],
    ['sage.csv', 'none of the inputs'],
    ['', 'none of the inputs'],
  ])('of %j are refused', (file, said) => {
    expect(() => checkAcquired([{ file, sha256: A }], inputs)).toThrow(
      expect.objectContaining({ kind: 'usage', message: expect.stringContaining(said) }),
    );
  });
});
