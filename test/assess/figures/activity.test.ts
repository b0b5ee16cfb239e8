import { describe, expect, it } from 'vitest';
import { activityFigure } from '../../../src/assess/figures/activity.js';
import { hourShares } from '../../../src/assess/figures/hour-shares.js';
import { timeColumns } from '../../../src/assess/figures/time-columns.js';
import { forSeeds } from '../../record/seeded.js';
import { HOUR, range, rowsOf, START, worldOf, worldRows } from './world.js';

const world = worldOf(worldRows());
const { table } = world.log;
const FIRST = START / HOUR;

describe('activity', () => {
  it('counts requests by account and column as the rows do', () => {
    const columns = timeColumns(FIRST, FIRST + 20 * 24 - 1, 100);
    expect(columns).toEqual({ from: FIRST, columnHours: 6, columns: 80 });
    const [members, twins] = [world.called('m'), world.called('c').slice(0, 24)];
    const figure = activityFigure(table, columns, members, twins);
    expect(figure).toMatchObject({ from: FIRST, columnHours: 6, columns: 80, membersLeftOut: 0 });
    for (const { accountId, firstTime, lastTime, requests } of figure.group) {
      const times = world.rows.filter(({ account }) => account === accountId).map(({ time }) => time);
      expect([firstTime, lastTime]).toEqual([Math.min(...times), Math.max(...times)]);
      expect(requests).toEqual(
        range(80).map((c) => times.filter((t) => Math.floor((t - START) / (6 * HOUR)) === c).length),
      );
    }
    expect(new Set(figure.group.map(({ accountId }) => accountId)).size).toBe(24);
    const starts = figure.group.map(({ firstTime }) => firstTime);
    expect(starts).toEqual([...starts].sort((x, y) => x - y));
    const twinRequests = figure.twin.flatMap(({ requests }) => requests).reduce((n, x) => n + x, 0);
    expect(twinRequests).toBe(rowsOf(world, twins).length);
  });

  it('never names a twin, nor tells its times more closely than by the hour', () => {
    const figure = activityFigure(
      table,
      timeColumns(FIRST, FIRST + 479, 168),
      world.called('m'),
      world.called('c'),
    );
    for (const row of figure.twin) {
      expect(Object.keys(row).sort()).toEqual(['firstTime', 'lastTime', 'requests']);
      expect([row.firstTime % HOUR, row.lastTime % HOUR]).toEqual([0, 0]);
    }
    expect(JSON.stringify(figure.twin)).not.toMatch(/c\d\d/);
  });

  it('shows forty members at most, the strongest, and their twins alone', () => {
    const members = [...world.called('c'), ...world.called('m')];
    const figure = activityFigure(table, timeColumns(FIRST, FIRST + 479, 168), members, world.called('b'));
    expect(figure.group.length).toBe(40);
    expect(figure.membersLeftOut).toBe(64);
    expect(figure.group.map(({ accountId }) => accountId).sort()).toEqual(
      members.slice(0, 40).map((a) => table.accounts[a]),
    );
    expect(figure.twin.length).toBe(10);
    const few = activityFigure(
      table,
      timeColumns(FIRST, FIRST + 479, 168),
      members.slice(0, 3),
      world.called('b'),
    );
    expect([few.group.length, few.twin.length]).toEqual([3, 3]);
  });
});

describe('columns of time', () => {
  it('are the narrowest that hold the span, however long it is', () => {
    forSeeds(40, (random) => {
      const first = random.int(0, 500_000);
      const last = first + random.int(0, 10 ** random.int(0, 5));
      const { from, columnHours, columns } = timeColumns(first, last, 168);
      expect(columns).toBeLessThanOrEqual(168);
      expect(from % columnHours).toBe(0);
      expect(from).toBeLessThanOrEqual(first);
      expect(first - from).toBeLessThan(columnHours);
      expect(Math.floor((last - from) / columnHours)).toBe(columns - 1);
      expect(columnHours < 24 ? 24 % columnHours : columnHours % 24).toBe(0);
      if (columnHours > 24) {
        const narrower = columnHours - 24;
        expect(Math.floor(last / narrower) - Math.floor(first / narrower) + 1).toBeGreaterThan(168);
      }
    });
  });

  it('are whole days where that is asked for', () => {
    expect(timeColumns(FIRST + 5, FIRST + 30, 168, 24)).toEqual({ from: FIRST, columnHours: 24, columns: 2 });
  });
});

describe('hours of the day', () => {
  it('are shares of active five-minute slots, as the rows have them', () => {
    const members = world.called('m');
    const slots = new Set(
      rowsOf(world, members).map(({ account, time }) => `${account} ${Math.floor(time / 300e6)}`),
    );
    const counts = range(24).map(
      (h) =>
        [...slots].filter((slot) => Math.floor((Number(slot.split(' ')[1]) * 300e6) / HOUR) % 24 === h)
          .length,
    );
    const found = hourShares(table, members);
    for (const [h, n] of counts.entries()) expect(found[h]).toBeCloseTo(n / slots.size, 12);
    expect(found.reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 12);
    expect(hourShares(table, [])).toEqual(new Array(24).fill(0));
  });
});
