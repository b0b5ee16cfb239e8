import { describe, expect, it } from 'vitest';
import { AccountReader, accountUnit } from '../../src/link/account-reader.js';
import { rawEvidence } from '../../src/link/evidence.js';
import { FAMILIES } from '../../src/link/evidence-family.js';
import { LeaveOneOut } from '../../src/link/leave-one-out.js';
import { groupUnit } from '../../src/link/pooling.js';
import { linkData } from '../../src/link/units.js';
import { Seeded } from '../record/seeded.js';
import { FED, OTHERS, sourceRows, strangers, tableOf } from './world.js';

const random = new Seeded(11);
const table = tableOf([
  ...strangers(random, 60),
  ...[FED, OTHERS[0]!].flatMap((source) => sourceRows(random, source)),
]);
const data = linkData(table);

describe('LeaveOneOut', () => {
  const others = new LeaveOneOut(data);

  it('gives the evidence that pooling the others anew gives, to the last bit', () => {
    for (let round = 0; round < 60; round++) {
      const members = random
        .shuffled(table.accounts.map((_, a) => a))
        .slice(0, random.int(2, 30))
        .sort((x, y) => x - y);
      const whole = groupUnit(data, members);
      const novelty = Float64Array.from(data.identifiers, () => 0.05 + 0.9 * random.unit());
      for (const a of members) {
        const anew = groupUnit(
          data,
          members.filter((b) => b !== a),
        );
        const without = others.without(whole, a);
        const [x, y] = [new Float64Array(FAMILIES.length), new Float64Array(FAMILIES.length)];
        rawEvidence(data, accountUnit(data, a), anew, false, novelty, x);
        rawEvidence(data, accountUnit(data, a), without, true, novelty, y);
        expect([...y]).toEqual([...x]);
        expect(x.every(Number.isFinite)).toBe(true);
      }
    }
  });

  it('refuses a single account', () => {
    expect(() => others.without(accountUnit(data, 0), 0)).toThrow();
  });
});

describe('AccountReader', () => {
  it('gives the evidence that pools of one give, whatever it showed before', () => {
    const [first, second] = [new AccountReader(data), new AccountReader(data)];
    for (let round = 0; round < 500; round++) {
      const a = random.int(0, data.accounts - 1);
      const b = random.int(0, data.accounts - 1);
      const [x, y] = [new Float64Array(FAMILIES.length), new Float64Array(FAMILIES.length)];
      rawEvidence(data, first.at(a), second.at(b), false, null, x);
      rawEvidence(data, groupUnit(data, [a]), groupUnit(data, [b]), false, null, y);
      expect([...x]).toEqual([...y]);
      expect(first.at(a).members).toEqual([a]);
    }
  });
});
