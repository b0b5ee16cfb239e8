import { gammaln } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { accountUnit } from '../../src/link/account-reader.js';
import { type Category, category, categorySameSource } from '../../src/link/categories.js';
import { COUNT_STEP } from '../../src/link/dirichlet.js';
import { groupUnit } from '../../src/link/pooling.js';
import { linkData } from '../../src/link/units.js';
import { owners } from '../../src/link/value-index.js';
import type { Row } from '../record/rows.js';
import { forSeeds, type Seeded } from '../record/seeded.js';
import { tableOf } from './world.js';

/** The pseudo-count of a value, read off lnΓ(α + 1) − lnΓ(α) = ln α; and the total in the same way. */
const alphaOf = (c: Category, id: number) => Math.exp(c.prior.terms(owners(c.values, id))[1 / COUNT_STEP]!);
const totalOf = (c: Category) => Math.exp(-c.prior.total(1 / COUNT_STEP));

function marginal(c: Category, counts: ReadonlyMap<number, number>): number {
  let n = 0;
  let sum = 0;
  for (const [id, x] of counts) {
    sum += gammaln(alphaOf(c, id) + x) - gammaln(alphaOf(c, id));
    n += x;
  }
  return sum + gammaln(totalOf(c)) - gammaln(totalOf(c) + n);
}

function clients(random: Seeded, accounts: number): Row[] {
  const rows: Row[] = [];
  for (let a = 0; a < accounts; a++) {
    const mine = Array.from(
      { length: random.int(1, 4) },
      () => `client/${Math.floor(20 * random.unit() ** 3)}`,
    );
    for (let i = 0; i < 12; i++) rows.push({ time: i, account: `a${a}`, user_agent: random.pick(mine) });
  }
  return rows;
}

describe('categorySameSource', () => {
  it('is L(x + y) − L(x) − L(y), for accounts and for pooled groups', () => {
    forSeeds(6, (random) => {
      const data = linkData(tableOf(clients(random, 60)));
      const at = data.categories.findIndex(({ name }) => name === 'client');
      const c = data.categories[at]!;
      const units = [
        ...Array.from({ length: 10 }, (_, a) => accountUnit(data, a)),
        groupUnit(data, [11, 12, 13, 14, 15]),
        groupUnit(
          data,
          Array.from({ length: 30 }, (_, i) => 20 + i),
        ),
      ];
      for (const [i, left] of units.entries()) {
        for (const right of units.slice(i + 1)) {
          const [x, y] = [left.categories[at]!, right.categories[at]!];
          const counts = (...views: (typeof x)[]) => {
            const of = new Map<number, number>();
            for (const { ids, steps, from, to } of views) {
              for (let e = from; e < to; e++)
                of.set(ids[e]!, (of.get(ids[e]!) ?? 0) + steps[e]! * COUNT_STEP);
            }
            return of;
          };
          const expected = marginal(c, counts(x, y)) - marginal(c, counts(x)) - marginal(c, counts(y));
          expect(categorySameSource(c, x, y)).toBeCloseTo(expected, 6);
          expect(categorySameSource(c, y, x)).toBeCloseTo(expected, 6);
        }
      }
    });
  });

  it('rates a rare value that two accounts share above a popular one, and different values below both', () => {
    const client = (a: number) => (a < 2 ? 'rare' : a < 60 ? 'popular' : `own ${a}`);
    const rows = Array.from(
      { length: 800 },
      (_, i): Row => ({ time: i, account: `a${i % 80}`, user_agent: client(i % 80) }),
    );
    const table = tableOf(rows);
    const data = linkData(table);
    const at = data.categories.findIndex(({ name }) => name === 'client');
    const number = new Map(table.accounts.map((name, a) => [name, a]));
    const nats = (x: string, y: string) => {
      const view = (name: string) => accountUnit(data, number.get(name)!).categories[at]!;
      return categorySameSource(data.categories[at]!, view(x), view(y));
    };
    expect(nats('a0', 'a1')).toBeGreaterThan(nats('a10', 'a11') + 1);
    expect(nats('a10', 'a11')).toBeGreaterThan(0);
    expect(nats('a0', 'a10')).toBeLessThan(0);
    expect(nats('a70', 'a71')).toBeLessThan(0);
  });

  it('has no category without values', () => {
    const table = tableOf([{ time: 0, account: 'a', model: 'm' }]);
    expect(category(table, 'client')).toBeNull();
    expect(category(table, 'model')).toMatchObject({ name: 'model' });
  });
});
