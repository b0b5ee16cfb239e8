import { describe, expect, it } from 'vitest';
import { AdoptionReader } from '../../../src/assess/figures/adoption.js';
import type { Row } from '../../record/rows.js';
import { DAY, DAYS, MOVED, range, rowsOf, START, type World, worldOf, worldRows } from './world.js';

const world = worldOf(worldRows());
const FIRST_DAY = START / DAY;

const adoptionOf = ({ log: { table, data } }: World, members: readonly number[], twins: readonly number[]) =>
  new AdoptionReader(table, data).adoption(members, twins);

/** Share of the accounts that have any row, that used the model by the end of each day. */
function plainCurve(rows: readonly Row[], model: string): number[] {
  const accounts = [...new Set(rows.map(({ account }) => account))];
  const firstUse = accounts.map((name) => {
    const days = rows.filter((row) => row.account === name && row.model === model).map(({ time }) => time);
    return Math.floor((Math.min(...days) - START) / DAY);
  });
  return range(DAYS).map((day) => firstUse.filter((d) => d <= day).length / accounts.length);
}

describe('adoption', () => {
  it('is the share of accounts that had used the new model by each day, as the rows have it', () => {
    const [members, twins] = [world.called('m'), world.called('c').slice(0, 24)];
    const figure = adoptionOf(world, members, twins)!;
    const released = world.rows.filter(({ model }) => model === 'm-new').map(({ time }) => time);
    expect(figure).toMatchObject({
      model: 'm-new',
      releasedDay: Math.floor(Math.min(...released) / DAY),
      fromDay: FIRST_DAY,
      columnDays: 1,
    });
    const parts = [figure.shares.group, figure.shares.twin, figure.shares.log];
    const rows = [rowsOf(world, members), rowsOf(world, twins), world.rows];
    for (const [part, curve] of parts.entries()) {
      const plain = plainCurve(rows[part]!, 'm-new');
      expect(curve.length).toBe(DAYS);
      for (const [day, share] of plain.entries()) expect(curve[day]).toBeCloseTo(share, 12);
    }
    expect(figure.shares.group[MOVED - 1]).toBe(0);
    expect(figure.shares.group.at(-1)).toBe(1);
  });

  it('is null where no three members move on one day, or the model was there from the first day', () => {
    expect(adoptionOf(world, world.called('b'), [])).toBeNull();
    expect(adoptionOf(world, world.called('m').slice(0, 2), [])).toBeNull();
    const early = [...world.rows, { time: START, account: 'c00', model: 'm-new' }];
    const known = worldOf(early);
    expect(adoptionOf(known, known.called('m'), [])).toBeNull();
    const bare = worldOf(world.rows.map(({ time, account }) => ({ time, account })));
    expect(adoptionOf(bare, bare.called('m'), [])).toBeNull();
  });

  it('does not take trying a model for moving to it', () => {
    const rows = worldRows().map((row) =>
      row.account.startsWith('m') && row.model === 'm-new' && (row.time / 1000) % 8 !== 0
        ? { ...row, model: 'm-old' }
        : row,
    );
    const tried = worldOf(rows);
    expect(rowsOf(tried, tried.called('m')).filter(({ model }) => model === 'm-new').length).toBeGreaterThan(
      20,
    );
    expect(adoptionOf(tried, tried.called('m'), [])).toBeNull();
  });

  it('folds days of a long log into columns', () => {
    const long = worldOf([
      ...range(400).flatMap((d) =>
        range(6).map((k) => ({ time: START + d * DAY + k, account: `m${k}`, model: d < 200 ? 'a' : 'b' })),
      ),
    ]);
    const figure = adoptionOf(long, long.called('m'), [])!;
    expect(figure.columnDays).toBe(3);
    expect(figure.shares.group.length).toBeLessThanOrEqual(168);
    expect(figure.shares.twin).toEqual(figure.shares.group.map(() => 0));
    const column = Math.floor((FIRST_DAY + 200 - figure.fromDay) / 3);
    expect(figure.shares.group.slice(column - 1, column + 1)).toEqual([0, 1]);
  });
});
